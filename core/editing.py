"""How every form of one record is shown, kept as a draft, and saved exactly once."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.forms import unchecked
from core.models import Draft, Record, Stale, Submission
from core.models.drafts import owner_token, submission_key


def typed(request):
    """What the form at this address is filled with, as `(data, files)`.

    On POST what was sent, otherwise the draft that this user left here, if any.
    """
    if request.method == "POST":
        return request.POST, request.FILES
    draft = Draft.objects.at(request.user, request.get_full_path())
    return (draft.typed, None) if draft else (None, None)


def record_form(
    request,
    form,
    *,
    heading,
    back,
    template="core/record_form.html",
    saved=None,
    **context,
):
    """Shows `form`, or saves it and goes to the record (or to `saved(record)`)."""
    if request.method == "POST":
        # A second sending comes first: its own record would make it invalid.
        url = sent_before(request) or (
            form.is_valid() and saved_once(request, form, saved)
        )
        if url:
            return redirect(url)
    elif why := getattr(form, "refusal", ""):
        messages.error(request, why)
        return redirect(back)
    return show_form(request, form, template, heading=heading, back=back, **context)


def saved_once(request, form, saved=None):
    """Saves a valid form in one go and returns where to go on, or None on refusal.

    A second sending of the same form changes nothing and leads to the same place. What
    the form or the database refuses at the last moment is put on the form as an error.
    """
    try:
        with transaction.atomic():
            url = _once(request, form.save, saved)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return None
    except (IntegrityError, Stale) as refusal:
        if sentences := _told_of(form, refusal):
            form.add_error(None, sentences)
            return None
        form.add_error(
            None,
            _(
                "Somebody has just saved something that does not go together with "
                "this. Look at the record and save again."
            ),
        )
        return None
    Draft.objects.filter(user=request.user, path=request.get_full_path()).delete()
    messages.success(request, _("Saved."))
    return url


def _told_of(form, refusal):
    """What the record's own rules say of it, where one is broken; else nothing."""
    record = getattr(form, "instance", None)
    if isinstance(refusal, Stale) or not isinstance(record, Record):
        return []
    try:
        record.validate_constraints()
    except ValidationError as broken:
        return broken.messages
    return []


def _once(request, save, saved):
    submission = _first_sending(request)
    if submission is not None and submission.url:
        return submission.url
    record = save()
    url = saved(record) if saved else record.get_absolute_url()
    if submission is not None:
        submission.url = url
        submission.save()
    return url


def sent_before(request):
    """Where the first sending of this very form led to, or None."""
    mark = Submission.objects.filter(
        key=submission_key(request.POST), user=request.user
    ).first()
    return mark.url if mark else None


def _first_sending(request):
    """The mark of this sending, with an address when it was sent before."""
    key = submission_key(request.POST)
    if key is None:
        return None
    try:
        with transaction.atomic():
            return Submission.objects.create(key=key, user=request.user)
    except IntegrityError:
        return Submission.objects.filter(key=key, user=request.user).first()


def show_form(request, form, template, **context):
    """Renders a form page; a draft is shown as it was left, without complaints."""
    draft = None
    if request.method != "POST":
        draft = Draft.objects.at(request.user, request.get_full_path())
        if draft:
            unchecked(form)
    context |= {
        "form": form,
        "draft": draft,
        "submission": request.POST.get("submission") or uuid.uuid4(),
        "draft_owner": owner_token(request.user),
        "draft_path": request.get_full_path(),
    }
    return render(request, template, context)
