"""The form of every record: visible choices, marking, version, and conflicts."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet, URLField
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.models import Classification, Document, Source
from core.partial_dates import in_words

HIDDEN = ("version",)


@dataclass(frozen=True)
class Conflict:
    """One field that two people changed: what is saved now, and what was sent."""

    name: str
    label: str
    theirs: str
    mine: str
    keep: str  # "mine" or "theirs": what is chosen beforehand


class RecordForm(forms.ModelForm):
    """A form for one record, for one person.

    `by` is who fills it in: choices hold only rows that they may see, markings only
    those within their clearance. The form carries the version that was read; when
    somebody else has saved since, it is invalid, and `conflicts` says what differs.
    """

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    # The field whose choice can put the record where nothing may be changed.
    place = None

    def __init__(self, data=None, files=None, *, by, **kwargs):
        self.by = by
        self.conflicts = []
        super().__init__(data, files, **kwargs)
        self.initial.setdefault("version", self.instance.version)
        self._hidden = {}
        for name, field in list(self.fields.items()):
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = self._choosable(name, field)
            if self.instance.pk and hasattr(field, "queryset"):
                self._leave_hidden(name, field)
        if marking := self.fields.get("classification"):
            marking.choices = [
                choice for choice in Classification.choices if choice[0] <= by.clearance
            ]
        if self.is_bound and self.instance.pk:
            self._apply_choices()

    def _choosable(self, name, field):
        rows = field.queryset
        if not hasattr(rows, "visible_to"):
            return rows
        rows = rows.visible_to(self.by)
        chosen = self.initial.get(name)
        if not hasattr(rows, "current") or not chosen:
            return rows.current() if hasattr(rows, "current") else rows
        return rows.current() | rows.filter(pk__in=_keys(chosen))

    def _leave_hidden(self, name, field):
        """What was chosen by others and is hidden from this person stays as it is."""
        keys = _keys(self.initial.get(name))
        shown = set(field.queryset.filter(pk__in=keys).values_list("pk", flat=True))
        if keys <= shown:
            return
        if isinstance(field, forms.ModelMultipleChoiceField):
            self._hidden[name] = keys - shown
            self.initial[name] = list(shown)
        else:
            del self.fields[name]

    def _apply_choices(self):
        """Takes the other officer's text where this one chose it."""
        chosen = [
            name
            for name in self.fields
            if self.data.get(f"choose-{self.add_prefix(name)}") == "theirs"
        ]
        if not chosen:
            return
        self.data = self.data.copy()
        for name in chosen:
            value = self[name].field.prepare_value(self.initial.get(name))
            self.data.pop(f"{self.add_prefix(name)}_q", None)
            if isinstance(value, list | tuple):
                self.data.setlist(self.add_prefix(name), [str(v) for v in value])
            else:
                self.data[self.add_prefix(name)] = _as_sent(value)

    def clean(self):
        super().clean()
        if self.instance.pk and self.is_bound:
            self._find_conflicts()
        for name in self._hidden.keys() & self.cleaned_data.keys():
            kept = {row.pk for row in self.cleaned_data[name]} | self._hidden[name]
            rows = self.fields[name].queryset.model.objects
            self.cleaned_data[name] = rows.filter(pk__in=kept)
        return self.cleaned_data

    @property
    def refusal(self):
        """Why the record cannot be changed at all; empty where it can."""
        return self.instance.stands_fast()

    def _post_clean(self):
        before = self.refusal
        # Whoever writes is told of broken rules only what they may know.
        self.instance.updated_by = self.by
        super()._post_clean()
        if why := before or self.refusal:
            beside = self.place if self.place in self.fields and not before else None
            self.add_error(beside, why)

    def _find_conflicts(self):
        sent = self.cleaned_data.get("version")
        stored = self.instance.version
        if sent is None or sent == stored:
            return
        read = self.instance.history.filter(version=sent).first()
        for name in self.changed_data:
            if name in HIDDEN or name not in self.cleaned_data:
                continue
            mine = self.cleaned_data[name]
            untouched = read is not None and _read(read, name) == _comparable(mine)
            self.conflicts.append(
                Conflict(
                    name=self.add_prefix(name),
                    label=capfirst(self[name].label),
                    theirs=self._in_words(name, self.initial.get(name)),
                    mine=self._in_words(name, mine),
                    keep="theirs" if untouched else "mine",
                )
            )
        # The next sending is measured against what is shown now.
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(stored)
        if self.conflicts:
            raise ValidationError(
                _(
                    "%(name)s saved this %(kind)s while you were writing. Choose below "
                    "which text to keep, field by field, and save again."
                ),
                code="conflict",
                params={
                    "name": self.instance.updated_by or _("Somebody"),
                    "kind": self.instance._meta.verbose_name,
                },
            )

    def _in_words(self, name, value):
        field = self.fields[name]
        if isinstance(field, forms.ModelMultipleChoiceField):
            keys = [getattr(row, "pk", row) for row in value or []]
            return ", ".join(str(row) for row in field.queryset.filter(pk__in=keys))
        if isinstance(field, forms.ModelChoiceField):
            key = getattr(value, "pk", value)
            row = field.queryset.filter(pk=key).first() if key else None
            return str(row or "–")
        if isinstance(field, forms.ChoiceField):
            words = {str(key): label for key, label in field.choices}
            return str(words.get(str(value), value or "–"))
        if isinstance(field, forms.BooleanField):
            return str(_("Yes") if value else _("No"))
        return in_words(value) or "–"

    def save(self, commit=True):
        record = self.instance
        if record._state.adding:
            record.created_by = self.by
        return super().save(commit=commit)


def _keys(chosen):
    """The primary keys of what is chosen in a field: one row, several, or none."""
    rows = chosen if isinstance(chosen, list) else [chosen]
    return {getattr(row, "pk", row) for row in rows} - {None, ""}


def _read(version, name):
    """What an entry of the history holds in a field, as `_comparable` gives it."""
    value = getattr(version, name, None)
    if not hasattr(value, "all"):
        return value
    tracked = version.instance_type._meta.get_field(name)
    key = f"{tracked.m2m_reverse_field_name()}_id"
    return {getattr(row, key) for row in value.all()}


def _comparable(value):
    return {row.pk for row in value} if isinstance(value, QuerySet) else value


def _as_sent(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def unchecked(form):
    """Shows a bound form without any complaint, as a draft is shown."""
    if hasattr(form, "unchecked"):
        return form.unchecked()
    form._errors = forms.utils.ErrorDict(renderer=form.renderer)
    form.cleaned_data = {}
    return form


def refuse_what_is_to_come(form, *names):
    """Puts an error at each partial date that can only lie after today."""
    for name in names:
        date = form.cleaned_data.get(name)
        if date and date.earliest > timezone.localdate():
            form.add_error(name, _("This day is still to come."))


class ArchiveForm(forms.Form):
    """Deleting is archiving, with a reason."""

    reason = forms.CharField(
        label=_("Why is it archived?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stays in the history. The record can be brought back."),
    )


class RevertForm(forms.Form):
    # As many characters as an entry of the history has for its reason.
    reason = forms.CharField(
        label=_("Why is this version brought back?"),
        max_length=100,
        help_text=_("Stays in the history."),
    )


def _field_of_source(field, **kwargs):
    if isinstance(field, URLField):
        kwargs["assume_scheme"] = "https"
    return field.formfield(**kwargs)


class SourceForm(forms.ModelForm):
    class Meta:
        model = Source
        fields = ("url", "citation", "field", "value", "confidence")
        formfield_callback = _field_of_source

    def __init__(self, *args, record, by, **kwargs):
        self.record, self.by = record, by
        super().__init__(*args, **kwargs)
        self.fields["field"] = forms.ChoiceField(
            label=self.fields["field"].label,
            help_text=self.fields["field"].help_text,
            required=False,
            choices=[("", _("The record as a whole")), *fields_of(record)],
        )

    def save(self, commit=True):
        self.instance.record = self.record
        self.instance.created_by = self.by
        return super().save(commit)


def fields_of(record):
    """The fields of a record that a person can see, as choices."""
    hidden = {"classification", "version", "loaded_as", "fictional"}
    return [
        (field.name, capfirst(field.verbose_name))
        for field in record._meta.fields
        if field.editable and not field.primary_key and field.name not in hidden
    ]


class DocumentForm(RecordForm):
    class Meta:
        model = Document
        fields = ("title", "file", "classification")

    def __init__(self, *args, record=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.record = record

    def clean_file(self):
        from core.documents import checked

        return checked(self.cleaned_data["file"])

    def save(self, commit=True):
        from core.documents import fingerprint

        file = self.cleaned_data["file"]
        self.instance.record = self.record
        self.instance.original_name = file.name[-200:]
        self.instance.size = file.size
        self.instance.sha256 = fingerprint(file)
        self.instance.created_at = timezone.now()
        return super().save(commit)
