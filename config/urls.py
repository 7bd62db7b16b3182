from django.contrib import admin
from django.urls import include, path

from olympics.api import OdfEndpoint

urlpatterns = [
    path("admin/", admin.site.urls),
    path("feeds/odf/", OdfEndpoint.as_view(), name="feed_odf"),
    path("athletes/", include("athletes.urls")),
    path("", include("olympics.urls")),
    path("", include("reports.urls")),
]
