"""Rules about the code itself."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.urls import URLPattern, get_resolver

from core.models import Classification, Record

ROOT = Path(settings.BASE_DIR)
APPS = ("core", "partners", "dialogues", "projects", "desk", "config")
RECORDS = [model for model in apps.get_models() if issubclass(model, Record)]


def _python(*folders):
    return [
        file
        for folder in folders
        for file in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in file.parts
    ]


def _name(file):
    return str(file.relative_to(ROOT))


CODE = _python(*APPS)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
every_template = pytest.mark.parametrize("file", TEMPLATES, ids=_name)
every_file = pytest.mark.parametrize("file", CODE, ids=_name)


# --- Views ------------------------------------------------------------------------

# Views of others, which carry no rule of ours.
OTHERS = {
    "allauth.": "sign-in guards itself; tests/test_signin.py walks through it",
    "django.contrib.admin": "asks for is_staff and a permission in each of its views",
}
# Views that the whole world may open.
FOR_EVERYONE = {
    "favicon": "leads to a picture",
    "healthz": "shows whether the server is alive, and nothing else",
    "styleguide": "exists in development only; has no record",
}


def _views(patterns=None, prefix=""):
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry.callback
        else:
            yield from _views(entry.url_patterns, route)


def _is_of_others(view):
    return any(
        name.startswith(prefix)
        for prefix in OTHERS
        for name in (view.__module__, type(view).__module__)
    )


OURS = [
    (route, view)
    for route, view in _views()
    if not _is_of_others(view) and not route.startswith(("admin/", "accounts/"))
]


def test_the_walk_finds_the_views():
    assert len(OURS) > 100
    assert {view.__module__.split(".")[0] for _route, view in OURS} == {
        "core",
        "partners",
        "dialogues",
        "projects",
        "desk",
    }


@pytest.mark.parametrize(("route", "view"), OURS, ids=[route for route, _v in OURS])
def test_every_view_says_who_may_open_it(route, view):
    assert callable(getattr(view, "rule", None)), f"{route} lacks @requires(…)"
    if view.rule.__name__ == "everyone" or not getattr(view, "login_required", True):
        assert view.__name__ in FOR_EVERYONE


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_not_signed_in_gets_the_sign_in_page(client, db, method):
    for route, view in OURS:
        if view.__name__ in FOR_EVERYONE:
            continue
        path = "/" + re.sub(r"<str:\w+>", "ID", re.sub(r"<\w+:\w+>", "1", route))
        response = getattr(client, method)(path)
        assert response.status_code == 302, path
        assert response.url.startswith("/accounts/login/?next="), path


def test_an_analyst_writes_nothing(signed_in, indonesia):
    client = signed_in("analyst")

    for route, view in OURS:
        if view.rule.__name__ != "writer":
            continue
        path = "/" + re.sub(r"<str:\w+>", "ID", re.sub(r"<\w+:\w+>", "1", route))
        assert client.post(path).status_code in (403, 404, 405), path


# --- Who imports whom -------------------------------------------------------------

MAY_IMPORT = {
    "core": set(),
    "partners": {"core"},
    "dialogues": {"core", "partners"},
    "projects": {"core", "partners", "dialogues"},
    "desk": {"core", "partners", "dialogues", "projects"},
    "config": {"core", "partners", "dialogues", "projects", "desk"},
}
# A file of data names the models of all apps; a command only passes it on.
LOADER = {"core/record_file.py", "core/management/commands/load_record.py"}


def _imports(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


@every_file
def test_imports_go_one_way(file):
    app = file.relative_to(ROOT).parts[0]
    if _name(file) in LOADER | {"core/management/commands/example_users.py"}:
        return

    foreign = set(_imports(file)) & set(MAY_IMPORT) - {app}

    assert foreign <= MAY_IMPORT[app]


# --- Python -----------------------------------------------------------------------


@pytest.mark.parametrize("file", [*CODE, *_python("tools")], ids=_name)
def test_no_file_is_longer_than_one_can_read(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 400


@every_file
def test_nothing_prints(file):
    calls = (n for n in ast.walk(_tree(file)) if isinstance(n, ast.Call))

    assert not any(getattr(call.func, "id", "") in ("print", "eval") for call in calls)


def _tree(file):
    return ast.parse(file.read_text(encoding="utf-8"))


# Where rows are changed past `save`, and why no history is lost by it.
PAST_SAVE = {
    ("core/models/record.py", "update"): "counts the version, inside `save` itself",
}
BULK = ("bulk_create", "bulk_update", "abulk_create", "abulk_update", "aupdate")
RAW = ("raw", "extra", "_raw_delete", "RawSQL")


def _calls_past_save(file):
    for node in ast.walk(_tree(file)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name = node.func.attr
        # Rows are updated by the names of fields, dictionaries by a dictionary.
        if name in (*BULK, *RAW) or (name == "update" and node.keywords):
            yield name, ast.unparse(node.func.value)


@every_file
def test_no_record_is_changed_past_its_history(file):
    found = [
        f"{on}.{name}()"
        for name, on in _calls_past_save(file)
        if (_name(file), name) not in PAST_SAVE
    ]

    assert found == []


# By a key: `pk=…`, or `**{what stands for the row in an address: …}`.
LOOKUPS_BY_KEY = ({"pk"}, {None})


@every_file
def test_no_view_filters_rows_by_itself(file):
    """A condition has a name, on the queryset."""
    if "views" not in file.stem and file.parent.name != "views":
        return
    if _name(file) in ("core/views.py", "core/record_views.py"):
        return  # their lookups are by key, or past the desk's own condition

    found = [
        ast.unparse(node)
        for node in ast.walk(_tree(file))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") in ("filter", "exclude")
        and {keyword.arg for keyword in node.keywords} not in LOOKUPS_BY_KEY
    ]

    assert found == []


# --- Models -----------------------------------------------------------------------


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
class TestEveryRecord:
    def test_it_has_a_history_that_follows_every_list_of_rows(self, model):
        history = model.history.model
        tracked = {field.name for field in history._history_m2m_fields}

        assert {field.name for field in model._meta.many_to_many} == tracked
        kept = {field.name for field in history._meta.get_fields()}
        assert {field.name for field in model._meta.fields} <= kept

    def test_nothing_starts_as_open(self, model):
        default = model._meta.get_field("classification").default

        assert default >= Classification.INTERNAL

    def test_the_path_to_its_desk_leads_to_a_partner(self, model):
        rows = model.objects.none()
        if type(rows).desk_condition is not models.QuerySet and rows.model:
            assert "desk" in rows.desk_condition.__name__
        for path in rows.part_of:
            step = model
            for name in path.split("__"):
                step = step._meta.get_field(name).related_model
            assert issubclass(step, Record), path

    def test_the_default_manager_hides_nothing(self, model):
        assert str(model.objects.all().query) == str(
            model._base_manager.order_by(*model._meta.ordering).query
        )

    def test_its_name_for_addresses_is_no_field(self, model):
        assert callable(model.kind_name)
        names = {field.name for field in model._meta.get_fields()}
        own = set(vars(Record)) - {"Meta", "objects"}
        assert not {name for name in names & own if callable(getattr(Record, name))}


# --- Templates --------------------------------------------------------------------

_COMMENTS = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", re.DOTALL)
FORBIDDEN = {
    "style in place": r"\sstyle\s*=|<style\b",
    "script in place": r"<script(?![^>]*\bsrc=)[^>]*>|javascript:",
    "event handler": r"<[^>]*\son[a-z]+\s*=",
    "htmx that evaluates": r"hx-on\b|hx-vals=[\"']js:|hx-vars",
    "unescaped text": r"\|\s*safe\b|autoescape\s+off",
    "rows past visible_to": r"\.all\b|_set\b|\.objects\b",
    "file from elsewhere": r"(src|href)\s*=\s*[\"']https?://",
}


def _markup(file):
    return _COMMENTS.sub("", file.read_text(encoding="utf-8"))


@every_template
@pytest.mark.parametrize("what", FORBIDDEN)
def test_a_template_holds_none_of_these(file, what):
    assert re.findall(FORBIDDEN[what], _markup(file)) == []


@every_template
def test_a_template_fits_on_a_page(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 140


@every_template
def test_a_component_says_what_it_takes(file):
    if file.parent.name == "components":
        assert file.read_text(encoding="utf-8").startswith("{#")


# Words that are the same in every language, or belong to no language.
NO_WORDS = {"CSV", "PDF", "XLSX", "UN", "ISO", "SDG", "HTML", "ok"}
# Made for developers, and shown to nobody else.
FOR_DEVELOPERS = {"templates/styleguide.html"}
_TRANSLATED = re.compile(r"\{% blocktrans.*?endblocktrans\w* %\}", re.DOTALL)
_TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_SAID = re.compile(
    r"(?:aria-label|title|alt|placeholder)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')"
)


@every_template
def test_every_text_can_be_translated(file):
    if _name(file) in FOR_DEVELOPERS:
        return
    markup = _TAGS.sub(" ", _TRANSLATED.sub(" ", _markup(file)))
    said = [part for parts in _SAID.findall(markup) for part in parts]
    text = " ".join([re.sub(r"<[^>]*>", " ", markup), *said])
    text = re.sub(r"&#?\w+;", " ", text)

    words = set(re.findall(r"[^\W\d_]{2,}", text)) - NO_WORDS

    assert words == set()


# --- Texts of forms and models ----------------------------------------------------

_SHOWN = {"label", "help_text", "verbose_name", "heading", "save_label", "empty_label"}


@every_file
def test_every_label_can_be_translated(file):
    if "commands" in file.parts or file.stem == "styleguide":
        return
    bare = [
        ast.unparse(keyword)
        for node in ast.walk(_tree(file))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in _SHOWN
        and isinstance(keyword.value, ast.Constant)
        and re.search(r"[^\W\d_]{2,}", str(keyword.value.value or ""))
        and keyword.value.value not in (None, True, False)
    ]

    assert bare == []


# --- Journeys ---------------------------------------------------------------------

JOURNEYS = sorted((ROOT / "tests" / "e2e").glob("test_*.py"))
DOES_NOT_WAIT = re.compile(r"\.is_(visible|hidden|checked|enabled|disabled)\(")


@pytest.mark.parametrize("file", JOURNEYS, ids=_name)
def test_no_journey_looks_at_a_page_before_it_is_there(file):
    found = [
        number
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if DOES_NOT_WAIT.search(line)
    ]

    assert found == [], "ask expect(…), which waits for the page"
