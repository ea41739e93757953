from django.http import Http404

from core.access import any_member, requires


@requires(any_member)
def country(request, **key):
    raise Http404


@requires(any_member)
def my_desk(request, **key):
    raise Http404
