from django.http import Http404

from core.access import any_member, requires


@requires(any_member)
def follow_up_close(request, **key):
    raise Http404


@requires(any_member)
def follow_up_detail(request, **key):
    raise Http404


@requires(any_member)
def follow_up_edit(request, **key):
    raise Http404


@requires(any_member)
def follow_up_new(request, **key):
    raise Http404
