"""Hand-overs as those who may know of them see them."""

from django.utils import timezone

from desk.handing_over.owned import KINDS, draft_thing, place_thing
from desk.models import HandOverItem
from partners.models import Assignment, Partner


def with_things(hand_overs, reader):
    """The hand-overs, each with `things`: what of them this reader may see.

    Costs a fixed number of queries however many there are.
    """
    hand_overs = list(hand_overs)
    if not hand_overs:
        return []
    items = HandOverItem.objects.filter(hand_over__in=hand_overs)
    items = list(items.select_related("kind").order_by("pk"))
    seen = _seen(items, reader)
    by_hand_over = {}
    for found in seen:
        for item in items:
            thing = found.get((item.kind.natural_key(), item.object_id))
            if thing:
                by_hand_over.setdefault(item.hand_over_id, []).append(thing)
    for hand_over in hand_overs:
        hand_over.things = by_hand_over.get(hand_over.pk, [])
    return hand_overs


def _seen(items, reader):
    """For each kind, what the reader may see of it, by kind and key."""
    today = timezone.localdate()
    readers = [
        (kind.model, lambda rows, kind=kind: kind.seen(rows, reader, today))
        for kind in KINDS
    ]
    own_drafts, desks = reader.drafts.unsent(), Partner.objects.visible_to(reader)
    readers += [
        (
            own_drafts.model,
            lambda rows: [draft_thing(d) for d in rows.filter(pk__in=own_drafts)],
        ),
        (
            Assignment,
            lambda rows: [
                place_thing(place)
                for place in rows.filter(partner__in=desks).select_related("partner")
            ],
        ),
    ]
    for model, read in readers:
        name = (model._meta.app_label, model._meta.model_name)
        keys = [item.object_id for item in items if item.kind.natural_key() == name]
        things = read(model.objects.filter(pk__in=keys))
        yield {(name, thing.record.pk): thing for thing in things}
