"""Pages that belong to the house as a whole."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as plain_csrf_failure
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from core.access import any_member, everyone, ip_of, requires, visible_or_404
from core.middleware import keep_typed
from core.models import AuditEvent, Document, Draft
from core.models.drafts import owner_of


@login_not_required
@requires(everyone)
def healthz(request):
    """Answers whether the application and its database are alive."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@requires(everyone)
def favicon(request):
    """For pages that name no icon of their own, such as the administration's."""
    return redirect(static("img/favicon.svg"))


@login_not_required
@requires(everyone)
def styleguide(request):
    """Every component in every variant; in development only."""
    if not settings.DEBUG:
        raise Http404
    from core.styleguide import samples

    return render(request, "styleguide.html", samples())


@requires(any_member)
def document_open(request, pk):
    """Hands out a file to somebody who may see it and its record, and logs that."""
    document = visible_or_404(Document.objects, request.user, pk=pk)
    AuditEvent.objects.record(
        AuditEvent.Action.DOCUMENT_OPENED,
        by=request.user,
        record=document,
        ip=ip_of(request),
    )
    response = FileResponse(
        document.file.open("rb"),
        as_attachment=True,
        # SECURITY: a name that somebody typed may name a person; downloads folders
        # are searched and synchronised.
        filename=f"document-{document.pk}{document.ending}",
        content_type="application/octet-stream",
    )
    response.headers["Content-Security-Policy"] = "sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@requires(any_member)
def draft_keep(request):
    """Keeps what is being typed; the form sends it every few seconds."""
    path = request.POST.get("draft_path", "")
    owner = owner_of(request.POST.get("draft_owner", ""))
    if owner != request.user.pk or not path.startswith("/") or path.startswith("//"):
        return HttpResponse(_("This form belongs to somebody else."), status=403)
    title = request.POST.get("title", "")
    draft = Draft.objects.keep(request.user, path, request.POST, title)
    if draft is None:
        return HttpResponse(_("Too long to be kept as a draft. Save soon."))
    at = time_format(timezone.localtime(draft.updated_at), "H:i")
    return HttpResponse(_("Draft kept at %(time)s") % {"time": at})


@require_POST
@requires(any_member)
def draft_discard(request, pk):
    draft = get_object_or_404(Draft, pk=pk, user=request.user)
    draft.delete()
    messages.success(request, _("The draft is gone."))
    return redirect("desk:my_desk" if "desk" in request.GET else draft.path)


def csrf_failure(request, reason=""):
    """A form from before the last sign-in: nothing that was typed is lost."""
    kept = None
    if owner_of(request.POST.get("draft_owner", "")) == request.user.pk:
        kept = keep_typed(request)
    if kept is None:
        return plain_csrf_failure(request, reason=reason)
    messages.warning(
        request,
        _(
            "You have signed in again since this form was opened. "
            "What you typed is filled in; check it and save."
        ),
    )
    # Only the page as a whole brings the new token.
    go_to = HttpResponseClientRedirect if request.htmx else redirect
    return go_to(kept.path)
