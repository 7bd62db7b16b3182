"""Reports: written in the editor, checked as they are written, published."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.template.loader import render_to_string
from django.urls import path, reverse, reverse_lazy
from django.utils import timezone
from django.utils.text import slugify

from changes.admin import LoggedAdmin, RowsInline
from changes.forms import TextArea
from olympics.models import Race
from reports import claims, operations, prose
from reports.admin import editing
from reports.claims import Setting, Text
from reports.drafting import draft_report
from reports.models import Byline, Correction, Report

PUBLISH = "reports.publish_report"
REVISIONS_SHOWN = 20
UNREADY = "Not published: this is not right yet. Mend it, or give a reason below and publish again."


# What static/js/editor.js turns into the editor; without it this is a plain textarea.
EDITOR = {
    "data-editor": "",
    "data-check-url": reverse_lazy("admin:reports_report_check"),
    "data-complete-url": reverse_lazy("admin:reports_report_complete"),
    "rows": 3,
}


class ReportForm(forms.ModelForm):
    """A report and the version that the writer has before them.

    `accepted` holds, from the editor, why claims are right: reasons by the keys of the claims. `override` is why a text
    goes out that is not right, by the results or in itself; it is asked for where that is so.
    """

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    accepted = editing.ReasonsField(required=False, widget=forms.HiddenInput)
    override = forms.CharField(required=False, max_length=500, label="Reason to publish it all the same")
    is_unready = False

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial["seen_version"] = self.instance.version
        if "body" in self.fields:
            self.fields["body"].widget = TextArea(attrs=EDITOR | {"data-report": self.instance.pk or ""})
        for name in {"race", "other_races"} & self.fields.keys():
            self.fields[name].queryset = Race.objects.select_related("competition", "event")
        if "dateline_on" in self.fields:
            self.fields["dateline_on"].required = False
            self.fields["dateline_on"].help_text = "At the place. Empty: the day of the race, or today"

    def clean_body(self) -> str:
        body = self.cleaned_data["body"]
        prose.convert(body)
        return body

    def clean(self):
        data = super().clean()
        self._fill_in_dateline(data)
        if self.instance.pk:
            self._stop_if_saved_since()
        if "_publish" in self.data and not self.errors and not data.get("override"):
            self._stop_if_unready(data)
        return data

    def _fill_in_dateline(self, data: dict) -> None:
        """Where nothing is typed, from the race; a place that was taken out again stays out."""
        told = editing.dateline(data.get("race"))
        if "dateline_on" in data:
            data["dateline_on"] = data["dateline_on"] or told["dateline_on"]
        if "race" in self.changed_data:
            data["dateline_place"] = data.get("dateline_place") or told["dateline_place"]

    def has_changed(self) -> bool:
        return bool(set(self.changed_data) - {"override"})

    def _stop_if_unready(self, data: dict) -> None:
        text = Text(data["headline"], data["standfirst"], data["body"])
        setting = Setting.of(Report(race=data["race"], dateline_on=data["dateline_on"], as_of=data["as_of"]))
        said = {key: (reason, None) for key, reason in data["accepted"].items()}
        found = claims.check(text, setting, claims.accepted_in(self.instance) | said)
        if objections := claims.objections(found, text, data["race"]):
            self.is_unready = True
            raise ValidationError([UNREADY, *objections])

    def _stop_if_saved_since(self) -> None:
        """Once: the form that comes back knows the version it would replace, so that a second save is meant."""
        stored = Report.objects.select_for_update().get(pk=self.instance.pk)
        if stored.version == self.cleaned_data.get("seen_version"):
            return
        self.data = self.data.copy()
        self.data[self.add_prefix("seen_version")] = stored.version
        raise ValidationError(str(operations.StaleReport(operations.latest_revision(stored))))

    @property
    def related(self) -> dict:
        return {name: self.cleaned_data[name] for name in operations.RELATED if name in self.cleaned_data}


class CorrectionInline(RowsInline):
    """Notes under a published report: added, never rewritten."""

    model = Correction
    fields = ["text", "made_at", "made_by"]
    readonly_fields = ["made_at", "made_by"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("made_by")

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("reports.view_report")

    def has_add_permission(self, request, obj=None):
        return request.user.has_perm(PUBLISH)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Report)
class ReportAdmin(LoggedAdmin):
    """Every save goes through `reports.operations`, and shows what is wrong with the directives."""

    form = ReportForm
    change_form_template = "admin/reports/report/change_form.html"
    list_display = ["headline", "standing", "race", "dateline_on", "published_at", "embargo_until"]
    list_filter = ["state", ("bylines", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["race__competition", "race__event"]
    search_fields = ["headline", "slug", "standfirst"]
    date_hierarchy = "dateline_on"
    prepopulated_fields = {"slug": ["headline"]}
    autocomplete_fields = ["race", "other_races", "athletes", "bylines"]
    readonly_fields = ["standing", "published_at", "said_to_be_right", "revisions"]
    fieldsets = [
        (None, {"fields": ["headline", "standfirst", "race", "body"]}),
        ("Whom and what it is about", {"fields": ["bylines", "athletes", "other_races"]}),
        ("Place, day and address", {"fields": [("dateline_place", "dateline_on"), "slug", ("as_of", "embargo_until")]}),
        ("What was saved", {"fields": [("standing", "published_at"), "said_to_be_right", "revisions"]}),
    ]

    class Media:
        js = [forms.Script("js/editor.js", defer=True), forms.Script("js/facts.js", defer=True)]

    def get_urls(self):
        check = path("check/", self.admin_site.admin_view(editing.check), name="reports_report_check")
        complete = path("complete/", self.admin_site.admin_view(editing.complete), name="reports_report_complete")
        return [check, complete, *super().get_urls()]

    def get_inlines(self, request, obj):
        return [CorrectionInline] if obj and obj.is_published else []

    def get_readonly_fields(self, request, obj=None):
        """An embargo holds a published report back, and lifted it puts it out: that is publishing."""
        is_bound = obj and obj.is_published and not request.user.has_perm(PUBLISH)
        return [*super().get_readonly_fields(request, obj), *(["embargo_until"] if is_bound else [])]

    def get_changeform_initial_data(self, request):
        bylines = Byline.objects.filter(user=request.user)
        initial = {"bylines": bylines} | super().get_changeform_initial_data(request)
        pk = request.GET.get("race", "")
        race = Race.objects.select_related("competition", "event").filter(pk=pk if pk.isdecimal() else None).first()
        is_drafted = initial.pop("draft", "")
        if race is None:
            return initial
        return editing.dateline(race) | initial | (self._draft(request, race) if is_drafted else {})

    def _draft(self, request, race: Race) -> dict:
        """What a new report on a race starts from; a race that has no results says so."""
        try:
            draft = draft_report(race)
        except ValueError as error:
            self.message_user(request, str(error), messages.WARNING)
            return {}
        return {
            "headline": draft.headline,
            "standfirst": draft.standfirst,
            "body": draft.body,
            "slug": slugify(draft.headline)[:100],
        }

    def view_on_site(self, report) -> str:
        is_out = report.is_published and not report.held_until(timezone.now())
        return report.get_absolute_url() if is_out else reverse("reports:preview", args=[report.pk])

    def render_change_form(self, request, context, **options):
        context |= {"may_publish": request.user.has_perm(PUBLISH), "show_save_and_add_another": False}
        return super().render_change_form(request, context, **options)

    @admin.display(description="State", ordering="state")
    def standing(self, report) -> str:
        held_until = report.held_until(timezone.now())
        return f"Embargoed until {held_until}" if held_until else report.get_state_display()

    @admin.display(description="Said to be right")
    def said_to_be_right(self, report) -> str:
        return render_to_string("admin/reports/report/accepted.html", {"claims": claims.said_to_be_right(report)})

    @admin.display(description="Revisions")
    def revisions(self, report) -> str:
        latest = report.revisions.select_related("saved_by").defer("body", "html")[:REVISIONS_SHOWN]
        context = {"revisions": latest, "published": report.published_revision_id}
        return render_to_string("admin/reports/report/revisions.html", context)

    def save_model(self, request, obj, form, change):
        if {"_publish", "_unpublish"} & request.POST.keys() and not request.user.has_perm(PUBLISH):
            raise PermissionDenied

    def save_related(self, request, form, formsets, change):
        report, at = form.instance, timezone.now()
        if form.has_changed() or not change:
            operations.save_report(
                report,
                at=at,
                by=request.user,
                why=self.why(request),
                m2m=form.related,
                expected_version=form.cleaned_data["seen_version"],
                accepted=form.cleaned_data["accepted"],
            )
        for text in _new_corrections(formsets):
            operations.correct(report, text, at=at, by=request.user)
        if "_publish" in request.POST:
            operations.publish(report, at=at, by=request.user, override=form.cleaned_data["override"])
        elif "_unpublish" in request.POST and report.is_published:
            operations.unpublish(report, at=at, by=request.user, why=self.why(request))
        if "_publish" in request.POST or (report.is_published and "embargo_until" in form.changed_data):
            held_until = report.held_until(at)
            self.message_user(request, f"Readers see it from {held_until} on." if held_until else "Readers see it now.")
        for problem in prose.problems(report.body, report.race):
            self.message_user(request, str(problem), messages.WARNING)

    def response_add(self, request, obj, post_url_continue=None):
        _stay_after_publishing(request)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        _stay_after_publishing(request)
        return super().response_change(request, obj)


def _new_corrections(formsets) -> list[str]:
    return [form.cleaned_data["text"] for formset in formsets for form in formset.extra_forms if form.has_changed()]


def _stay_after_publishing(request) -> None:
    if {"_publish", "_unpublish"} & request.POST.keys():
        request.POST = request.POST | {"_continue": "1"}
