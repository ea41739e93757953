"""How one asks for projects."""

from django.db.models import Prefetch, Q

from core.folding import FoldedQuerySet
from core.models import RecordQuerySet
from core.partial_dates import between
from dialogues.models import Measure, Topic
from dialogues.models.counting import rows_naming


def keys_on_desk(project, user):
    """The keys of projects with a country on this user's desk, for a subquery.

    `project` is the model, which stands on this module.
    """
    named = project.partners.through.objects
    return named.filter(partner__in=user.desk_partner_ids).values("project")


class ProjectQuerySet(FoldedQuerySet, RecordQuerySet):
    def desk_condition(self, user):
        return Q(pk__in=keys_on_desk(self.model, user))

    def of_partner(self, partner):
        return self.filter(partners=partner)

    def of_dialogue(self, dialogue):
        return self.filter(dialogues=dialogue)

    def about(self, topic):
        """Those on a topic or on one that belongs to it."""
        family = Topic.objects.family_of(topic).order_by()
        named = self.model.topics.through.objects.filter(topic__in=family.values("pk"))
        return self.filter(pk__in=named.values("project"))

    def answering(self, name, row):
        """Those that name this row among their `measures`, `concerns` …"""
        return self.filter(**{name: row})

    def naming_any(self, name, keys):
        """Those that name one of these rows among their `measures`, `findings` …"""
        through = self.model._meta.get_field(name).remote_field.through
        field = self.model._meta.get_field(name).m2m_reverse_field_name()
        named = through.objects.filter(**{f"{field}__in": keys})
        return self.filter(pk__in=named.values("project"))

    def naming_no(self, name, user):
        """Those that name none of the `topics`, `dialogues` … that this user sees."""
        field = self.model._meta.get_field(name)
        seen = field.related_model.objects.visible_to(user).order_by()
        key = field.m2m_reverse_field_name()
        named = field.remote_field.through.objects.filter(
            **{f"{key}__in": seen.values("pk")}
        )
        return self.exclude(pk__in=named.values("project"))

    def agreed_at(self, round_, user):
        """Those that carry out a measure of this round that this user may see."""
        made = Measure.objects.visible_to(user).current().filter(round=round_)
        keys = list(made.order_by().values_list("pk", flat=True))
        return self.naming_any("measures", keys)

    def with_partner_institution(self, institution, user):
        """Those that this institution has a role in, as far as this user may see it."""
        roles = rows_naming(self.model, "roles").visible_to(user).current()
        return self.carried_in(roles.filter(institution=institution))

    def carried_in(self, roles):
        """Those in which institutions have one of these roles."""
        return self.filter(pk__in=roles.order_by().values("project"))

    def within(self, since, until):
        """Those that may have run on some day of a span, whosever they are.

        `since` and `until` are partial dates. Of a project with neither date nobody
        knows anything; it is within no span.
        """
        begun = Q(since="") | between("since", until=until)
        lasted = Q(until="") | between("until", since=since)
        return self.filter(begun, lasted, ~Q(since="", until=""))

    def lacking_report(self, today):
        """As `lacks_report` says of one: over, and nobody has reported."""
        may_last = Q(until="") | between("until", since=today.isoformat())
        over = Q(status__in=self.model.OVER) | Q(status="running") & ~may_last
        return self.filter(over, reported_on="", completion_report="")

    def between_rounds(self, previous, round_, today):
        """Those of the dialogue that may have run between two of its rounds.

        Up to today before a round without a date; none where the days are not known.
        """
        began = previous.ends_on or previous.starts_on
        until = round_.starts_on.latest if round_.starts_on else today
        rows = self.of_dialogue(round_.dialogue_id).ours_to_count()
        if not began:
            return rows.none()
        return rows.within(began.earliest.isoformat(), until.isoformat())

    def with_activities(self, user):
        """Each with `visible_activities`, the oldest first."""
        rows = rows_naming(self.model, "activities").visible_to(user).current()
        rows = rows.order_by("date", "pk")
        return self.prefetch_related(
            Prefetch("activities", rows, to_attr="visible_activities")
        )

    def ours_to_count(self):
        """Without ideas, and without other countries' projects."""
        return self.filter(comparator="").exclude(status=self.model.Status.IDEA)

    def compared(self):
        """Other countries' projects, kept for comparison."""
        return self.exclude(comparator="")

    def with_visible_named(self, user, *names):
        """Each with `visible_<name>` of the rows it names: dialogues, measures …

        Only what this user may see of them.
        """
        rows = self
        for name in names:
            related = self.model._meta.get_field(name).related_model.objects
            rows = rows.prefetch_related(
                Prefetch(name, related.visible_to(user), to_attr=f"visible_{name}")
            )
        return rows

    def with_money(self, user):
        """Each with `visible_budget_lines` and `visible_disbursements`."""
        rows = self
        for name in ("budget_lines", "disbursements"):
            related = self.model._meta.get_field(name).related_model.objects
            seen = related.visible_to(user).current()
            rows = rows.prefetch_related(
                Prefetch(name, seen, to_attr=f"visible_{name}")
            )
        return rows

    def with_institutions(self, user):
        """Each with `visible_roles`, of institutions that this user may see."""
        roles = rows_naming(self.model, "roles").visible_to(user).current()
        roles = roles.with_visible(user, "institution")
        return self.prefetch_related(
            Prefetch("roles", roles, to_attr="visible_roles"),
        )
