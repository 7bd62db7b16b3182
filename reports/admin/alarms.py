"""The Needs correction queue: claims and corrections of published reports that a change of the results made false."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from changes.admin import LoggedAdmin
from changes.forms import TextArea
from reports import operations, propagation
from reports.admin.reports import PUBLISH
from reports.models import Alarm


class QueueFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "queue"

    def lookups(self, request, model_admin):
        return [("closed", "Closed")]

    def choices(self, changelist):
        everything, *others = super().choices(changelist)
        return [everything | {"display": Alarm.State.OPEN.label}, *others]

    def queryset(self, request, queryset):
        is_waiting = {"state__in": Alarm.WAITING}
        return queryset.exclude(**is_waiting) if self.value() == "closed" else queryset.filter(**is_waiting)


class SentenceField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, alarm) -> str:
        said = alarm.says if alarm.is_overtaken else f"“{alarm.says}”"
        return f"{said} {alarm.proof}"


class AlarmForm(forms.ModelForm):
    """A correction for one or more alarms of a report: as drafted, until somebody rewords it."""

    closes = SentenceField(
        Alarm.objects.none(), required=False, widget=forms.CheckboxSelectMultiple, label="What is no longer right"
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if "note" not in self.fields:
            return
        alarms = Alarm.objects.waiting().filter(claim__revision__report=self.instance.report)
        self.fields["closes"].queryset = alarms.select_related("claim__revision__report", "change")
        self.initial |= {
            "closes": [alarm.pk for alarm in alarms],
            "note": propagation.draft_note(self.fields["closes"].queryset),
        }
        self.fields["note"].widget = TextArea(attrs={"rows": 8})

    def clean(self):
        data = super().clean()
        if not data.get("closes"):
            raise ValidationError("Choose at least one line.")
        if "_dismiss" in self.data and not self.data.get("why", "").strip():
            raise ValidationError("Say in the reason why nothing needs to be corrected.")
        if "_correct" in self.data and not data.get("note"):
            raise ValidationError("Say to readers what was wrong and what is right.")
        return data


@admin.register(Alarm)
class AlarmAdmin(LoggedAdmin):
    """What waits is answered by a note to readers or by a reason why none is needed; then it is history."""

    form = AlarmForm
    change_form_template = "admin/reports/alarm/change_form.html"
    list_display = ["sentence", "said", "now", "in_report", "behind"]
    list_filter = [QueueFilter]
    list_select_related = ["claim__revision__report", "change"]
    search_fields = ["claim__sentence", "claim__revision__headline"]
    actions = None
    readonly_fields = ["in_report", "behind", "raised_at", "state", "closed_at", "closed_by", "closed_why"]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Needs correction"} | (extra_context or {}))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return super().change_view(request, object_id, form_url, {"title": "Needs correction"} | (extra_context or {}))

    def get_fieldsets(self, request, obj=None):
        if obj and self.has_change_permission(request, obj):
            return [(None, {"fields": ["in_report", "behind", "closes", "note"]})]
        closing = ["state", "closed_at", "closed_by", "closed_why", "note"]
        return [(None, {"fields": ["in_report", "sentence", "said", "now", "behind", "raised_at", *closing]})]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "sentence", "said", "now"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.state in Alarm.WAITING)

    def save_model(self, request, obj, form, change):
        if "_correct" in request.POST and not request.user.has_perm(PUBLISH):
            raise PermissionDenied

    def save_related(self, request, form, formsets, change):
        alarms, at = list(form.cleaned_data["closes"]), timezone.now()
        if "_correct" in request.POST:
            operations.correct_alarms(alarms, form.cleaned_data["note"], at=at, by=request.user)
        elif "_dismiss" in request.POST:
            operations.dismiss_alarms(alarms, self.why(request), at=at, by=request.user)

    def response_change(self, request, obj):
        told = "Readers see the correction now." if "_correct" in request.POST else "Dismissed, with your reason."
        self.message_user(request, told, messages.SUCCESS)
        return self.response_post_save_change(request, obj)

    @admin.display(description="What the report says", ordering="claim__sentence")
    def sentence(self, alarm) -> str:
        return alarm.says

    @admin.display(description="Said")
    def said(self, alarm) -> str:
        return alarm.claim.text

    @admin.display(description="Report", ordering="claim__revision__report")
    def in_report(self, alarm) -> str:
        return alarm.claim.revision.headline

    @admin.display(description="True now")
    def now(self, alarm) -> str:
        return alarm.proof

    @admin.display(description="Because")
    def behind(self, alarm) -> str:
        return propagation.because(alarm.change)
