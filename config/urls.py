from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("athletes/", include("athletes.urls")),
    path("", include("olympics.urls")),
    path("", include("reports.urls")),
]
