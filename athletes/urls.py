from django.urls import path

from athletes import views

app_name = "athletes"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.athlete, name="athlete"),
]
