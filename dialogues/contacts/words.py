"""How pairs of institutions and their contacts are counted in words."""

from collections import Counter

from django.utils.translation import gettext_lazy, ngettext

from dialogues.contacts.pairs import Health

FRESHEST_FIRST = list(Health)
# What counts as being in contact now.
ALIVE = (Health.ACTIVE, Health.GOING_DORMANT)
_WORDS = {
    Health.ACTIVE: gettext_lazy("%d active"),
    Health.GOING_DORMANT: gettext_lazy("%d going dormant"),
    Health.DORMANT: gettext_lazy("%d dormant"),
    Health.NEVER: gettext_lazy("%d without contact"),
    Health.ENDED: gettext_lazy("%d ended"),
}


def states_of(pairs):
    """How many pairs are in which state, the best first."""
    by_health = Counter(pair.health for pair in pairs)
    return [
        {"health": health.value, "words": str(_WORDS[health]) % by_health[health]}
        for health in FRESHEST_FIRST
        if by_health[health]
    ]


def best_of(pairs):
    """The best state among these pairs."""
    return min((pair.health for pair in pairs), key=FRESHEST_FIRST.index)


def last_of(pairs):
    """The last contact of any of these pairs, or None."""
    return max((pair.last for pair in pairs if pair.last), default=None)


def contacts_in_words(times):
    return ngettext("%d contact", "%d contacts", times) % times


def pairs_in_words(pairs):
    return ngettext("%d pair", "%d pairs", len(pairs)) % len(pairs)
