"""Who came to a round: each person once, however many meetings they were at."""

from dialogues.models import Meeting, Participation, Round
from partners.models import Institution, Person

Role, DelegationSide = Participation.Role, Participation.DelegationSide
# Those who are at a meeting and speak for nobody.
APART = {Role.INTERPRETER, Role.OBSERVER}
# What somebody is at one meeting, which does not make them so at the round.
LEADING = {Role.OPENER, Role.HEAD}
_RANK = {role: number for number, role in enumerate(Role)}
_NAMED = (
    ("opener_own", DelegationSide.OURS, Role.OPENER),
    ("head_own", DelegationSide.OURS, Role.HEAD),
    ("opener_partner", DelegationSide.PARTNER, Role.OPENER),
    ("head_partner", DelegationSide.PARTNER, Role.HEAD),
)


class Delegate:
    """One person, or one institution whose people are not named."""

    def __init__(self, who: Person | Institution):
        self.who = who
        self.fictional = who.fictional
        self.titles: list[str] = []
        self.institutions: list[Institution] = []
        self._roles: set[str] = set()
        self._at_the_round: set[str] = set()
        self._led: dict[str, list[Meeting]] = {}
        self._kinds: set[str] = set()
        self._attendance: list[str] = []

    def came(self, participation: Participation) -> None:
        self._roles.add(participation.role)
        self._attendance.append(participation.attendance)
        self._kinds.add(participation.meeting.kind)
        if participation.role in LEADING:
            self._led.setdefault(participation.role, []).append(participation.meeting)
        if participation.title and participation.title not in self.titles:
            self.titles.append(participation.title)
        institution = participation.institution
        if institution not in (None, self.who, *self.institutions):
            self.institutions.append(institution)

    def was(self, role: str) -> None:
        """What the round itself says, without any meeting."""
        self._roles.add(role)
        self._at_the_round.add(role)

    @property
    def is_apart(self) -> bool:
        return self._roles <= APART

    @property
    def only_prepared(self) -> bool:
        """They were at preparatory meetings and nowhere else in the round."""
        return not self._at_the_round and self._kinds == {Meeting.Kind.PREPARATORY}

    @property
    def rank(self) -> tuple[bool, int]:
        """Those whom the round itself names come first."""
        roles = self._at_the_round or self._roles
        return not self._at_the_round, min(_RANK[role] for role in roles)

    @property
    def roles(self) -> list[str]:
        """In words, the highest first; a plain member needs none."""
        told = self._at_the_round | (self._roles - LEADING - {Role.MEMBER})
        return [Role(role).label for role in sorted(told, key=_RANK.get)]

    @property
    def roles_at(self) -> list[tuple[str, list[Meeting]]]:
        """What they were at some meetings only, with these meetings."""
        led = sorted(self._led.keys() - self._at_the_round, key=_RANK.get)
        return [(Role(role).label, self._led[role]) for role in led]

    @property
    def attendance(self) -> str:
        """In words, when they were present at no meeting; otherwise empty."""
        present = Participation.Attendance.PRESENT
        if not self._attendance or present in self._attendance:
            return ""
        return Participation.Attendance(self._attendance[-1]).label


def delegations(round_: Round, participations: list[Participation]) -> list[dict]:
    """Both delegations and the others: `members`, those who `prepared`, those `apart`.

    `participations` are those that the reader may see, with their people loaded; the
    heads and openers of the round are added, as far as they are loaded and not hidden.
    """
    sides: dict[str, dict] = {side: {} for side in DelegationSide.values}
    for row in participations:
        who = row.person or row.institution
        if who is not None:
            _delegate(sides[row.side], who).came(row)
    for name, side, role in _NAMED:
        if person := getattr(round_, name):
            _delegate(sides[side], person).was(role)
    return [_in_order(side, found.values()) for side, found in sides.items() if found]


def _delegate(side: dict, who: Person | Institution) -> Delegate:
    return side.setdefault((type(who), who.pk), Delegate(who))


def _in_order(side: str, delegates) -> dict:
    ordered = sorted(delegates, key=lambda one: one.rank)
    speaking = [one for one in ordered if not one.is_apart]
    return {
        "label": DelegationSide(side).label,
        "members": [one for one in speaking if not one.only_prepared],
        "prepared": [one for one in speaking if one.only_prepared],
        "apart": [one for one in ordered if one.is_apart],
    }
