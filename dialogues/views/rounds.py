from django.http import Http404

from core.access import any_member, requires


@requires(any_member)
def agenda_item_edit(request, **key):
    raise Http404


@requires(any_member)
def agenda_item_new(request, **key):
    raise Http404


@requires(any_member)
def round_detail(request, **key):
    raise Http404


@requires(any_member)
def round_edit(request, **key):
    raise Http404


@requires(any_member)
def round_new(request, **key):
    raise Http404
