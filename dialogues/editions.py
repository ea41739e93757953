"""The editions of minutes: what stood fast before it was corrected."""

from dataclasses import dataclass

from core.models import Classification
from dialogues.models import Minutes


@dataclass(frozen=True)
class Edition:
    """Final minutes as they stood; `since` is when they became final."""

    number: int
    status: str
    since: object
    text: str
    why: str
    marking: int
    url: str


def earlier_editions(minutes, user):
    """Those before the present one that this user may read, the oldest first.

    SECURITY: a lower marking of the present edition does not open an earlier one.
    `minutes` are a row that the user was let through to. One query, two for those
    above Internal.
    """
    if minutes is None or minutes.edition == 1:
        return []
    versions = minutes.history.filter(edition__lt=minutes.edition)
    stood = {}
    for version in versions.exclude(status=Minutes.Status.DRAFT):
        # The newest comes first: its words stood last, the oldest says since when.
        last, _since = stood.get(version.edition, (version, None))
        stood[version.edition] = last, version.history_date
    return [
        _edition(minutes, version, since)
        for _number, (version, since) in sorted(stood.items())
        if _may_read(user, minutes, version.classification)
    ]


def _may_read(user, minutes, marking):
    if marking > user.clearance:
        return False
    if marking <= Classification.INTERNAL or user.reads_all_desks:
        return True
    return minutes.meeting.partner_id in user.desk_partner_ids


def _edition(minutes, version, since):
    return Edition(
        number=version.edition,
        status=version.get_status_display(),
        since=since,
        text=version.text,
        why=version.correction_why,
        marking=max(version.classification, getattr(minutes.meeting, "marking", 0)),
        url=minutes.url_for("edition", version.edition),
    )
