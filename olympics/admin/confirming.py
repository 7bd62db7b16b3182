"""What the pages of races and entrants share: every save of them is one `confirm_results`."""

from django.contrib.admin.checks import InlineModelAdminChecks
from django.utils import timezone

from changes.admin import LoggedAdmin
from olympics.models import Race
from olympics.operations import confirm_results


class FurtherRowsChecks(InlineModelAdminChecks):
    """Rows that belong to the page's object through another: a result to its race through its entry."""

    def _check_exclude_of_parent_model(self, obj, parent_model):
        return []

    def _check_relation(self, obj, parent_model):
        return []


class ConfirmingAdmin(LoggedAdmin):
    """Hands what the form and its inlines changed to `confirm_results`, all at once."""

    def race_of(self, obj) -> Race:
        raise NotImplementedError

    def save_model(self, request, obj, form, change):
        if not change:
            super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        if not change:
            return
        save, delete = [form.instance], []
        for formset in formsets:
            more, gone = edited_rows(formset)
            save += more
            delete += gone
        race = self.race_of(form.instance)
        confirm_results(race, at=timezone.now(), by=request.user, why=self.why(request), save=save, delete=delete)


def edited_rows(formset) -> tuple[list, list]:
    """(to save, to delete) of any formset."""
    formset.save(commit=False)
    return [*formset.new_objects, *(row for row, _ in formset.changed_objects)], formset.deleted_objects
