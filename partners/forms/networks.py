"""Forms of a network, a membership and a link."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm
from core.models import User
from partners.forms.countries import DATE_HINT, NOTE, https_first
from partners.forms.known import KnownInstitution, KnownPerson
from partners.models import Link, Membership, Network
from partners.permissions import can_keep_country

WHILE_IT_LASTS = _("Leave empty while it lasts.")


class KeptByForm(RecordForm):
    """A record that one of those who write keeps alive."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kept = User.objects.filter(pk=self.instance.responsible_id).distinct()
        self.fields["responsible"].queryset = User.objects.writers() | kept
        self.fields["responsible"].empty_label = _("Nobody")


class NetworkForm(KeptByForm):
    """A network; a desk puts in and takes out partners of its own only."""

    class Meta:
        model = Network
        fields = (
            "name",
            "other_names",
            "partners",
            "sectors",
            "purpose",
            "status",
            "since",
            "until",
            "members_in_words",
            "size",
            "website",
            "responsible",
            "note",
            "classification",
        )
        widgets = {
            "other_names": forms.Textarea(attrs={"rows": 2}),
            "partners": forms.CheckboxSelectMultiple,
            "sectors": forms.CheckboxSelectMultiple,
            "purpose": forms.Textarea(attrs={"rows": 4}),
            "members_in_words": forms.Textarea(attrs={"rows": 3}),
            "note": NOTE,
        }
        help_texts = {"since": DATE_HINT, "until": WHILE_IT_LASTS}
        formfield_callback = https_first

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if theirs := self._partners_of_others():
            self.fields["partners"].help_text = _(
                "Those of other desks stay in: %(countries)s."
            ) % {"countries": ", ".join(map(str, theirs))}

    def _choosable(self, name, field):
        rows = super()._choosable(name, field)
        return rows.of_desk(self.by) if name == "partners" else rows

    def _partners_of_others(self):
        """Partners in the network that are not this writer's to take out."""
        if not self.instance.pk:
            return []
        rows = self.instance.partners.visible_to(self.by)
        return rows.exclude(pk__in=self.by.desk_partner_ids)

    def clean_partners(self):
        """Nobody gives a network away by taking out the last partner of their own."""
        partners = self.cleaned_data["partners"]
        if (
            not partners
            and self.initial.get("partners")
            and self._hidden.get("partners")
        ):
            raise ValidationError(
                _(
                    "Keep a partner of your own desk in. What belongs to other desks "
                    "alone can be changed by them alone."
                ),
                code="own_desk",
            )
        return partners


class MembershipForm(RecordForm):
    """Somebody in a network: an institution, a person, or a person for one."""

    institution = KnownInstitution(_("Institution"))
    person = KnownPerson(
        _("Person"),
        help_text=_("Somebody who is a member, alone or for the institution."),
    )

    class Meta:
        model = Membership
        fields = (
            "institution",
            "person",
            "role",
            "since",
            "until",
            "note",
            "classification",
        )
        help_texts = {"since": DATE_HINT, "until": WHILE_IT_LASTS}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("institution", "person"):
            if field := self.fields.get(name):
                chosen = getattr(self.instance, f"{name}_id")
                field.queryset = field.choosable(self.by, chosen)

    def clean(self):
        cleaned = super().clean()
        person, institution = cleaned.get("person"), cleaned.get("institution")
        if cleaned.get("until") or not (person or institution):
            return cleaned
        lasting = Membership.objects.visible_to(self.by).current().lasting()
        others = lasting.in_network(self.instance.network).exclude(pk=self.instance.pk)
        if person and others.of_person(person).exists():
            self.add_error("person", _("This person is a member already."))
        elif not person and others.of_institution(institution).by_itself().exists():
            self.add_error("institution", _("This institution is a member already."))
        return cleaned


class LinkForm(KeptByForm):
    """A link, kept by the desk of the country in which its partner is."""

    home_institution = KnownInstitution(
        _("Institution at home"), required=True, side="home"
    )
    partner_institution = KnownInstitution(
        _("Institution in the partner country"), required=True, side="abroad"
    )

    class Meta:
        model = Link
        fields = (
            "home_institution",
            "partner_institution",
            "kind",
            "since",
            "until",
            "led_to",
            "responsible",
            "note",
            "classification",
        )
        widgets = {"led_to": forms.Textarea(attrs={"rows": 4}), "note": NOTE}
        help_texts = {"since": DATE_HINT, "until": WHILE_IT_LASTS}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("home_institution", "partner_institution"):
            field = self.fields[name]
            chosen = getattr(self.instance, f"{name}_id")
            field.queryset = field.choosable(self.by, chosen)

    def clean_partner_institution(self):
        institution = self.cleaned_data["partner_institution"]
        if not can_keep_country(self.by, institution.country):
            raise ValidationError(
                _("Another desk looks after this country. Ask them to record it."),
                code="other_desk",
            )
        return institution

    def clean(self):
        cleaned = super().clean()
        ends = {
            name: cleaned.get(name)
            for name in ("home_institution", "partner_institution", "kind")
        }
        if all(ends.values()) and not cleaned.get("until"):
            lasting = Link.objects.visible_to(self.by).current().lasting()
            if lasting.exclude(pk=self.instance.pk).filter(**ends).exists():
                self.add_error(
                    "kind",
                    _("These two institutions have a link of this kind already."),
                )
        return cleaned
