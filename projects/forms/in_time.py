"""What the continuity and the timeline of a dialogue's projects are narrowed to.

Plain GET forms. Their choices come from the very rows on the page, so that nothing
which the reader may not see can be chosen.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import Project

NOT_KNOWN = "unknown"
_YEARS = {"min_value": 1000, "max_value": 9999, "required": False}


def _status(**left_out):
    labels = [choice for choice in Project.Status.choices if choice[0] not in left_out]
    choices = [("", _("Any")), *labels, (NOT_KNOWN, _("Not known"))]
    return forms.ChoiceField(label=_("Status"), choices=choices, required=False)


def _choice(label, rows):
    """A choice of one of the rows, by its key."""
    choices = [("", _("All")), *((str(row.pk), str(row)) for row in rows)]
    return forms.ChoiceField(label=label, choices=choices, required=False)


class ContinuityFilterForm(forms.Form):
    status = _status(idea=True)
    since = forms.IntegerField(label=_("Since the year"), **_YEARS)
    until = forms.IntegerField(label=_("Until the year"), **_YEARS)

    field_order = ("group", "status", "since", "until")

    def __init__(self, data, *, projects):
        super().__init__(data)
        groups = {row.pk: row for one in projects for row in one.visible_working_groups}
        rows = sorted(groups.values(), key=str)
        self.fields["group"] = _choice(_("Working group"), rows)
        self.order_fields(self.field_order)

    def years(self, years):
        """Those of the span asked for."""
        asked = self.cleaned_data
        first, last = asked["since"] or 0, asked["until"] or 9999
        return [year for year in years if first <= year <= last]

    @property
    def is_about_projects(self):
        """Whether some of the projects are left out, and not only years."""
        return bool(self.cleaned_data["group"] or self.cleaned_data["status"])

    def holds(self, project):
        asked = self.cleaned_data
        return has_status(project, asked["status"]) and (
            not asked["group"] or _among(asked["group"], project.visible_working_groups)
        )


class TimelineFilterForm(forms.Form):
    status = _status()

    field_order = ("topic", "institution", "status")

    def __init__(self, data, *, projects):
        super().__init__(data)
        topics = {row.pk: row for one in projects for row in one.visible_topics}
        named = {
            role.institution.pk: role.institution
            for one in projects
            for role in one.visible_roles
            if role.institution
        }
        self._topics = topics
        self.fields["topic"] = _choice(_("Topic"), sorted(topics.values(), key=str))
        institutions = sorted(named.values(), key=lambda row: row.name)
        self.fields["institution"] = _choice(_("Institution"), institutions)
        self.order_fields(self.field_order)

    def holds(self, project):
        """A topic finds those below it as well."""
        asked = self.cleaned_data
        topics = {str(row.pk) for row in project.visible_topics}
        topics |= {str(row.parent_id) for row in project.visible_topics}
        places = [role.institution for role in project.visible_roles]
        return (
            has_status(project, asked["status"])
            and (not asked["topic"] or asked["topic"] in topics)
            and (not asked["institution"] or _among(asked["institution"], places))
        )


def has_status(project, asked):
    return not asked or (project.status or NOT_KNOWN) == asked


def _among(key, rows):
    return any(str(row.pk) == key for row in rows if row)
