"""Dialogues, their rounds and their working groups."""

from django.utils import timezone
from django.utils.text import slugify

from core.folding import fold
from core.models import Source
from core.record_file import loads
from dialogues.models import (
    AgendaItem,
    Dialogue,
    Meeting,
    PriorityTopic,
    Round,
    Side,
    WorkingGroup,
)
from dialogues.record.names import (
    dialogue_of,
    key_of,
    partner_of,
    round_of,
    side_of,
    topic_of,
    topics_by_name,
)
from partners.models import Level
from partners.record import (
    country_of,
    foreign_ministry,
    institution_of,
    take_person,
    take_position,
)


@loads("dialogues")
def load_dialogue(row, load):
    name = row.text("id", required=True)
    if (lead := row.text("lead_party")) and lead != load.home:
        row.problem("lead_party", f"this file is of {load.home}'s dialogues only")
    slug = row.text("slug") or slugify(name)
    ended = row.date("ended")
    implied = Dialogue.Status.ENDED if ended else Dialogue.Status.ACTIVE
    dialogue = load.take(
        row,
        "dialogues",
        name,
        Dialogue,
        same={"slug": slug},
        partner=partner_of(row, load),
        title=row.text("title", required=True),
        partner_title=row.text("partner_title") or row.text("partner_title_variant"),
        slug=slug,
        informal_since=row.date("informal_since"),
        started=row.date("started"),
        ended=ended,
        status=row.choice("status", Dialogue.Status, default=implied),
        status_why=row.words("status_why", "end_reason"),
        resume_conditions=row.text("resume_conditions"),
        aim=row.text("aim"),
        working_methods=row.words("working_methods"),
        intensity=row.text("intensity"),
        hosting_rule=row.text("hosting_rule"),
        note=row.words("note", "status_note"),
    )
    load.cite_sources(row, dialogue)


@loads("priority_topics")
def load_priority_topic(row, load):
    dialogue, topic = dialogue_of(row, load), topic_of(row, load, "topic")
    name, code = row.text("dialogue"), row.text("topic", required=True)
    row.refuse_if_broken()
    since = row.date("since")
    priority = load.take(
        row,
        "priority_topics",
        row.text("key") or "/".join(filter(None, [name, code, since])),
        PriorityTopic,
        same={"dialogue": dialogue, "topic": topic, "since": since},
        dialogue=dialogue,
        topic=topic,
        since=since,
        until=row.date("until"),
        chosen_by=side_of(row, load, "chosen_by", dialogue),
        why=row.text("why"),
    )
    load.cite_sources(row, priority)


@loads("rounds")
def load_round(row, load):
    dialogue = dialogue_of(row, load)
    ordinal = row.whole("ordinal")
    starts_on = _starts_on(row)
    key = row.text("key") or ordinal or starts_on
    if not key:
        row.problem("ordinal", "give a number, a date (starts_on) or a key")
    same = {"dialogue": dialogue, "ordinal": ordinal}
    if not ordinal:
        same["starts_on"] = starts_on
    heads, heads_note = _heads(row, load, dialogue)
    row.known("start_date", "end_date", "year")
    implied = _held_or_planned(starts_on)
    round_ = load.take(
        row,
        "rounds",
        f"{row.text('dialogue')}/{key}",
        Round,
        same=same,
        dialogue=dialogue,
        ordinal=ordinal,
        partner_ordinal=row.whole("partner_ordinal"),
        starts_on=starts_on,
        ends_on=row.date("ends_on") or row.date("end_date"),
        host=country_of(row, load, "host"),
        city=row.text("city"),
        mode=row.choice("mode", Round.Mode),
        status=row.choice("status", Round.Status, default=implied),
        status_by=row.choice("status_by", Side),
        status_why=row.text("status_why"),
        resume_conditions=row.text("resume_conditions"),
        next_agreed=row.text("next_agreed"),
        level_own=row.choice("level_own", Level),
        level_partner=row.choice("level_partner", Level),
        heads_note=heads_note,
        participants_count=row.whole("participants_count"),
        participants_note=_participants_note(row),
        summary=row.words("summary", "format_note", "note"),
        public_summary=row.text("public_summary"),
        cost=row.number("cost"),
        staff_days=row.number("staff_days"),
        **heads,
    )
    _cite_round(row, load, round_)
    if load.is_from_a_file(round_):
        _topics(row, load, round_)
        _field_visits(row, load, round_)


def _starts_on(row):
    return row.date("starts_on") or row.date("start_date") or row.date("year")


def _held_or_planned(starts_on):
    """A round of the past has been held, and so has one known by its number alone."""
    if starts_on and starts_on.latest >= timezone.localdate():
        return Round.Status.PLANNED
    return Round.Status.HELD


def _participants_note(row):
    note = row.text("participants_note")
    institutions = row.whole("institutions_count_min")
    least = f"at least {institutions} institutions" if institutions else ""
    return "; ".join(filter(None, [note, least]))


def _heads(row, load, dialogue):
    """Who headed and opened on either side: values of the round, and a note."""
    words = {"own": "own side", "partner": "partner"}
    found, notes = {}, [row.text("heads_note")]
    sides = row.row("heads")
    for side, country in (("own", load.home), ("partner", dialogue.partner.code)):
        said = row.text(f"head_{side}")
        named = sides.rows(side) if sides else []
        if said and not named and said not in notes[0]:
            notes.append(f"{words[side]}: {said}")
        for head in named:
            place = f"{_role(head)}_{side}"
            person = _take_head(head, load, country, row)
            if found.setdefault(place, person) != person:
                also = ", ".join(filter(None, [head.text("name"), head.text("title")]))
                notes.append(f"{words[side]}, also {_role(head)}: {also}")
    return found, "\n".join(filter(None, notes))


def _role(head):
    role = head.text("role") or "head"
    if role not in ("head", "opener"):
        head.problem("role", f"“{role}” is none of: head, opener")
        return "head"
    return role


def _take_head(head, load, country, row):
    person = take_person(head, load, country)
    source = row.text("source")
    load.cite(head, person, source)
    institution = institution_of(head, load, "institution", country)
    institution = institution or foreign_ministry(load, country)
    if institution is None:
        if title := head.text("title"):
            load.note(head, f"no foreign ministry of {country} to put “{title}” at")
    elif position := take_position(
        head, load, person, institution, as_of=_starts_on(row)
    ):
        # Whether it lasted is not known; that it was so at this round is.
        when = f"{position.title} ({_starts_on(row) or row.text('dialogue')})"
        if source:
            load.cite_value(head, position, source, "title", when)
    return person


def _cite_round(row, load, round_):
    """The sources' own words, and every value where sources disagree."""
    source = load.cite_sources(row, round_)
    load.cite_value(row, round_, source, "level", row.text("level"))
    load.cite_value(
        row,
        round_,
        source,
        "ordinal",
        row.text("ordinal_basis"),
        confidence=Source.Confidence.INFERRED,
    )
    precision = row.text("date_precision")
    if precision not in ("day", "month", "year"):
        load.cite_value(row, round_, source, "starts_on", precision)
    conflicts = row.rows("conflicts")
    for conflict in conflicts:
        load.cite_value(
            conflict,
            round_,
            conflict.text("source", required=True),
            conflict.text("field", required=True),
            conflict.text("value", required=True),
            citation=conflict.text("note"),
        )
    date_conflict = row.text("date_conflict")
    if not {c.text("field") for c in conflicts} & {"starts_on", "ends_on"}:
        load.cite_value(row, round_, source, "starts_on", date_conflict)
    for wording in row.texts("working_groups"):
        load.cite_value(row, round_, source, "working_groups", wording)


def _topics(row, load, round_):
    for order, wording in enumerate(row.texts("topics"), start=1):
        topic = topics_by_name(load).get(fold(wording))
        if topic is None:
            load.note(row, f"no topic is called “{wording}”; the item has none")
        load.take(
            row,
            "rounds.topics",
            f"{key_of(round_)}/{wording}",
            AgendaItem,
            round=round_,
            order=order,
            topic=topic,
            title=wording,
            discussed=round_.status == Round.Status.HELD or None,
        )


def _field_visits(row, load, round_):
    for visit in row.texts("field_visits"):
        meeting = load.take(
            row,
            "rounds.field_visits",
            f"{key_of(round_)}/{visit}",
            Meeting,
            title=visit,
            kind=Meeting.Kind.FIELD_VISIT,
            partner=round_.dialogue.partner,
            dialogue=round_.dialogue,
            round=round_,
        )
        load.cite(row, meeting, row.text("source"))


@loads("working_groups")
def load_working_group(row, load):
    dialogue = dialogue_of(row, load)
    title = row.text("title", required=True)
    group = load.take(
        row,
        "working_groups",
        f"{row.text('dialogue')}/{title}",
        WorkingGroup,
        same={"dialogue": dialogue, "title": title},
        dialogue=dialogue,
        title=title,
        topic=topic_of(row, load, "topic"),
    )
    load.cite_sources(row, group)
    for met in row.rows("rounds"):
        round_ = round_of(met, load, "ordinal", row.text("dialogue"), dialogue)
        met.refuse_if_broken()
        named, source = met.text("named"), met.text("source") or row.text("source")
        if load.is_from_a_file(round_):
            load.add(round_, "working_groups", group)
        if named and named != title:
            load.cite_value(met, group, source, "title", f"{named} ({round_})")
