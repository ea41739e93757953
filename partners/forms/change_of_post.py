"""The form on which somebody changes post, or moves on."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm
from core.models import Classification
from core.partial_dates import PartialDateFormField
from core.widgets import RowOrName
from partners.actions import Post, change_post
from partners.forms.countries import DATE_HINT
from partners.forms.people import in_sections
from partners.models import Institution, Level, Person, Position
from partners.suggestions import describe_institution

Because = Position.LeftBecause


class _Positions(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, position):
        since = position.since or position.as_of
        told = [position.title, position.institution.name, since and since.words]
        return ", ".join(filter(None, told))


class ChangeOfPostForm(RecordForm):
    """Which positions end, and what comes next; both, or one of them.

    E-mail and telephone are the person's own and change with the post. The form
    carries the positions as they were read: when one has been changed, added or ended
    since, it is refused and shows them as they are now.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    ends = _Positions(
        label=_("Which positions end"), queryset=Position.objects.all(), required=False
    )
    until = PartialDateFormField(label=_("Until"), required=False, help_text=DATE_HINT)
    left_because = forms.ChoiceField(
        label=_("Why"),
        choices=[("", _("Nothing said")), *Because.choices],
        required=False,
    )
    left_note = forms.CharField(
        label=_("Note on why it ended"), max_length=300, required=False
    )
    institution = RowOrName(
        queryset=Institution.objects.all(),
        search="partners:institution_suggest",
        describe=describe_institution,
        label=_("Institution"),
        required=False,
        help_text=_(
            "Leave empty for somebody who has moved on. A name that is not known yet "
            "becomes an institution of the person's country."
        ),
    )
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    level = forms.ChoiceField(
        label=_("Level"), choices=[("", _("Not known")), *Level.choices], required=False
    )
    since = PartialDateFormField(
        label=_("Since"),
        required=False,
        help_text=_("Empty: from the day on which the former position ended."),
    )
    classification = forms.TypedChoiceField(
        label=_("Marking of the new position"),
        choices=Classification.choices,
        coerce=int,
        required=False,
    )

    class Meta:
        model = Person
        fields = ("email", "phone")
        help_texts = {"email": _("As they are from now on.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        places = Institution.objects.visible_to(self.by).current()
        self.fields["institution"].queryset = places
        rows = Position.objects.visible_to(self.by).not_ended_by(self.instance)
        self.fields["ends"].queryset = rows.select_related("institution")
        self.held = list(self.fields["ends"].queryset)
        if not self.held:
            for name in ("ends", "until", "left_because", "left_note"):
                del self.fields[name]
        self.fields["classification"].say_optional = False
        one = [row.pk for row in self.held] if len(self.held) == 1 else []
        marking = getattr(self.instance, "marking", self.instance.classification)
        self.initial |= {
            "seen": self._as_they_are(),
            "ends": one,
            "classification": max(marking, Classification.INTERNAL),
        }

    @cached_property
    def changed_data(self):
        """Only what is the person's own can be in conflict with another's text."""
        return [name for name in super().changed_data if name in self._meta.fields]

    @property
    def sections(self):
        left = ("ends", "until", "left_because", "left_note")
        sections = [
            (_("What comes next"), ("institution", "title", "level", "since")),
            (_("With it"), ("classification", "email", "phone")),
        ]
        if self.held:
            sections.insert(0, (_("What ends"), left))
        return in_sections(self, *sections)

    def _as_they_are(self):
        return ",".join(f"{row.pk}:{row.version}" for row in self.held)

    def clean(self):
        cleaned = super().clean()
        self._refuse_what_has_moved(cleaned.get("seen"))
        if not self.errors:
            self._check_the_end(cleaned)
            self._check_what_comes_next(cleaned)
        if not self.errors and not cleaned.get("ends") and not self._next():
            raise ValidationError(
                _("Tick what ends, or name the institution that comes next."),
                code="nothing",
            )
        return cleaned

    def _refuse_what_has_moved(self, seen):
        now = self._as_they_are()
        if not seen or seen == now:
            return
        # The next sending is measured against what is shown now.
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = now
        self._errors.pop("ends", None)
        raise ValidationError(
            _(
                "Somebody has changed the positions of this person while you were "
                "writing. They stand below as they are now: look at them and save "
                "again."
            ),
            code="moved",
        )

    def _check_the_end(self, cleaned):
        ends, until = cleaned.get("ends"), cleaned.get("until")
        if not ends:
            if until or cleaned.get("left_because") or cleaned.get("left_note"):
                self.add_error("ends", _("Tick the position that ended."))
        elif not until:
            self.add_error("until", _("Say when it ended; a year is enough."))
        elif until.earliest > timezone.localdate():
            self.add_error(
                "until", _("That is still to come. Record it when it has happened.")
            )
        else:
            for position in ends:
                self._check_the_days(position, until)

    def _check_the_days(self, position, until):
        for day, refusal in (
            (position.since, _("%(post)s was taken up later than that.")),
            (position.as_of, _("%(post)s is known to have been held after that.")),
        ):
            if day and until.is_before(day):
                self.add_error("until", refusal % {"post": capfirst(str(position))})

    def _check_what_comes_next(self, cleaned):
        place = cleaned.get("institution")
        if not place:
            if cleaned.get("title") or cleaned.get("level") or cleaned.get("since"):
                self.add_error("institution", _("Say at which institution."))
        elif isinstance(place, str) and not self.instance.country:
            self.add_error(
                "institution",
                _("It is not known in which country this is: add the institution."),
            )
        elif cleaned.get("left_because") == Because.DIED:
            self.add_error(
                "left_because", _("Whoever has died takes up no other position.")
            )
        elif any(self._is_the_same(row) for row in self._kept(cleaned)):
            self.add_error("institution", _("This person holds that post already."))

    def _kept(self, cleaned):
        ended = {row.pk for row in cleaned.get("ends") or ()}
        return [row for row in self.held if row.pk not in ended]

    def _is_the_same(self, position):
        now = (position.institution, position.title.casefold())
        cleaned = self.cleaned_data
        return now == (cleaned["institution"], cleaned["title"].casefold())

    def _next(self):
        cleaned = self.cleaned_data
        if not cleaned.get("institution"):
            return None
        names = ("institution", "title", "level", "since")
        marking = cleaned.get("classification") or self.initial["classification"]
        return Post(**{n: cleaned[n] for n in names}, classification=marking)

    @transaction.atomic
    def save(self):
        """Changes the post, and the person where e-mail or telephone changed."""
        person = super().save() if self.changed_data else self.instance
        cleaned, following = self.cleaned_data, self._next()
        because = cleaned.get("left_because", "")
        if following and cleaned.get("ends") and not because:
            because = Because.OTHER_POST
        change_post(
            person,
            by=self.by,
            ends=cleaned.get("ends") or [],
            on=cleaned.get("until", ""),
            because=because,
            note=cleaned.get("left_note", ""),
            next=following,
        )
        return person
