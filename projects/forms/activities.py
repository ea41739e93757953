"""Forms of an activity, of those who took part, and of several activities at once."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.forms import refuse_what_is_to_come, unchecked
from core.models import Classification
from core.partial_dates import PartialDateFormField
from core.row_parts import asks_for_a_row, part_of_rows, with_rows_asked_for
from dialogues.forms.dialogues import DATE_HINT, SectionedForm
from partners.countries import country_choices
from partners.forms.known import KnownInstitution
from projects.actions import record_activity
from projects.models import Activity, Attendance

# No activity has more; a longer number is a slip of the finger.
PARTICIPANTS_AT_MOST = 1_000_000


def _number(label):
    return forms.IntegerField(
        label=label, min_value=0, max_value=PARTICIPANTS_AT_MOST, required=False
    )


class ActivityForm(SectionedForm):
    institution = KnownInstitution(_("Held with"))

    class Meta:
        model = Activity
        fields = (
            "title",
            "kind",
            "status",
            "date",
            "ends_on",
            "place",
            "country",
            "institution",
            "description",
            "reported_on",
            "completion_report",
            "classification",
        )
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "completion_report": forms.Textarea(attrs={"rows": 5}),
        }
        help_texts = {"date": DATE_HINT, "ends_on": DATE_HINT, "reported_on": DATE_HINT}

    layout = (
        (_("The activity"), ("title", "kind", "status", "description")),
        (
            _("When and where"),
            ("date", "ends_on", "place", "country", "institution"),
        ),
        (
            _("What came of it"),
            ("reported_on", "completion_report", "classification"),
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = self.instance.institution_id
        field = self.fields["institution"]
        field.queryset = field.choosable(self.by, chosen)
        if chosen and not field.queryset.filter(pk=chosen).exists():
            # One that this writer may not see stays as it is.
            del self.fields["institution"]

    def clean(self):
        cleaned = super().clean()
        held = cleaned.get("status") == Activity.Status.HELD
        refuse_what_is_to_come(self, "reported_on", *(["date"] if held else []))
        return cleaned


class AttendanceForm(SectionedForm):
    women = _number(_("Women"))
    men = _number(_("Men"))
    unstated = _number(_("Sex not stated"))

    class Meta:
        model = Attendance
        fields = ("country", "women", "men", "unstated", "note", "classification")

    layout = (
        (
            _("How many took part"),
            ("country", "women", "men", "unstated", "note", "classification"),
        ),
    )


class ActivityRow(forms.Form):
    """One activity. A row that is left as it came is no row."""

    title = forms.CharField(label=_("Title"), max_length=300, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", "–"), *Activity.Kind.choices], required=False
    )
    status = forms.ChoiceField(
        label=_("Status"), choices=Activity.Status.choices, initial=Activity.Status.HELD
    )
    date = PartialDateFormField(label=_("Date"), required=False)
    ends_on = PartialDateFormField(label=_("Last day"), required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    country = forms.ChoiceField(label=_("Participants from"), required=False)
    women = _number(_("Women"))
    men = _number(_("Men"))
    unstated = _number(_("Sex not stated"))

    def __init__(self, *args, countries, country, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = countries
        self.fields["country"].initial = country

    def clean(self):
        cleaned = super().clean()
        if not self.has_changed():
            return cleaned
        for name, refusal in (
            ("title", _("Give the activity a title.")),
            ("kind", _("Say what kind of activity it was.")),
        ):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, refusal)
        if cleaned.get("status") == Activity.Status.HELD:
            refuse_what_is_to_come(self, "date")
        self._check_dates(cleaned.get("date"), cleaned.get("ends_on"))
        return cleaned

    def _check_dates(self, date, ends_on):
        if ends_on and not date and "date" not in self.errors:
            self.add_error("date", _("Say on which day it began."))
        elif ends_on and date and ends_on.is_before(date):
            self.add_error("ends_on", _("An activity cannot end before it begins."))


_Activities = part_of_rows(
    ActivityRow,
    legend=_("Activities"),
    row=_("Activity"),
    one=_("Add an activity"),
    hint=_(
        "One row for each. Participants are counted here for one country; add those of "
        "other countries on the page of the activity."
    ),
    rows=10,
)


class _MarkingForm(forms.Form):
    classification = forms.TypedChoiceField(label=_("Marking of all"), coerce=int)


class SeveralActivities:
    """Ten activities of a project in one form; behaves like a form of the project."""

    parts = ("activities",)

    def __init__(self, data=None, files=None, *, by, project):
        self.by, self.project = by, project
        self.is_bound = data is not None
        data = with_rows_asked_for(data, self.parts) if self.is_bound else None
        self.marking = _MarkingForm(
            data, initial={"classification": self._marking_above()}
        )
        self.marking.fields["classification"].choices = self._markings()
        partners = [partner.code for partner in project.partners.visible_to(by)]
        rows = {
            "countries": [("", _("Not known")), *country_choices()],
            "country": partners[0] if len(partners) == 1 else "",
        }
        self.activities = _Activities(data, prefix="activities", form_kwargs=rows)

    def _marking_above(self):
        return max(Classification.INTERNAL, self.project.marking)

    def _markings(self):
        reach = range(self.project.marking, self.by.clearance + 1)
        return [choice for choice in Classification.choices if choice[0] in reach]

    @property
    def formsets(self):
        return [self.activities]

    @property
    def asks_for_a_row(self):
        return self.is_bound and asks_for_a_row(self.marking.data, self.parts)

    def __iter__(self):
        yield from self.marking

    def non_field_errors(self):
        return self.marking.non_field_errors()

    def add_error(self, field, error):
        self.marking.add_error(field, error)

    def unchecked(self):
        """Shows what was typed without any complaint."""
        for form in (self.marking, *self.activities.forms):
            unchecked(form)
        self.activities._errors = []
        self.activities._non_form_errors = self.activities.error_class()
        return self

    def is_valid(self):
        valid = all([self.marking.is_valid(), self.activities.is_valid()])
        if valid and not self.activities.kept:
            self.add_error(None, _("Fill in at least one row."))
            return False
        return valid

    @transaction.atomic
    def save(self):
        """Saves every row that was filled in, and returns the project."""
        marking = self.marking.cleaned_data["classification"]
        for row in self.activities.kept:
            row.pop("DELETE", None)
            record_activity(self.project, by=self.by, classification=marking, **row)
        return self.project
