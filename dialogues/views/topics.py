from django.http import Http404

from core.access import any_member, requires


@requires(any_member)
def topic_detail(request, **key):
    raise Http404


@requires(any_member)
def topic_list(request, **key):
    raise Http404
