from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Django's admin, with the desk's own site in it."""

    default_site = "config.desk.DeskSite"
