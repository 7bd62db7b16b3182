"""What every admin of the desk stands on: saved through the change log, and with the log as its history."""

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import models
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import capfirst

from changes import history, log
from changes.forms import TextArea, ZonedDateTimeField
from changes.models import Change

# The browser's own pickers, which phones have too, and texts that grow under the hand.
CONTROLS = {
    models.TextField: {"widget": TextArea(attrs={"rows": 3})},
    models.DateField: {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")},
    models.DateTimeField: {"form_class": ZonedDateTimeField, "widget": ZonedDateTimeField.widget},
}
HISTORY_PAGE = 50
WHY_MAX_LENGTH = 500


class HistoryMixin:
    """The history of an object is what the change log says of it."""

    def history_view(self, request, object_id, extra_context=None):
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        changes = Change.objects.filter(index__model=self.opts.label_lower, index__object_pk=obj.pk)
        page = self.get_paginator(request, changes.select_related("by"), HISTORY_PAGE).get_page(
            request.GET.get(PAGE_VAR)
        )
        context = {
            **self.admin_site.each_context(request),
            "title": f"History: {obj}",
            "object": obj,
            "opts": self.opts,
            "module_name": capfirst(self.opts.verbose_name_plural),
            "entries": history.entries(page),
            "page": page,
            "page_var": PAGE_VAR,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/object_history.html", context)


class ReadOnlyMixin:
    """Shown, never edited: what operations write, and what is append-only."""

    def has_add_permission(self, request, *args):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class LoggedAdmin(HistoryMixin, admin.ModelAdmin):
    """An admin whose every save, its inlines included, is one transaction with one public Change.

    What is not as it is stored goes into `request.draft`. An admin whose model has operations of its own overrides
    `save_model` and `save_related` and calls those: then the draft stays empty, and writes nothing.
    """

    change_form_template = "admin/logged_form.html"
    formfield_overrides = CONTROLS

    def changeform_view(self, request, *args, **kwargs):
        return self._logged(request, super().changeform_view, *args, **kwargs)

    def changelist_view(self, request, *args, **kwargs):
        return self._logged(request, super().changelist_view, *args, **kwargs)

    def delete_view(self, request, *args, **kwargs):
        return self._logged(request, super().delete_view, *args, **kwargs)

    def _logged(self, request, view, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        name = f"edit {self.opts.verbose_name}"
        with log.operation(name, at=timezone.now(), by=request.user, why=self.why(request)) as request.draft:
            return view(request, *args, **kwargs)

    def why(self, request) -> str:
        return request.POST.get("why", "").strip()[:WHY_MAX_LENGTH]

    def formfield_for_dbfield(self, db_field, request, **options):
        field = super().formfield_for_dbfield(db_field, request, **options)
        if isinstance(field, ZonedDateTimeField):
            clock = f"By your clock ({timezone.get_current_timezone_name()})"
            field.help_text = f"{field.help_text}. {clock}" if field.help_text else clock
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_delete_related = False
        return field

    def save_model(self, request, obj, form, change):
        request.draft.save(obj)

    def save_formset(self, request, form, formset, change):
        formset.save(commit=False)
        for row in formset.deleted_objects:
            request.draft.delete(row)
        for row in [*formset.new_objects, *(row for row, _ in formset.changed_objects)]:
            request.draft.save(row)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if request.draft.touched:
            request.draft.touch(form.instance)

    def delete_model(self, request, obj):
        request.draft.delete(obj)

    def delete_queryset(self, request, queryset):
        for obj in queryset:
            request.draft.delete(obj)

    def construct_change_message(self, request, form, formsets, add=False):
        return ""  # the change log says it better

    def log_addition(self, *args): ...

    def log_change(self, *args): ...

    def log_deletions(self, *args): ...

    def render_change_form(self, request, context, **kwargs):
        context |= {"why": self.why(request), "why_max_length": WHY_MAX_LENGTH}
        return super().render_change_form(request, context, **kwargs)


class RowsInline(admin.TabularInline):
    """Rows of an object, one line each."""

    template = "admin/rows.html"
    formfield_overrides = CONTROLS
    extra = 0


class WhoFilter(admin.RelatedOnlyFieldListFilter):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.title = "user"


@admin.register(Change)
class ChangeAdmin(ReadOnlyMixin, admin.ModelAdmin):
    list_display = ["at", "by", "operation", "what", "why", "revision"]
    list_filter = ["operation", ("by", WhoFilter)]
    list_select_related = ["by"]
    search_fields = ["why", "by__username"]
    date_hierarchy = "at"
    show_full_result_count = False
    fields = ["at", "by", "operation", "why", "revision", "what", "edits"]
    readonly_fields = ["what", "edits"]

    @admin.display(description="What")
    def what(self, change) -> str:
        labels = [touched["label"] for touched in change.touched]
        return ", ".join(labels[:3]) + (f" and {len(labels) - 3:,} more" if len(labels) > 3 else "")

    @admin.display(description="Edited")
    def edits(self, change) -> str:
        return render_to_string("admin/edits.html", {"entry": history.entries([change])[0]})
