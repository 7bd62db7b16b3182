from zoneinfo import available_timezones

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group

from accounts.models import User

admin.site.unregister(Group)  # what a role may do stands in accounts.roles, not in a form


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    list_display = ["username", "first_name", "last_name", "roles", "time_zone", "is_staff", "is_active", "last_login"]
    list_filter = ["groups", "is_staff", "is_superuser", "is_active"]
    fieldsets = [
        (None, {"fields": ["username", "password", ("first_name", "last_name"), "email", "time_zone"]}),
        ("What they may do", {"fields": ["groups", "is_staff", "is_superuser", "is_active"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2", "time_zone", "groups", "is_staff"]})
    ]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = []

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="Roles")
    def roles(self, user) -> str:
        return ", ".join(group.name for group in user.groups.all())

    def formfield_for_dbfield(self, db_field, request, **options):
        if db_field.name == "time_zone":
            zones = sorted(available_timezones())
            return forms.ChoiceField(choices=[(zone, zone) for zone in zones], initial=db_field.default)
        return super().formfield_for_dbfield(db_field, request, **options)

    def formfield_for_manytomany(self, db_field, request, **options):
        if db_field.name == "groups":
            options |= {"widget": forms.CheckboxSelectMultiple, "label": "Roles", "help_text": ""}
        return super().formfield_for_manytomany(db_field, request, **options)
