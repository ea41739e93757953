"""The records that a row of a file names; a problem of the row when there is none."""

from django.contrib.auth import get_user_model

from core.folding import fold
from dialogues.models import (
    Concern,
    Dialogue,
    Measure,
    Meeting,
    Round,
    Side,
    Topic,
    WorkingGroup,
)
from partners.models import Partner, Person
from partners.record import (
    country_of,
)


def key_of(record):
    """The key under which the record was taken, for the keys of its parts."""
    return record.loaded_as.partition(":")[2]


def partner_of(row, load):
    code = country_of(row, load, "country", required=True)
    partner = Partner.objects.filter(code=code).first()
    if code and not partner:
        row.problem("country", f"{code} is no partner: it is not among the countries")
    row.refuse_if_broken()
    return partner


def partners_of(row, load):
    """Those in the list `countries`, or in `country`; none when it says `multiple`."""
    key = "countries" if "countries" in row.values else "country"
    codes = row.texts(key) if key == "countries" else row.text(key).split(";")
    codes = [code.strip() for code in codes if code.strip() not in ("", "multiple")]
    partners = {
        partner.code: partner for partner in Partner.objects.filter(code__in=codes)
    }
    for code in codes:
        if code not in partners:
            row.problem(key, f"{code} is no partner: it is not among the countries")
    row.refuse_if_broken()
    return [partners[code] for code in codes]


def dialogue_of(row, load):
    """The dialogue that the row names, by its id in a file or its address here."""
    name = row.text("dialogue", required=True)
    dialogue = _dialogue_called(row, load, "dialogue", name)
    row.refuse_if_broken()
    return dialogue


def dialogues_of(row, load):
    """Those in the list `dialogues`, or in `dialogue` with ; between them."""
    key = "dialogues" if "dialogues" in row.values else "dialogue"
    names = row.texts(key) if key == "dialogues" else row.text(key).split(";")
    names = dict.fromkeys(filter(None, map(str.strip, names)))
    found = {name: _dialogue_called(row, load, key, name) for name in names}
    row.refuse_if_broken()
    return found


def _dialogue_called(row, load, key, name):
    if ("dialogue", name) not in load.memo:
        found = load.find(Dialogue, "dialogues", name)
        found = found or Dialogue.objects.filter(slug=name).first()
        load.memo["dialogue", name] = found
    dialogue = load.memo["dialogue", name]
    if name and not dialogue:
        row.problem(key, f"there is no dialogue “{name}”, here or in the record")
    return dialogue


def round_of(row, load, key, dialogue_name, dialogue):
    """The round that the row names by its number, its date or its key."""
    value = row.values.get(key)
    name = row.text(key) if isinstance(value, str) else row.whole(key)
    if not name:
        row.problem(key, "is missing")
        return None
    round_ = load.find(Round, "rounds", f"{dialogue_name}/{name}")
    if not round_ and isinstance(name, int):
        round_ = Round.objects.filter(dialogue=dialogue, ordinal=name).first()
    if not round_:
        row.problem(key, f"{dialogue_name} has no round {name}")
    return round_


def round_if_any(row, load, key, dialogue_name, dialogue):
    """The round that the row names; None when it names none."""
    row.known(key)
    if row.values.get(key) in (None, ""):
        return None
    return round_of(row, load, key, dialogue_name, dialogue)


def group_of(row, load, key, dialogue_name, dialogue):
    """The working group that the row names by its title."""
    title = row.text(key, required=True)
    group = load.find(WorkingGroup, "working_groups", f"{dialogue_name}/{title}")
    group = group or dialogue.working_groups.filter(title=title).first()
    if title and not group:
        row.problem(key, f"{dialogue_name} has no working group “{title}”")
    return group


def side_of(row, load, key, dialogue, required=False):
    """A side, which a row may also name by its country."""
    name = row.text(key)
    if name == load.home:
        return Side.OURS
    if dialogue and name == dialogue.partner.code:
        return Side.PARTNER
    return row.choice(key, Side, required=required)


def user_of(row, key):
    """Whoever signs in with the address that the row gives, or None."""
    address = row.text(key)
    if not address:
        return None
    return get_user_model().objects.filter(email__iexact=address).first()


def say_who_is_missing(row, load, record, key, user):
    """A row with an owner who is not here yet is taken without one, and said so."""
    address = row.text(key)
    if address and not user and load.is_new(record):
        load.note(row, f"nobody signs in as {address}; it is taken without its {key}")


def topic_of(row, load, key):
    name = row.text(key)
    topic = topics_by_name(load).get(fold(name))
    if name and not topic:
        row.problem(key, f"there is no topic “{name}”")
    return topic


def topics_by_name(load):
    """Every code, name and other wording of a topic, folded."""
    if "topics" not in load.memo:
        topics = list(Topic.objects.order_by("-pk"))
        # The later wins: a code over a name, a name over another wording.
        names = [(name, topic) for topic in topics for name in topic.aliases]
        names += [(topic.name_nb, topic) for topic in topics]
        names += [(topic.name_en, topic) for topic in topics]
        names += [(topic.code, topic) for topic in topics]
        load.memo["topics"] = {fold(name): topic for name, topic in names}
    return load.memo["topics"]


def record_called(row, load, key, model, section):
    name = row.text(key)
    found = load.find(model, section, name) if name else None
    if name and not found:
        kind = model._meta.verbose_name
        row.problem(key, f"there is no {kind} with the key “{name}”")
    return found


def person_of(row, load, key):
    return record_called(row, load, key, Person, "people")


def meeting_of(row, load, key):
    return record_called(row, load, key, Meeting, "meetings")


def concern_of(row, load, key):
    return record_called(row, load, key, Concern, "concerns")


def measure_of(row, load, key):
    return record_called(row, load, key, Measure, "measures")
