"""What the pages of dialogues, rounds and topics are made of."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import may_change, writer
from core.models import Document, Source


def around(request, record):
    """What `core/_record_foot.html` takes, and whether the reader may change it."""
    documents = Document.objects.of(record).visible_to(request.user).current()
    return {
        "can_change": may_change(request.user, record),
        "sources": list(Source.objects.of(record)),
        "documents": documents,
    }


def fact(label, value, **more):
    """One pair of `components/facts.html`."""
    return {"label": label, "value": value, **more}


def long_facts(*pairs):
    """Texts over the whole width; those that say nothing are left out."""
    return [fact(label, text, kind="long") for label, text in pairs if text]


def link_to(label, row, **more):
    """A fact that is another record; None when it is not known or not to be seen."""
    if row is None:
        return fact(label, None, **more)
    name = getattr(row, "name", None) or str(row)
    return fact(label, name, url=row.get_absolute_url(), **more)


def edit_action(record):
    """The one thing that is done with most records."""
    return [{"label": _("Edit"), "url": record.url_for("edit"), "icon": "Pencil"}]


def new_url(user, name):
    """Where those who write make a new row of a list; None for others."""
    return reverse(f"dialogues:{name}") if writer(user) else None


def crumb(label, url):
    return {"label": label, "url": url}
