"""Forms of a follow-up: to make it, to change it, to close it."""

from django import forms
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from core.forms import RecordForm
from core.models import User
from core.partial_dates import DAY_HINT, DayField
from dialogues.forms.concerns import MeetingChoiceField
from dialogues.models import FollowUp, Meeting

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
        if self.instance._state.adding or self.instance.is_open:
            del self.fields["outcome"]
        self._offer_origins(partner)
        self._offer_owners()

    def _offer_partners(self):
        field = self.fields["partner"]
        field.queryset = field.queryset.of_desk(self.by)
        field.required = False
        field.say_optional = False
        field.help_text = _("Follows from the meeting or the concern, if there is one.")

    def _offer_origins(self, partner):
        for name in ("meeting", "concern"):
            rows = self.fields[name].queryset
            rows = rows.filter(partner=partner) if partner else rows.of_desk(self.by)
            self.fields[name].queryset = rows.order_by(*rows.model._meta.ordering)
        if link := self.fields.get("link"):
            rows = link.queryset.with_institutions()
            rows = rows.for_partner(partner) if partner else rows.of_desk(self.by)
            link.queryset = rows.order_by(*rows.model._meta.ordering)

    def _offer_owners(self):
        kept = User.objects.filter(pk=self.instance.owner_id).distinct()
        self.fields["owner"].queryset = User.objects.writers() | kept

    def _offer_statuses(self):
        offered = {*FollowUp.STILL_OPEN, self.instance.status}
        self.fields["status"].choices = [
            choice for choice in FollowUp.Status.choices if choice[0] in offered
        ]

    def clean(self):
        # Belongs to this saving and not to the record: no conflict is about it.
        self.moved_why = self.cleaned_data.pop("due_why", "")
        cleaned = super().clean()
        if "due_why" in self.fields and "due" in cleaned:
            self._ask_why_it_moved(cleaned["due"])
        self._settle_partner(cleaned)
        self._settle_outcome(cleaned)
        self._ask_whether_the_owner_sees_it(cleaned)
        return cleaned

    def _settle_outcome(self, cleaned):
        """Opened again, it has none any more; the history keeps what there was."""
        if cleaned.get("status") in FollowUp.STILL_OPEN:
            self.instance.closed_on = None
            self.instance.outcome = cleaned["outcome"] = ""
        elif self.initial.get("outcome") and cleaned.get("outcome") == "":
            self.add_error("outcome", SAY_WHAT_CAME_OF_IT)

    def _ask_why_it_moved(self, due):
        unexplained = not self.moved_why and "due_why" not in self.errors
        if unexplained and due != self.initial["due"]:
            self.add_error("due_why", _("Say why the due date is moved."))

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
        above = [cleaned.get(name) for name in ("meeting", "concern", "link")]
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


class FollowUpCloseForm(RecordForm):
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

    def clean_closed_on(self):
        closed_on = self.cleaned_data["closed_on"]
        if closed_on > timezone.localdate():
            raise forms.ValidationError(_("It cannot be closed in the future."))
        return closed_on
