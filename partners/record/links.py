"""What binds two institutions of the two countries."""

from core.record_file import loads
from partners.models import Link, LinkKind
from partners.record.countries import country_of, institution_of


@loads("links")
def load_link(row, load):
    home = _institution(row, load, "home", load.home)
    country = country_of(row, load, "country", required=True)
    partner = _institution(row, load, "partner", country)
    kind = _kind(row)
    row.refuse_if_broken()
    key = f"{load.home}/{home.name}/{country}/{partner.name}/{kind.code}"
    ends = {"home_institution": home, "partner_institution": partner, "kind": kind}
    values = {
        "since": row.date("since"),
        "until": row.date("until"),
        "led_to": row.words("led_to"),
        "note": row.words("note"),
    }
    row.refuse_if_broken()
    if not load.find(Link, "links", key) and Link.objects.filter(**ends).exists():
        # Entered by hand, or brought here by a merge: it is left alone.
        row.known("source", "extra_sources", "classification")
        load.report.of("links").there += 1
        return
    link = load.take(row, "links", key, Link, **ends, **values)
    load.cite_sources(row, link)


def _institution(row, load, key, country):
    row.text(key, required=True)
    return institution_of(row, load, key, country)


def _kind(row):
    code = row.text("kind", required=True)
    kind = LinkKind.objects.filter(code=code).first()
    if code and not kind:
        row.problem("kind", f"there is no kind of link “{code}”")
    return kind
