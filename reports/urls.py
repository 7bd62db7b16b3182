from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.home, name="home"),
    path("reports/", views.index, name="index"),
    path("reports/<int:year>/<slug:slug>/", views.report, name="report"),
    path("preview/<int:pk>/", views.preview, name="preview"),
]
