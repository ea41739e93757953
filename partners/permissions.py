"""Who may change what is not decided by the desk of a row alone."""

from core.models import Classification
from partners.models import Partner


def can_keep_country(user, country):
    """Whether records of this country are on their desk.

    The home country, and countries that no desk looks after, are on every desk.
    """
    if not country or country in user.desk_countries:
        return True
    return not Partner.objects.filter(code=country).exists()


def can_protect(user):
    """Whether they may say that a person's name puts that person at risk.

    Whoever does so must still see the record afterwards.
    """
    cleared = user.clearance >= Classification.RESTRICTED
    return cleared and user.has_perm("core.read_names_at_risk")
