from django.urls import path

from olympics import views

app_name = "olympics"
urlpatterns = [
    path("games/", views.games, name="games"),
    path("games/<slug:competition>/", views.competition, name="competition"),
    path("games/<slug:competition>/<slug:event>/", views.race, name="race"),
    path("games/<slug:competition>/<slug:event>/results/", views.race_results, name="race_results"),
    path("games/<slug:competition>/<slug:event>/results.<str:form>", views.race_export, name="race_export"),
    path("records/", views.records, name="records"),
    path("records/<slug:event>/", views.event_records, name="event_records"),
    path("medals/", views.medals, name="medals"),
]
