"""What the lists of a dialogue show, and their files."""

from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.lists import (
    Column,
    choice_column,
    date_column,
    field_column,
    known,
    marking_column,
    ranked,
    related_columns,
    to_record,
)
from dialogues import tones
from dialogues.models import Concern, Dialogue, FollowUp, Meeting, Minutes, Reply, Round


def _title_column(label):
    return Column("title", label, order=(Lower("title"),), link=to_record)


def _partner_columns(path="partner", **more):
    return [
        *related_columns(path, _("Partner country"), order=(f"{path}__name",), **more),
        _in_file(f"{path}__code", "partner_code"),
    ]


def _dialogue_columns(**more):
    return related_columns(
        "dialogue", _("Dialogue"), order=(Lower("dialogue__title"),), **more
    )


def _topic_columns():
    return [
        *related_columns("topic", _("Topic"), order=("topic__name_en",)),
        _in_file("topic__code", "topic_code"),
    ]


def _status_column(model, toned, name="status", **more):
    return choice_column(
        name,
        more.pop("label", _("Status")),
        kind="status",
        order=(ranked(name, model._meta.get_field(name).choices),),
        tone=lambda row: toned.get(getattr(row, name)),
        **more,
    )


def _in_file(path, name=""):
    return Column(name or path, name or path, value=path, on_screen=False)


def _in_file_only(*names):
    return [_in_file(name) for name in names]


def _number_column(name, label, value="", **more):
    return Column(
        name, label, value=value, order=(value or name,), kind="number", **more
    )


def _dates_of_record():
    return _in_file_only("created_at", "updated_at")


# --- Concerns ---------------------------------------------------------------------


def _quality_in_words(concern):
    quality = concern.last_quality
    return Reply.Quality(quality).label if quality else ""


def _times_raised(concern):
    # SECURITY: nothing is said where nothing is seen; there may be hidden occasions.
    return concern.times_raised or None


def _last_raised(concern):
    return concern.last_raised if concern.times_raised else None


def days_unanswered(concern):
    """For how many days at least no answer has come, or None."""
    since = concern.unanswered_since
    if not since:
        return None
    return max((timezone.localdate() - since.latest).days, 0)


CONCERNS = [
    _title_column(_("Concern")),
    _in_file("reference"),
    *_partner_columns(),
    *_dialogue_columns(on_screen=False),
    *_topic_columns(),
    choice_column(
        "raised_by",
        _("Raised by"),
        order=(ranked("raised_by", Concern.RaisedBy.choices),),
    ),
    *_in_file_only("kind", "scope", "affected_group", "summary"),
    _status_column(Concern, tones.CONCERN_STATUS),
    _status_column(Concern, tones.PRIORITY, "priority", label=_("Priority")),
    Column(
        "times_raised",
        _("Times raised"),
        value=_times_raised,
        order=("times_raised",),
        kind="number",
        on_screen=False,
    ),
    Column(
        "last_raised",
        _("Last raised"),
        value=_last_raised,
        order=(known("last_raised"),),
        kind="date",
        on_screen=False,
    ),
    Column(
        "last_quality",
        _("Last reply"),
        value=_quality_in_words,
        code="last_quality",
        order=(ranked("last_quality", Reply.Quality.choices),),
        kind="status",
        tone=lambda row: tones.REPLY_QUALITY.get(row.last_quality),
    ),
    Column(
        "reply_due",
        _("Reply due"),
        order=("reply_due",),
        kind="due",
        on_screen=False,
    ),
    Column(
        "days_unanswered",
        _("Days unanswered"),
        value=days_unanswered,
        # The longest wait has the earliest beginning.
        order=("-unanswered_since",),
        kind="number",
    ),
    _in_file("unanswered_since"),
    marking_column(),
    *_dates_of_record(),
]


# --- Follow-ups -------------------------------------------------------------------


def _origin(follow_up):
    return follow_up.concern or follow_up.meeting or follow_up.link


def _origin_address(follow_up):
    origin = _origin(follow_up)
    return origin.get_absolute_url() if origin else None


FOLLOW_UPS = [
    _title_column(_("What to do")),
    *_partner_columns(),
    *related_columns("owner", _("Owner"), order=(Lower("owner__name"),), linked=False),
    Column(
        "due",
        _("Due"),
        order=("due",),
        kind="due",
        done=lambda row: not row.is_open,
    ),
    _status_column(FollowUp, tones.FOLLOW_UP_STATUS),
    _status_column(FollowUp, tones.PRIORITY, "priority", label=_("Priority")),
    Column("belongs_to", _("Belongs to"), value=_origin, link=_origin_address),
    *_in_file_only("closed_on", "note", "outcome"),
    _in_file("concern__reference", "concern_reference"),
    _in_file("concern__pk", "concern_id"),
    _in_file("meeting__pk", "meeting_id"),
    _in_file("link__pk", "link_id"),
    marking_column(),
    *_dates_of_record(),
]


# --- Meetings ---------------------------------------------------------------------


def _minutes_in_words(meeting):
    status = meeting.minutes_status
    return Minutes.Status(status).label if status else ""


_MINUTES_TONE = {Minutes.Status.DRAFT: "warning"}

MEETINGS = [
    _title_column(_("Meeting")),
    date_column(Meeting, "date"),
    *_in_file_only("ends_on", "time"),
    choice_column("kind", _("Kind"), order=(ranked("kind", Meeting.Kind.choices),)),
    *_partner_columns(),
    *_dialogue_columns(on_screen=False),
    *related_columns("round", _("Round"), order=("round__ordinal", "round__starts_on")),
    *related_columns("working_group", _("Working group"), on_screen=False),
    *related_columns("network", _("Network"), on_screen=False),
    field_column(Meeting, "city", order=("city",)),
    *_in_file_only("place", "mode", "chair", "access_conditions", "summary"),
    _number_column("participants", _("Participants"), value="people"),
    _number_column("concerns_raised", _("Concerns raised"), value="raised"),
    Column(
        "minutes",
        _("Minutes"),
        value=_minutes_in_words,
        code="minutes_status",
        order=(ranked("minutes_status", Minutes.Status.choices),),
        kind="status",
        tone=lambda row: _MINUTES_TONE.get(row.minutes_status, "success"),
    ),
    marking_column(),
    *_dates_of_record(),
]


# --- Rounds -----------------------------------------------------------------------


def _host_in_words(round_):
    from partners.countries import country_name

    return country_name(round_.host) if round_.host else ""


def _levels_in_words(round_):
    """Ours and theirs, once where they are the same."""
    levels = [round_.get_level_own_display(), round_.get_level_partner_display()]
    return " / ".join(dict.fromkeys(str(level or "–") for level in levels))


ROUNDS = [
    Column(
        "name",
        _("Round"),
        value=str,
        order=(Lower("dialogue__title"), "ordinal", "starts_on"),
        link=to_record,
    ),
    *_in_file_only("ordinal", "partner_ordinal"),
    *_dialogue_columns(),
    *_partner_columns("dialogue__partner", on_screen=False),
    date_column(Round, "starts_on"),
    date_column(
        Round, "ends_on", value=lambda row: row.ends_on or None, code="ends_on"
    ),
    Column("host", _("Host"), value=_host_in_words, code="host", order=("host",)),
    field_column(Round, "city", order=("city",)),
    _in_file("mode"),
    Column(
        "level",
        _("Level"),
        value=_levels_in_words,
        order=(
            ranked("level_own", Round._meta.get_field("level_own").choices),
            ranked("level_partner", Round._meta.get_field("level_partner").choices),
        ),
    ),
    *_in_file_only("level_own", "level_partner"),
    _status_column(Round, tones.ROUND_STATUS),
    *_in_file_only("status_by", "status_why"),
    *_in_file_only("participants_count", "participants_note"),
    _number_column("meetings", _("Meetings"), value="meetings_count"),
    _number_column("open_concerns", _("Open concerns")),
    _number_column("open_follow_ups", _("Open follow-ups")),
    *_in_file_only("summary", "public_summary", "cost", "staff_days"),
    marking_column(),
    *_dates_of_record(),
]


# --- Dialogues --------------------------------------------------------------------

DIALOGUES = [
    _title_column(_("Dialogue")),
    _in_file("partner_title"),
    *_partner_columns(),
    _status_column(Dialogue, tones.DIALOGUE_STATUS),
    *_in_file_only("status_why", "resume_conditions"),
    _in_file("informal_since"),
    date_column(Dialogue, "started"),
    _in_file("ended"),
    _number_column("rounds_held", _("Rounds held")),
    Column("last_round", _("Last round"), order=(known("last_round"),), kind="date"),
    _number_column("open_concerns", _("Open concerns")),
    *_in_file_only("aim", "working_methods", "intensity", "hosting_rule", "note"),
    marking_column(),
    *_dates_of_record(),
]
