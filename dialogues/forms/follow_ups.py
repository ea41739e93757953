"""Forms of a follow-up: to make it, to change it, to close it."""

from django import forms
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm
from core.models import User
from core.partial_dates import DAY_HINT, DayField
from dialogues.forms.concerns import MeetingChoiceField
from dialogues.models import Concern, FollowUp, Meeting
from dialogues.permissions import countries_of, only_one_on_desk

# Where else than in talks it can come from: named by the address, and kept.
FROM_ELSEWHERE = ("round", "measure", "finding", "question")
SAY_WHAT_CAME_OF_IT = _("Say what came of it, or why it is dropped.")


def renewing(link):
    """What there is to do about a link that sleeps, as the title of a follow-up."""
    title = _("Renew the contact: %(link)s") % {"link": link}
    return Truncator(title).chars(FollowUp._meta.get_field("title").max_length)


class FollowUpForm(RecordForm):
    """`partner` limits what a follow-up can belong to, when the country is known."""

    meeting = MeetingChoiceField(
        label=_("Meeting"), queryset=Meeting.objects.all(), required=False
    )
    due_why = forms.CharField(
        label=_("Why is the due date moved?"),
        max_length=100,
        required=False,
        help_text=_("Only when it is moved. Stays in the history."),
    )

    class Meta:
        model = FollowUp
        fields = (
            "title",
            "partner",
            *FROM_ELSEWHERE,
            "meeting",
            "concern",
            "link",
            "owner",
            "due",
            "due_why",
            "status",
            "outcome",
            "priority",
            "note",
            "classification",
        )
        field_classes = {"due": DayField}
        help_texts = {"due": DAY_HINT}
        widgets = {
            "outcome": forms.Textarea(attrs={"rows": 4}),
            "note": forms.Textarea(attrs={"rows": 4}),
        }

    field_order = Meta.fields

    @property
    def sections(self):
        """Of one that is there already, what it belongs to stands apart."""
        if self.instance._state.adding:
            return []
        origins = (*FROM_ELSEWHERE, "meeting", "concern", "link")
        mine = [field for field in self.visible_fields() if field.name not in origins]
        belongs = [self[name] for name in origins if name in self.fields]
        return [(_("Who does what by when"), mine), (_("What it belongs to"), belongs)]

    def __init__(self, *args, partner=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.moved_why = ""
        if self.instance.pk:
            partner = self.instance.partner
            del self.fields["partner"]
            self._offer_statuses()
        else:
            del self.fields["status"], self.fields["due_why"]
            self.initial.setdefault("owner", self.by.pk)
            self._offer_partners()
        waits = self.instance.status == FollowUp.Status.TO_VERIFY
        if self.instance._state.adding or (self.instance.is_open and not waits):
            del self.fields["outcome"]
        self._offer_origins(partner)
        self._offer_other_origins(partner)
        self._offer_owners()

    def _offer_partners(self):
        field = self.fields["partner"]
        field.queryset = field.queryset.of_desk(self.by)
        field.required = False
        field.say_optional = False
        field.help_text = _("Follows from what it belongs to, where it belongs to one.")

    def _offer_origins(self, partner):
        for name in ("meeting", "concern"):
            rows = self.fields[name].queryset
            rows = rows.filter(partner=partner) if partner else rows.of_desk(self.by)
            self.fields[name].queryset = rows.order_by(*rows.model._meta.ordering)
        if link := self.fields.get("link"):
            rows = link.queryset.with_institutions()
            rows = rows.for_partner(partner) if partner else rows.of_desk(self.by)
            link.queryset = rows.order_by(*rows.model._meta.ordering)

    def _offer_other_origins(self, partner):
        """A new one has those that its address names; later, any can be chosen."""
        for name in FROM_ELSEWHERE:
            chosen = self.initial.get(name)
            if name not in self.fields:
                continue
            if not chosen and self.instance._state.adding:
                del self.fields[name]
                continue
            rows = self.fields[name].queryset
            kept = rows.filter(pk=getattr(chosen, "pk", chosen))
            if not partner:
                rows = rows.of_desk(self.by) | kept
            elif name in ("round", "measure"):
                rows = rows.filter(dialogue__partner=partner)
            else:
                rows = rows.that_concern(partner, self.by) | kept
            self.fields[name].queryset = rows
        if finding := self.fields.get("finding"):
            finding.queryset = finding.queryset.with_visible(self.by, "evaluation")
            finding.label_from_instance = _within_evaluation

    def _offer_owners(self):
        kept = User.objects.filter(pk=self.instance.owner_id).distinct()
        self.fields["owner"].queryset = User.objects.writers() | kept

    def _offer_statuses(self):
        # That somebody should verify it is said by whoever closes it.
        offered = {*FollowUp.STILL_OPEN} - {FollowUp.Status.TO_VERIFY}
        offered.add(self.instance.status)
        self.fields["status"].choices = [
            choice for choice in FollowUp.Status.choices if choice[0] in offered
        ]

    def clean(self):
        # Belongs to this saving and not to the record: no conflict is about it.
        self.moved_why = self.cleaned_data.pop("due_why", "")
        cleaned = super().clean()
        if "due_why" in self.fields and "due" in cleaned:
            self._ask_why_it_moved(cleaned["due"])
        self._settle_partner_elsewhere(cleaned)
        self._settle_partner(cleaned)
        self._settle_outcome(cleaned)
        self._ask_for_a_second_person(cleaned)
        self._ask_whether_the_owner_sees_it(cleaned)
        return cleaned

    def _settle_outcome(self, cleaned):
        """Opened again, it has none any more; the history keeps what there was."""
        status = cleaned.get("status")
        if status in FollowUp.STILL_OPEN:
            self.instance.closed_on = None
            self.instance.forget_verification()
        if status in FollowUp.STILL_OPEN and status != FollowUp.Status.TO_VERIFY:
            self.instance.outcome = cleaned["outcome"] = ""
        elif self.initial.get("outcome") and cleaned.get("outcome") == "":
            self.add_error("outcome", SAY_WHAT_CAME_OF_IT)

    def _ask_for_a_second_person(self, cleaned):
        """A closed one stays as it was verified, or is opened again."""
        if cleaned.get("status") != FollowUp.Status.DONE:
            return
        verified_by = self.instance.verified_by
        high = cleaned.get("priority") == Concern.Priority.HIGH
        if high and not verified_by and "priority" in self.fields:
            self.add_error(
                "priority",
                _(
                    "It was closed by one person alone. Open it again; once it is "
                    "done, a colleague verifies it."
                ),
            )
        if verified_by and cleaned.get("owner") == verified_by:
            self.add_error(
                "owner",
                _(
                    "%(name)s has verified this, so somebody else is its owner. Open "
                    "it again to give it to them."
                )
                % {"name": verified_by},
            )

    def _ask_why_it_moved(self, due):
        unexplained = not self.moved_why and "due_why" not in self.errors
        if unexplained and due != self.initial["due"]:
            self.add_error("due_why", _("Say why the due date is moved."))

    def _settle_partner_elsewhere(self, cleaned):
        """A round or a measure has one country; a finding or a question may have any.

        Where it has several, or none, the writer chooses.
        """
        for name in FROM_ELSEWHERE:
            origin = cleaned.get(name)
            countries = countries_of(origin, self.by) if origin else []
            partner = cleaned.get("partner")
            if self.instance.pk:
                partner = self.instance.partner
            if partner and countries and partner not in countries:
                self.add_error(name, _("This is about another country."))
            elif not partner:
                cleaned["partner"] = only_one_on_desk(countries, self.by)

    def _settle_partner(self, cleaned):
        if "partner" not in self.fields:
            return
        partner = cleaned.get("partner")
        for name in ("meeting", "concern"):
            origin = cleaned.get(name)
            if origin and partner and origin.partner_id != partner.pk:
                self.add_error(name, _("This is about another country."))
            elif origin and not partner:
                partner = cleaned["partner"] = origin.partner
        if link := cleaned.get("link"):
            about = link.find_partner()
            partner = cleaned["partner"] = partner or about
            if about and about != partner:
                self.add_error("link", _("This is about another country."))
        origins = {"partner", "meeting", "concern", "link"}
        if not partner and not origins & self.errors.keys():
            self.add_error("partner", _("Choose the country."))

    def _ask_whether_the_owner_sees_it(self, cleaned):
        owner, marking = cleaned.get("owner"), cleaned.get("classification")
        partner = cleaned.get("partner") or getattr(self.instance, "partner", None)
        if not (owner and marking and partner):
            return
        above = [
            cleaned.get(name)
            for name in ("meeting", "concern", "link", *FROM_ELSEWHERE)
        ]
        marking = max(marking, *(row.marking if row else 0 for row in above))
        if not owner.could_read(marking, partner.pk):
            self.add_error(
                "owner",
                _(
                    "%(name)s may not read this follow-up: it is marked too high for "
                    "their clearance, or belongs to another desk. Choose somebody else."
                )
                % {"name": owner},
            )

    def save(self, commit=True):
        if self.moved_why:
            self.instance._change_reason = self.moved_why
        return super().save(commit)


def _within_evaluation(finding):
    named = f"{finding.evaluation}: {finding}" if finding.evaluation else str(finding)
    return f"{named} – {Truncator(finding.text).chars(60)}"


class FollowUpCloseForm(RecordForm):
    """What has high priority is not closed by one person: a second one verifies it."""

    class Meta:
        model = FollowUp
        fields = ("status", "closed_on", "outcome")
        widgets = {
            "status": forms.RadioSelect,
            "outcome": forms.Textarea(attrs={"rows": 4}),
        }
        field_classes = {"closed_on": DayField}
        help_texts = {"closed_on": DAY_HINT}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [
            (status.value, status.label)
            for status in (FollowUp.Status.DONE, FollowUp.Status.DROPPED)
        ]
        self.fields["closed_on"].required = True
        self.fields["outcome"].required = True
        self.fields["outcome"].error_messages["required"] = SAY_WHAT_CAME_OF_IT
        if self.instance.is_open:
            self.initial["status"] = FollowUp.Status.DONE
            self.initial["closed_on"] = timezone.localdate()
        if self.instance.priority == Concern.Priority.HIGH:
            self.fields["status"].help_text = _(
                "It has high priority: when you say that it is done, a colleague of "
                "the desk verifies it before it is closed."
            )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("status") in FollowUp.Status.values:
            # Whatever was verified, it was not what is said now.
            self.instance.forget_verification()
        if self.instance.waits_for_another(cleaned.get("status")):
            cleaned["status"], cleaned["closed_on"] = FollowUp.Status.TO_VERIFY, None
        return cleaned

    def clean_closed_on(self):
        closed_on = self.cleaned_data["closed_on"]
        if closed_on > timezone.localdate():
            raise forms.ValidationError(_("It cannot be closed in the future."))
        return closed_on


class FollowUpVerifyForm(RecordForm):
    """A second person says that it is done, or sends it back."""

    VERIFIED, SENT_BACK = "verified", "sent_back"

    verdict = forms.ChoiceField(
        label=_("What you found"),
        widget=forms.RadioSelect,
        choices=[
            (VERIFIED, _("It is done")),
            (SENT_BACK, _("It is not done: send it back to the owner")),
        ],
    )
    checked = forms.CharField(
        label=_("What you checked, or what is missing"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Required. Stays in the history."),
        error_messages={"required": _("Say what you checked, or what is missing.")},
    )

    class Meta:
        model = FollowUp
        fields = ()

    def clean(self):
        # They belong to this saving and not to the record: no conflict is about them.
        self.verdict = self.cleaned_data.pop("verdict", "")
        self.checked = self.cleaned_data.pop("checked", "")
        sent = self.cleaned_data.get("version")
        cleaned = super().clean()
        if self.instance.status != FollowUp.Status.TO_VERIFY:
            raise forms.ValidationError(
                _("This does not wait to be verified any more. Look at it again.")
            )
        if sent != self.instance.version:
            raise forms.ValidationError(
                _("Somebody changed this while you were reading. Look at it again.")
            )
        return cleaned

    def save(self, commit=True):
        record = self.instance
        if self.verdict == self.VERIFIED:
            record.status = FollowUp.Status.DONE
            record.closed_on = record.verified_on = timezone.localdate()
            record.verified_by = self.by
        else:
            record.status, record.outcome = FollowUp.Status.IN_PROGRESS, ""
        record._change_reason = self.checked
        return super().save(commit)
