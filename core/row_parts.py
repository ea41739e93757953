"""Parts of a page that hold rows: as many as one needs, added and taken away.

`components/formset.html` draws them, with and without JavaScript.
"""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

ROWS_AT_MOST = 200


class Rows(forms.BaseFormSet):
    """The rows of one part, with the words for its page."""

    def _construct_form(self, i, **kwargs):
        # A row that was just asked for was never sent: it begins as an empty one does.
        asked = self.is_bound and f"add-{self.prefix}" in self.data
        sent = f"{self.add_prefix(i)}-"
        if asked and not any(name.startswith(sent) for name in self.data):
            kwargs |= {"data": None, "files": None}
        return super()._construct_form(i, **kwargs)

    @property
    def kept(self):
        """What was filled in, row by row, without what was taken away again."""
        return [
            form.cleaned_data
            for form in self.forms
            if form.has_changed() and not self._should_delete_form(form)
        ]


def part_of_rows(form, *, legend, row, one, rows, hint=""):
    """A formset of `form` for a part called `legend`, with `rows` empty rows.

    `row` is what one of them is called, `one` what the button says that adds one.
    """
    part = forms.formset_factory(
        form,
        formset=Rows,
        extra=rows,
        can_delete=True,
        max_num=ROWS_AT_MOST,
        absolute_max=ROWS_AT_MOST + 50,
        validate_max=True,
    )
    part.legend, part.row_label, part.one, part.hint = legend, row, one, hint
    part.default_error_messages = {
        **part.default_error_messages,
        "missing_management_form": _(
            "This part of the form arrived damaged. Check it and save again."
        ),
        "too_many_forms": ngettext_lazy(
            "At most %(num)d row is taken at once.",
            "At most %(num)d rows are taken at once; add the others afterwards.",
            "num",
        ),
    }
    return part


def with_rows_asked_for(data, names):
    """What was sent, with one row more in each part whose button was pressed."""
    data = data.copy()
    for name in names:
        if f"add-{name}" in data:
            total = data.get(f"{name}-TOTAL_FORMS", "")
            count = int(total) if total.isdecimal() and len(total) < 5 else 0
            data[f"{name}-TOTAL_FORMS"] = str(min(count + 1, ROWS_AT_MOST))
    return data


def asks_for_a_row(data, names):
    """Whether a form was not sent to be saved, but to get another row."""
    return any(f"add-{name}" in data for name in names)
