"""What was typed and not saved: kept for its owner, and for nobody else."""

import pytest
from django.test import Client

from core.models import AuditEvent, Draft, User
from core.models.drafts import MAX_CHARACTERS, owner_of, owner_token
from dialogues.models import Concern
from tests.factories import make_concern, make_dialogue, make_user

pytestmark = pytest.mark.urls("tests.core.urls")
NEW = "/try/new/"


@pytest.fixture
def officer(cast):
    return cast["officer"]


def _typed(user, path=NEW, **fields):
    typed = {"title": "Half a title", "draft_path": path}
    return typed | {"draft_owner": owner_token(user)} | fields


def _signed_in(user):
    client = Client()
    client.force_login(user)
    return client


class TestKeeping:
    def test_what_was_typed_is_filled_in_again_without_complaints(self, officer):
        client = _signed_in(officer)

        kept = client.post("/drafts/keep/", _typed(officer, summary="And a half"))
        page = client.get(NEW)

        assert kept.status_code == 200
        assert "Draft kept at" in kept.content.decode()
        form = page.context["form"]
        assert form["title"].value() == "Half a title"
        assert form["summary"].value() == "And a half"
        assert not form.errors  # though the dialogue is missing
        assert page.context["draft"].user == officer

    def test_the_last_text_replaces_the_one_before(self, officer):
        client = _signed_in(officer)
        for title in ("One", "Two"):
            client.post("/drafts/keep/", _typed(officer, title=title))

        assert Draft.objects.get().typed["title"] == "Two"

    def test_every_address_has_a_draft_of_its_own(self, officer):
        client = _signed_in(officer)
        for path in (NEW, f"{NEW}?dialogue=1"):
            client.post("/drafts/keep/", _typed(officer, path=path, title=path))

        assert client.get(NEW).context["form"]["title"].value() == NEW

    def test_a_draft_of_an_edit_keeps_the_version_that_was_read(
        self, officer, indonesia
    ):
        concern = make_concern(partner=indonesia, title="As it was")
        client, path = _signed_in(officer), f"/try/{concern.pk}/edit/"
        client.post("/drafts/keep/", _typed(officer, path, title="Mine", version="1"))
        concern.title = "Theirs"
        concern.save()

        form = client.get(path).context["form"]

        assert form["title"].value() == "Mine"
        assert form["version"].value() == "1"
        assert not form.errors

    def test_saving_the_form_ends_its_draft(self, officer, indonesia):
        client = _signed_in(officer)
        data = _typed(officer, kind="concern", classification="2")
        data["dialogue"] = make_dialogue(partner=indonesia).pk
        client.post("/drafts/keep/", data)

        assert client.post(NEW, data).status_code == 302
        assert not Draft.objects.exists()
        assert Concern.objects.filter(title="Half a title").count() == 1

    def test_a_refused_form_leaves_its_draft(self, officer):
        client = _signed_in(officer)
        client.post("/drafts/keep/", _typed(officer))

        assert client.post(NEW, _typed(officer)).status_code == 200
        assert Draft.objects.count() == 1

    def test_an_owner_discards_a_draft(self, officer):
        client = _signed_in(officer)
        client.post("/drafts/keep/", _typed(officer))
        draft = Draft.objects.get()

        assert client.get(f"/drafts/{draft.pk}/discard/").status_code == 405
        assert client.post(f"/drafts/{draft.pk}/discard/").url == NEW
        assert not Draft.objects.exists()

    def test_tokens_of_one_showing_are_not_kept(self, officer):
        _signed_in(officer).post(
            "/drafts/keep/", _typed(officer, csrfmiddlewaretoken="x")
        )

        assert set(Draft.objects.get().typed) == {"title", "draft_path"}

    def test_any_script_survives(self, officer):
        text = "Trần Đức 陈 — “ø” & = % + \n\u202eעברית"
        _signed_in(officer).post("/drafts/keep/", _typed(officer, title=text))

        assert Draft.objects.get().typed["title"] == text

    def test_what_is_too_long_says_so(self, officer, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * MAX_CHARACTERS
        text = "x" * (MAX_CHARACTERS + 1)

        response = _signed_in(officer).post(
            "/drafts/keep/", _typed(officer, summary=text)
        )

        assert response.status_code == 200
        assert "Too long" in response.content.decode()
        assert not Draft.objects.exists()

    @pytest.mark.parametrize("path", ["", "//evil.example/", "https://evil.example/"])
    def test_no_draft_lies_at_a_foreign_address(self, officer, path):
        response = _signed_in(officer).post("/drafts/keep/", _typed(officer, path=path))

        assert response.status_code == 403
        assert not Draft.objects.exists()

    def test_an_address_that_is_too_long_is_not_kept(self, officer):
        path = "/" + "x" * 400

        response = _signed_in(officer).post("/drafts/keep/", _typed(officer, path=path))

        assert response.status_code == 200
        assert not Draft.objects.exists()


class TestNobodyElse:
    @pytest.fixture
    def draft(self, officer):
        return Draft.objects.keep(officer, NEW, Client().get("/").wsgi_request.GET)

    @pytest.mark.parametrize("who", ["lead", "auditor", "administrator"])
    def test_a_draft_shows_to_nobody_else(self, cast, draft, who):
        user = User.objects.get(pk=cast[who].pk)
        user.user_permissions.add(_write_permission())
        page = _signed_in(user).get(NEW)

        assert page.status_code == 200
        assert page.context["draft"] is None

    def test_nobody_else_discards_it(self, cast, draft):
        response = _signed_in(cast["lead"]).post(f"/drafts/{draft.pk}/discard/")

        assert response.status_code == 404
        assert Draft.objects.count() == 1

    def test_a_form_of_somebody_else_is_not_kept(self, cast, officer):
        response = _signed_in(cast["lead"]).post("/drafts/keep/", _typed(officer))

        assert response.status_code == 403
        assert not Draft.objects.exists()


def _write_permission():
    from django.contrib.auth.models import Permission

    return Permission.objects.get(codename="write_record")


class TestSessionEndedMeanwhile:
    def test_what_was_typed_is_shown_again_after_sign_in(self, officer):
        data = _typed(officer, dialogue="", classification="2")

        response = Client().post(NEW, data)

        assert response.status_code == 302
        assert response.url == "/accounts/login/?next=/try/new/"
        page = _signed_in(officer).get(NEW)
        assert page.context["form"]["title"].value() == "Half a title"
        assert not page.context["form"].errors

    def test_the_sign_in_page_says_that_it_is_kept(self, officer):
        page = Client().post(NEW, _typed(officer), follow=True)

        assert "What you typed is kept" in page.content.decode()
        assert "Half a title" not in page.content.decode()

    def test_it_waits_for_its_owner_when_somebody_else_signs_in(self, cast, officer):
        client = Client()
        client.post(NEW, _typed(officer))

        client.force_login(cast["lead"])

        assert client.get(NEW).context["form"]["title"].value() != "Half a title"

    def test_a_time_out_in_the_middle_of_typing_loses_nothing(
        self, officer, time_machine, settings
    ):
        time_machine.move_to("2026-03-02 12:00:00+00:00", tick=False)
        client = _signed_in(officer)
        client.get(NEW)
        time_machine.shift(settings.SESSION_IDLE_SECONDS + 1)

        response = client.post(NEW, _typed(officer))

        assert response.url.startswith("/accounts/login/")
        assert Draft.objects.get().user == officer

    def test_it_is_kept_at_the_address_of_the_form(self, officer):
        data = _typed(officer)
        del data["draft_path"]

        Client().post(f"{NEW}?dialogue=7", data)

        assert Draft.objects.get().path == f"{NEW}?dialogue=7"

    def test_a_forged_mark_keeps_nothing(self, officer):
        token = owner_token(officer)
        forged = ["", "x", token[:-1], f"{token}x", str(officer.pk), "ø" * 100]
        forged.append(token.replace(token[0], "A", 1) + "=")

        for mark in forged:
            response = Client().post(NEW, _typed(officer, draft_owner=mark))
            assert response.status_code == 302
        assert not Draft.objects.exists()

    def test_a_mark_is_good_for_a_week(self, officer, time_machine):
        time_machine.move_to("2026-03-02 12:00:00+00:00", tick=False)
        data = _typed(officer)

        time_machine.shift(7 * 24 * 60 * 60)
        assert owner_of(data["draft_owner"]) == officer.pk
        time_machine.shift(1)
        Client().post(NEW, data)

        assert owner_of(data["draft_owner"]) is None
        assert not Draft.objects.exists()

    def test_who_has_left_leaves_no_drafts(self, db):
        left = make_user(is_active=False)

        Client().post(NEW, _typed(left))

        assert not Draft.objects.exists()

    @pytest.mark.parametrize(
        "path", ["//evil.example/", "https://evil.example/", "javascript:alert(1)"]
    )
    def test_nobody_is_led_off_the_site(self, officer, path):
        response = Client().post(NEW, _typed(officer, path=path))

        assert response.status_code == 302
        assert "evil" not in response.url.replace(NEW, "")
        assert not Draft.objects.exists()

    def test_an_address_of_backslashes_leads_nowhere_else(self, officer):
        client = Client(enforce_csrf_checks=True)
        client.force_login(officer)

        response = client.post(NEW, _typed(officer, path="/\\evil.example/"))

        assert not response.get("Location", "/").startswith(("/\\", "//", "http"))

    def test_a_form_that_is_too_long_still_leads_to_the_sign_in(
        self, officer, settings
    ):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * MAX_CHARACTERS
        text = "x" * (MAX_CHARACTERS + 1)

        response = Client().post(NEW, _typed(officer, summary=text))

        assert response.status_code == 302
        assert not Draft.objects.exists()

    def test_the_sign_in_page_keeps_no_passwords(self, officer):
        data = _typed(officer, login=officer.email, password="a secret of mine")

        Client().post("/accounts/login/", data)

        assert not Draft.objects.exists()


class TestAutosaveWhenSignedOut:
    HTMX = {"HTTP_HX_REQUEST": "true"}

    def test_it_keeps_the_draft_and_says_so_on_the_page(self, officer):
        response = Client().post("/drafts/keep/", _typed(officer), **self.HTMX)

        assert response.status_code == 200
        assert "Your draft is kept; sign in" in response.content.decode()
        assert "HX-Redirect" not in response.headers
        assert Draft.objects.get().path == NEW

    def test_what_it_cannot_keep_leads_to_the_sign_in(self, officer):
        data = _typed(officer, draft_owner="forged")

        response = Client().post("/drafts/keep/", data, **self.HTMX)

        assert response.headers["HX-Redirect"] == "/accounts/login/"
        assert "kept" not in response.content.decode()
        assert not Draft.objects.exists()


class TestSignedInAgainMeanwhile:
    """The form still carries the token from before: Django refuses it."""

    @pytest.fixture
    def client(self, officer):
        client = Client(enforce_csrf_checks=True)
        client.force_login(officer)
        return client

    def test_what_was_typed_is_filled_in(self, client, officer):
        response = client.post(NEW, _typed(officer))

        assert response.url == NEW
        page = client.get(NEW)
        assert page.context["form"]["title"].value() == "Half a title"
        assert "check it and save" in page.content.decode()

    def test_an_autosave_fetches_the_page_with_the_new_token(self, client, officer):
        response = client.post(
            "/drafts/keep/", _typed(officer), headers={"HX-Request": "true"}
        )

        assert response.status_code == 200
        assert response.headers["HX-Redirect"] == NEW
        assert Draft.objects.get().path == NEW

    def test_a_form_of_somebody_else_is_refused(self, client, cast):
        response = client.post(NEW, _typed(cast["lead"]))

        assert response.status_code == 403
        assert not Draft.objects.exists()

    def test_a_form_without_a_mark_is_refused_on_a_readable_page(self, client):
        response = client.post(NEW, {"title": "From elsewhere"})

        assert response.status_code == 403
        assert "<html" in response.content.decode()
        assert not Concern.objects.exists()

    def test_nobody_signed_in_is_refused(self, officer):
        response = Client(enforce_csrf_checks=True).post(NEW, _typed(officer))

        assert response.status_code == 403


def test_keeping_a_draft_is_no_event(officer):
    before = AuditEvent.objects.count()

    client = _signed_in(officer)
    client.post("/drafts/keep/", _typed(officer))

    assert AuditEvent.objects.count() == before + 1  # the sign-in
