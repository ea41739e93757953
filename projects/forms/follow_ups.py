"""A follow-up of a project: one of its countries, marked no lower than the project."""

from django.utils.translation import gettext_lazy as _

from core.models import Classification
from dialogues.forms.follow_ups import FollowUpForm
from dialogues.permissions import only_one_on_desk


class ProjectFollowUpForm(FollowUpForm):
    def __init__(self, *args, project, **kwargs):
        self.project = project
        countries = list(project.partners.visible_to(kwargs["by"]))
        only = only_one_on_desk(countries, kwargs["by"])
        initial = {"classification": project.marking, "partner": only}
        super().__init__(*args, initial=initial, **kwargs)
        for name in ("meeting", "concern", "link"):
            del self.fields[name]
        partner = self.fields["partner"]
        partner.queryset = partner.queryset.filter(pk__in=[c.pk for c in countries])
        partner.help_text = _("Of the project's countries.")

    def clean_classification(self):
        marking = self.cleaned_data["classification"]
        if marking < self.project.marking:
            self.add_error(
                "classification",
                _("No lower than the project, which is %(marking)s.")
                % {"marking": Classification(self.project.marking).label},
            )
        return marking

    def save(self, commit=True):
        follow_up = super().save(commit)
        # A link of two records: each of them is told by its own history.
        self.project.follow_ups.add(follow_up)
        return follow_up
