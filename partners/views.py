from django.http import Http404

from core.access import any_member, requires


@requires(any_member)
def institution_detail(request, **key):
    raise Http404


@requires(any_member)
def institution_edit(request, **key):
    raise Http404


@requires(any_member)
def institution_list(request, **key):
    raise Http404


@requires(any_member)
def institution_new(request, **key):
    raise Http404


@requires(any_member)
def institution_suggest(request, **key):
    raise Http404


@requires(any_member)
def partner_edit(request, **key):
    raise Http404


@requires(any_member)
def person_detail(request, **key):
    raise Http404


@requires(any_member)
def person_edit(request, **key):
    raise Http404


@requires(any_member)
def person_list(request, **key):
    raise Http404


@requires(any_member)
def person_new(request, **key):
    raise Http404


@requires(any_member)
def person_suggest(request, **key):
    raise Http404


@requires(any_member)
def position_edit(request, **key):
    raise Http404


@requires(any_member)
def position_new(request, **key):
    raise Http404
