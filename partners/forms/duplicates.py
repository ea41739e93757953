"""Forms against duplicates: not making one, choosing one, and merging two."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import may_change
from core.widgets import RowOrName
from partners.countries import country_name
from partners.duplicates.alike import COMPARED, in_short, look_alikes
from partners.duplicates.merging import (
    BOTH,
    KEPT,
    MERGED,
    choosable,
    is_long,
    label_of,
    merge,
    preselected,
    refuse_unless_one,
)
from partners.models import CountryField, KeptApart, Person
from partners.suggestions import describe_institution, describe_person

SOMEBODY_ELSE = {
    "person": _("It is somebody else"),
    "institution": _("It is another institution"),
}


class NameThatMayBeKnown(forms.TextInput):
    """A name; below it stand the rows that look like it, also while one types."""

    template_name = "partners/alike_widget.html"
    known = ()
    ticked = False
    kind = "person"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        return context | alike_context(self.known, self.kind, self.ticked)


def alike_context(rows, kind, ticked=False):
    return {
        "rows": [in_short(row) for row in rows],
        "keys": ",".join(str(row.pk) for row in rows),
        "label": SOMEBODY_ELSE[kind],
        "ticked": ticked,
    }


class NotADuplicate:
    """For the form of a person or an institution: asks before it makes a second one.

    A row that looks like another is saved once it is said to be somebody else; the
    pair is then kept apart for good. Rows that the writer may not see play no part.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._alike = []
        field = self.fields["name"]
        kind = self._meta.model.kind_name()
        watched = "#id_name_original, #id_other_names, #id_country"
        widget = NameThatMayBeKnown(
            {
                **field.widget.attrs,
                "data-hx-post": reverse(f"partners:{kind}_alike"),
                "data-hx-trigger": "input changed delay:500ms, "
                f"change delay:100ms from:({watched})",
                "data-hx-params": ",".join((*COMPARED, "pk")),
                "data-hx-vals": json.dumps({"pk": str(self.instance.pk or "")}),
                "data-hx-target": "#id_name_alike",
                "data-hx-sync": "this:replace",
            }
        )
        widget.kind, widget.is_required = kind, field.required
        field.widget = widget

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("name") or not {*COMPARED} & {*self.changed_data}:
            return cleaned
        self._alike = look_alikes(self._as_written(cleaned), self.by)
        said = self.data.get(self.add_prefix("somebody_else"), "").split(",")
        widget = self.fields["name"].widget
        widget.known = self._alike
        widget.ticked = {str(row.pk) for row in self._alike} <= {*said}
        if self._alike and not widget.ticked:
            self.add_error("name", self._question())
        return cleaned

    def _as_written(self, cleaned):
        values = {name: cleaned.get(name) for name in COMPARED if name in cleaned}
        values = {n: v for n, v in values.items() if n in self._meta.fields}
        return self._meta.model(pk=self.instance.pk, **values)

    def _question(self):
        return ValidationError(
            _(
                "On record already, and much like this: %(rows)s. Open it first; if it "
                "is not the same, say so below and save again."
            ),
            code="alike",
            params={"rows": "; ".join(in_short(r)["label"] for r in self._alike)},
        )

    def save(self, commit=True):
        record = super().save(commit)
        for row in self._alike:
            KeptApart.objects.keep(type(record), record.pk, row.pk, by=self.by)
        return record


class OtherRecordForm(forms.Form):
    """Chooses the record with which one is merged."""

    def __init__(self, data=None, files=None, *, record, by):
        super().__init__(data, files)
        self.record, self.by = record, by
        is_person = isinstance(record, Person)
        rows = type(record).objects.visible_to(by).current()
        rows = rows.with_held_positions(by) if is_person else rows
        self.fields["other"] = RowOrName(
            queryset=rows,
            search=f"partners:{record.kind_name()}_suggest",
            describe=describe_person if is_person else describe_institution,
            label=_("The other record of the same"),
        )

    def clean_other(self):
        other = self.cleaned_data["other"]
        if isinstance(other, str):
            raise ValidationError(_("Nobody of that name is on record."))
        if not may_change(self.by, other):
            raise ValidationError(_("Another desk looks after this record. Ask them."))
        refuse_unless_one(self.record, other)
        return other


class MergeForm(forms.Form):
    """Which value stays, for each field in which two records differ."""

    kept_version = forms.IntegerField(widget=forms.HiddenInput)
    merged_version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why are they the same?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stays in the history. Leave out names of people at risk."),
    )

    def __init__(self, data=None, files=None, *, kept, merged, by):
        self.kept, self.merged, self.by = kept, merged, by
        versions = {"kept_version": kept.version, "merged_version": merged.version}
        super().__init__(data, files, initial=versions)
        last = self.fields.pop("reason")
        for field in choosable(type(kept)):
            if self._differs(field) and self._is_known(field):
                self.fields[f"field_{field.name}"] = self._choice(field)
        self.fields["reason"] = last

    def _differs(self, field):
        return getattr(self.kept, field.attname) != getattr(self.merged, field.attname)

    def _is_known(self, field):
        """Whether the user may see what both name in it; else the usual rule holds."""
        if not hasattr(getattr(field.related_model, "objects", None), "visible_to"):
            return True
        keys = {getattr(row, field.attname) for row in (self.kept, self.merged)}
        keys -= {None}
        rows = field.related_model.objects.visible_to(self.by).filter(pk__in=keys)
        return rows.count() == len(keys)

    def _choice(self, field):
        choices = [
            (KEPT, _in_words(field, self.kept)),
            (MERGED, _in_words(field, self.merged)),
        ]
        both = all(getattr(row, field.attname) for row in (self.kept, self.merged))
        if is_long(field) and both:
            choices.append((BOTH, _("Both, one below the other")))
        return forms.ChoiceField(
            label=label_of(field),
            choices=choices,
            initial=preselected(field, self.kept, self.merged),
            widget=forms.RadioSelect,
        )

    def clean(self):
        cleaned = super().clean()
        for name, row in (("kept", self.kept), ("merged", self.merged)):
            if cleaned.get(f"{name}_version") != row.version:
                self.data = self.data.copy()
                for which in (self.kept, self.merged):
                    key = "kept" if which is self.kept else "merged"
                    self.data[f"{key}_version"] = str(which.version)
                raise ValidationError(
                    _(
                        "Somebody has changed one of the two since you opened this "
                        "page. Look at both again, and save once more."
                    ),
                    code="stale",
                )
        refuse_unless_one(self.kept, self.merged)
        return cleaned

    def save(self):
        chosen = {
            name.removeprefix("field_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("field_")
        }
        merge(
            self.kept,
            self.merged,
            by=self.by,
            choices=chosen,
            reason=self.cleaned_data["reason"],
        )
        return self.kept


def _in_words(field, row):
    if isinstance(field, CountryField):
        return country_name(row.country) if row.country else "–"
    if hasattr(row, f"get_{field.name}_display"):
        return getattr(row, f"get_{field.name}_display")() or "–"
    value = getattr(row, field.name)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value) if value not in ("", None) else "–"
