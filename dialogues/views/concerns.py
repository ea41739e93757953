from django.http import Http404

from core.access import any_member, requires


@requires(any_member)
def concern_detail(request, **key):
    raise Http404


@requires(any_member)
def concern_edit(request, **key):
    raise Http404


@requires(any_member)
def concern_new(request, **key):
    raise Http404


@requires(any_member)
def raising_edit(request, **key):
    raise Http404


@requires(any_member)
def raising_new(request, **key):
    raise Http404


@requires(any_member)
def reply_edit(request, **key):
    raise Http404


@requires(any_member)
def reply_new(request, **key):
    raise Http404
