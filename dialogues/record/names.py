"""The records that a row of a file names; a problem of the row when there is none."""

from core.folding import fold
from dialogues.models import (
    Concern,
    Dialogue,
    Meeting,
    Round,
    Topic,
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


def dialogue_of(row, load):
    """The dialogue that the row names, by its id in a file or its address here."""
    name = row.text("dialogue", required=True)
    if ("dialogue", name) not in load.memo:
        found = load.find(Dialogue, "dialogues", name)
        found = found or Dialogue.objects.filter(slug=name).first()
        load.memo["dialogue", name] = found
    dialogue = load.memo["dialogue", name]
    if name and not dialogue:
        row.problem("dialogue", f"there is no dialogue “{name}”, here or in the record")
    row.refuse_if_broken()
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


def _named(row, load, key, model, section):
    name = row.text(key)
    found = load.find(model, section, name) if name else None
    if name and not found:
        kind = model._meta.verbose_name
        row.problem(key, f"there is no {kind} with the key “{name}”")
    return found


def person_of(row, load, key):
    return _named(row, load, key, Person, "people")


def meeting_of(row, load, key):
    return _named(row, load, key, Meeting, "meetings")


def concern_of(row, load, key):
    return _named(row, load, key, Concern, "concerns")
