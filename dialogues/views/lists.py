from django.http import Http404

from core.access import any_member, requires


@requires(any_member)
def concern_list(request, **key):
    raise Http404


@requires(any_member)
def dialogue_list(request, **key):
    raise Http404


@requires(any_member)
def follow_up_list(request, **key):
    raise Http404


@requires(any_member)
def meeting_list(request, **key):
    raise Http404


@requires(any_member)
def round_list(request, **key):
    raise Http404
