from django.http import Http404

from core.access import any_member, requires


@requires(any_member)
def dialogue_detail(request, **key):
    raise Http404


@requires(any_member)
def dialogue_edit(request, **key):
    raise Http404


@requires(any_member)
def dialogue_new(request, **key):
    raise Http404


@requires(any_member)
def priority_topic_edit(request, **key):
    raise Http404


@requires(any_member)
def priority_topic_new(request, **key):
    raise Http404


@requires(any_member)
def working_group_edit(request, **key):
    raise Http404


@requires(any_member)
def working_group_new(request, **key):
    raise Http404
