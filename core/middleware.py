"""What happens around every request: privacy, time-outs, language, unsent forms."""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.defaults import bad_request

from core.models import Draft
from core.models.drafts import owner_of

_STARTED, _SEEN = "_started", "_seen"
# The time of the last click is written at most this often, in seconds.
_NOTED_EVERY = 60
_FEATURES = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class FitForTheDatabase:
    """Answers what no database can hold, and nobody types, without a failure.

    U+0000 is taken out of what is sent, since PostgreSQL cannot keep it. A number that
    is too large for SQLite is a bad request, where no form has refused it before.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.GET = _without_nulls(request.GET)
        if request.method == "POST":
            request.POST = _without_nulls(request.POST)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if "\0" in request.path_info:
            raise Http404

    def process_exception(self, request, error):
        if isinstance(error, OverflowError):
            return bad_request(request, error)
        return None


def _without_nulls(data):
    sent = data.urlencode()
    return QueryDict(sent.replace("%00", "")) if "%00" in sent else data


class PrivatePages:
    """No page with records stays in a cache, on the way or in the browser."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("Permissions-Policy", _FEATURES)
        return response


class SessionTimeouts:
    """Ends a session that was idle too long, or is too old in any case."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        session, now = request.session, time.time()
        if "_auth_user_id" in session:
            started = session.setdefault(_STARTED, now)
            seen = session.get(_SEEN, now)
            if (
                now - started > settings.SESSION_ABSOLUTE_SECONDS
                or now - seen > settings.SESSION_IDLE_SECONDS
            ):
                session.flush()
            elif _SEEN not in session or now - seen > _NOTED_EVERY:
                session[_SEEN] = now
        return self.get_response(request)


class OwnLanguage:
    """Shows the pages in the language that the user has chosen."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = getattr(request.user, "language", "") or settings.LANGUAGE_CODE
        with translation.override(chosen):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


class KeepWhatWasTyped:
    """Keeps a form that arrives after its session has ended, as a draft of its owner.

    The form carries a signed mark of whose it is. After sign-in it is shown again, to
    that person only.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.user.is_authenticated or request.method != "POST":
            return None
        if not getattr(view, "login_required", True):
            return None
        kept = keep_typed(request)
        if request.htmx:
            # The page must stay as it is: only say what has happened.
            return _signed_out_notice(kept)
        if kept is None:
            return None
        messages.info(
            request,
            _("You had been signed out. What you typed is kept: sign in to go on."),
        )
        return redirect_to_login(kept.path)


def keep_typed(request):
    """Keeps the form in this request as a draft of its owner, or returns None."""
    owner = owner_of(request.POST.get("draft_owner", ""))
    if owner is None:
        return None
    from core.models import User

    user = User.objects.filter(pk=owner, is_active=True).first()
    if user is None:
        return None
    path = request.POST.get("draft_path") or request.get_full_path()
    if not path.startswith("/") or path.startswith("//"):
        return None
    return Draft.objects.keep(user, path, request.POST, request.POST.get("title", ""))


def _signed_out_notice(kept):
    text = (
        _("You have been signed out. Your draft is kept; sign in to go on.")
        if kept
        else _("You have been signed out. Sign in to go on.")
    )
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    if kept is None:
        response.headers["HX-Redirect"] = reverse("account_login")
    return response
