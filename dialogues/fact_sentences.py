"""A row of the record in one sentence, for whoever answers to parliament with it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.partial_dates import in_words
from dialogues.models import Concern

_CONCERN_OF = {
    Concern.RaisedBy.OURS: gettext_lazy("Our concern “%(what)s”"),
    Concern.RaisedBy.PARTNER_ABOUT_US: gettext_lazy(
        "The partner’s concern about us “%(what)s”"
    ),
    Concern.RaisedBy.PARTNER_PRIORITY: gettext_lazy(
        "The partner’s own priority “%(what)s”"
    ),
    Concern.RaisedBy.CIVIL_SOCIETY: gettext_lazy(
        "The concern of civil society “%(what)s”"
    ),
}
_RAISED_BY = {
    Concern.RaisedBy.OURS: gettext_lazy("Our side"),
    Concern.RaisedBy.PARTNER_ABOUT_US: gettext_lazy("The partner"),
    Concern.RaisedBy.PARTNER_PRIORITY: gettext_lazy("The partner"),
    Concern.RaisedBy.CIVIL_SOCIETY: gettext_lazy("Civil society"),
}
# What the link beside a row leads to.
GOES_TO = {
    "concern": gettext_lazy("Go to the concern"),
    "raising": gettext_lazy("Go to the concern that was raised"),
    "reply": gettext_lazy("Go to the concern that it answers"),
    "meeting": gettext_lazy("Go to the meeting"),
    "round": gettext_lazy("Go to the round"),
    "measure": gettext_lazy("Go to the measure"),
    "statement": gettext_lazy("Go to the statement"),
}


def sentence_of(row):
    """Kind, occasion, what and who; of a row loaded as `FactUsed.KINDS` says."""
    parts = _PARTS[row.kind_name()](row)
    return f"{', '.join(str(part) for part in parts if part)}."


def _concern(row):
    last = getattr(row, "last_raised", "")
    yield _CONCERN_OF[row.raised_by] % {"what": row.title}
    yield row.reference
    yield _("last raised %(date)s") % {"date": in_words(last)} if last else ""
    yield _("status: %(status)s") % {"status": row.get_status_display().lower()}


def _raising(row):
    who = row.speaker.name if row.speaker else _RAISED_BY[row.concern.raised_by]
    level = f" ({row.get_level_display()})" if row.level else ""
    what = {"who": f"{who}{level}", "what": row.concern.title}
    yield _("%(who)s raised “%(what)s”") % what
    yield in_words(row.date)
    yield _at(row.meeting) if row.meeting else row.get_channel_display()


def _reply(row):
    from_partner = row.raising.concern.raised_by in Concern.FROM_PARTNER
    side = _("Our side") if from_partner else _("The partner")
    answered = {
        "who": row.by.name if row.by else side,
        "what": row.raising.concern.title,
        "how": row.get_quality_display().lower(),
    }
    if row.quality == row.Quality.NONE:
        yield _("No reply to “%(what)s”") % answered
    else:
        yield _("%(who)s replied to “%(what)s” (%(how)s)") % answered
    yield in_words(row.date or row.raising.date)


def _meeting(row):
    yield _("Meeting “%(what)s”") % {"what": row.title}
    yield in_words(row.date)
    yield row.get_kind_display()
    yield row.city


def _round(row):
    yield row
    yield row.dialogue.title if row.dialogue else ""
    yield in_words(row.starts_on)
    yield row.get_status_display().lower()


def _measure(row):
    said = {
        "firmness": row.get_firmness_display(),
        "side": row.get_side_display(),
        "what": row.title,
    }
    yield _("%(firmness)s (%(side)s) “%(what)s”") % said
    yield in_words(row.made_on)


def _statement(row):
    said = {"kind": row.get_kind_display(), "what": row.title}
    yield _("%(kind)s “%(what)s”") % said
    yield in_words(row.date)
    yield row.speaker or row.get_side_display()


def _at(meeting):
    return _("at “%(meeting)s”") % {"meeting": meeting.title}


_PARTS = {
    "concern": _concern,
    "raising": _raising,
    "reply": _reply,
    "meeting": _meeting,
    "round": _round,
    "measure": _measure,
    "statement": _statement,
}
