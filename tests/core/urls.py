"""The whole site, and two plain forms to try core.editing with."""

from django.urls import path

from config.urls import urlpatterns as site
from core.access import changeable_or_403, in_one_transaction, requires, writer
from core.editing import record_form, typed
from core.forms import RecordForm
from dialogues.models import Concern, Round


class ConcernForm(RecordForm):
    class Meta:
        model = Concern
        fields = ("dialogue", "title", "summary", "kind", "classification")


class RoundForm(RecordForm):
    class Meta:
        model = Round
        fields = (
            "ordinal",
            "starts_on",
            "city",
            "summary",
            "head_partner",
            "working_groups",
            "classification",
        )


@requires(writer)
@in_one_transaction
def try_new(request):
    form = ConcernForm(*typed(request), by=request.user)
    return record_form(request, form, heading="New", back="/", saved=_history)


@requires(writer)
@in_one_transaction
def try_edit(request, pk):
    concern = changeable_or_403(Concern.objects, request.user, pk=pk)
    form = ConcernForm(*typed(request), by=request.user, instance=concern)
    return record_form(request, form, heading="Edit", back="/", saved=_history)


@requires(writer)
@in_one_transaction
def try_round(request, pk):
    round_ = changeable_or_403(Round.objects, request.user, pk=pk)
    form = RoundForm(*typed(request), by=request.user, instance=round_)
    return record_form(request, form, heading="Edit", back="/", saved=_history)


def _history(record):
    return record.url_for("history")


urlpatterns = [
    path("try/new/", try_new),
    path("try/<int:pk>/edit/", try_edit),
    path("try/rounds/<int:pk>/edit/", try_round),
    *site,
]
