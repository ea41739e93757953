from django.http import Http404

from core.access import any_member, requires


@requires(any_member)
def meeting_add(request, **key):
    raise Http404


@requires(any_member)
def meeting_detail(request, **key):
    raise Http404


@requires(any_member)
def meeting_edit(request, **key):
    raise Http404


@requires(any_member)
def meeting_new(request, **key):
    raise Http404


@requires(any_member)
def minutes_edit(request, **key):
    raise Http404


@requires(any_member)
def participation_edit(request, **key):
    raise Http404
