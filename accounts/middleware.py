from django.utils import timezone


class UserTimeZoneMiddleware:
    """Shows the desk's times in the signed-in user's zone; public pages never ask who is there."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith("/admin/") and request.user.is_authenticated:
            with timezone.override(request.user.zone):
                return self.get_response(request)
        return self.get_response(request)
