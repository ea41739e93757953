"""Made-up content for /styleguide/, where every component is shown."""

from datetime import timedelta
from types import SimpleNamespace

from django import forms
from django.contrib.messages import ERROR, INFO, SUCCESS, WARNING
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.utils import timezone

from core.widgets import Suggestion


class SampleForm(forms.Form):
    title = forms.CharField(help_text="As it should stand in lists.")
    wording = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    date = forms.CharField(help_text="A year, a month or a day: 1998, 1998-06.")
    kind = forms.ChoiceField(choices=[("", "–"), ("plenary", "Plenary")])
    person = forms.CharField(
        widget=Suggestion("partners:person_suggest"), required=False
    )
    side = forms.ChoiceField(
        choices=[("us", "Raised by us"), ("them", "Raised by the partner")],
        widget=forms.RadioSelect,
        help_text="Either side may raise.",
    )
    topics = forms.MultipleChoiceField(
        choices=[("1", "Rule of law"), ("2", "Freedom of expression")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    public = forms.BooleanField(label="May be told in public", required=False)
    file = forms.FileField(required=False)


class SampleRow(forms.Form):
    person = forms.CharField(
        widget=Suggestion("partners:person_suggest"), required=False
    )
    role = forms.ChoiceField(choices=[("head", "Head"), ("member", "Member")])
    note = forms.CharField(required=False)


class SampleFilter(forms.Form):
    q = forms.CharField(label="Search in this list", required=False)
    status = forms.ChoiceField(choices=[("", "Any"), ("held", "Held")], required=False)
    partner = forms.ChoiceField(choices=[("", "Any")], required=False)
    since = forms.CharField(label="From", required=False)
    until = forms.CharField(label="To", required=False)


def samples():
    """The context of the page."""
    today = timezone.localdate()
    rows = forms.formset_factory(SampleRow, extra=1, can_delete=True)
    formset = rows(
        prefix="people",
        initial=[{"person": "Kari Nordmann", "role": "head"}, {"person": "pk:7"}],
    )
    formset.row_label = "Participant"
    wrong = SampleForm({"title": "", "side": ""}, auto_id="wrong_%s")
    return {
        "form": SampleForm(),
        "wrong": wrong,
        "formset": formset,
        "filters": SimpleNamespace(form=SampleFilter()),
        "chips": [
            {"label": "Status", "value": "Held", "remove_url": "?"},
            {"label": "From", "value": "June 1998", "remove_url": "?"},
        ],
        "files": [{"label": "CSV", "url": "#"}, {"label": "Excel", "url": "#"}],
        "columns": [
            {"label": "Round", "sort_url": "?sort=name", "sorted": ""},
            {"label": "Date", "sort_url": "?sort=date", "sorted": "desc"},
            {"label": "Place", "sort_url": "?sort=place", "sorted": ""},
            {"label": "Status", "sort_url": "", "sorted": ""},
            {"label": "Next step", "sort_url": "", "sorted": ""},
            {"label": "Concerns", "sort_url": "", "sorted": "", "numeric": True},
            {"label": "Marking", "sort_url": "", "sorted": ""},
        ],
        "rows": [_row(*row) for row in _rows(today)],
        "page_obj": Paginator(range(312), 10).page(7),
        "tones": ["neutral", "info", "success", "warning", "danger"],
        "made_up": SimpleNamespace(classification=3, fictional=True, archived_at=None),
        "crumbs": [
            {"label": "Dialogues", "url": "#"},
            {"label": "Indonesia", "url": "#"},
        ],
        "actions": [
            {"label": "History", "url": "#", "icon": "ClockDashed"},
            {"label": "Edit", "url": "#", "icon": "Pencil", "primary": True},
        ],
        "days": [today + timedelta(days=n) for n in (-12, 0, 5, 60)],
        "events": _events(),
        "facts": _facts(),
        "sources": _sources(),
        "entries": _entries(),
        "conflicts": _conflicts(),
        "draft": SimpleNamespace(pk=1, updated_at=timezone.now()),
        "said": [
            Message(level, "The measure is saved.")
            for level in (SUCCESS, INFO, WARNING, ERROR)
        ],
        "options": [
            {"value": "pk:7", "label": "Kari Nordmann", "detail": "Supreme Court"},
            {"value": "pk:8", "label": "Nguyễn Văn A", "detail": "Ministry of Justice"},
        ],
    }


def _rows(today):
    return [
        ("12th round", "2016-06-08", "Jakarta", "Held", "success", None, 14, 2, True),
        ("13th round", "2018", "Oslo", "Held", "success", -12, 9, 1, False),
        ("14th round", "2019-11", "", "Postponed", "warning", 0, None, 3, False),
        ("15th round", "", "Jakarta", "Suspended", "danger", 5, 3, 4, False),
        ("16th round", "2027-03", "Oslo", "Planned", "neutral", 60, 0, 2, False),
    ]


def _row(name, date, place, status, tone, days, concerns, level, made_up):
    due = None if days is None else timezone.localdate() + timedelta(days=days)
    cells = [
        {"label": "Round", "value": name, "url": "#", "kind": "text"},
        {"label": "Date", "value": date, "kind": "date"},
        {"label": "Place", "value": place, "kind": "text"},
        {"label": "Status", "value": status, "kind": "status", "tone": tone},
        {"label": "Next step", "value": due, "kind": "due"},
        {"label": "Concerns", "value": concerns, "kind": "number"},
        {"label": "Marking", "value": level, "kind": "marking"},
    ]
    return {"record": SimpleNamespace(fictional=made_up), "cells": cells}


def _events():
    return [
        {
            "date": "2016-06-08",
            "end": "2016-06-09",
            "title": "12th round in Jakarta",
            "url": "#",
            "text": "Plenary and three working groups. Two measures were agreed.",
            "icon": "Handshake",
            "kind": "Round",
            "tone": "success",
            "record": SimpleNamespace(classification=2, fictional=True),
        },
        {
            "date": "2015-11",
            "title": "Expert seminar on detention",
            "icon": "PersonGroup",
            "kind": "Seminar",
            "status": "Postponed",
            "status_tone": "warning",
        },
        {"date": "2002", "title": "The dialogue begins", "icon": "ChatElipsis"},
    ]


def _facts():
    return [
        {"label": "Since", "value": "2002", "kind": "date"},
        {"label": "Last round", "value": "2018-06-16", "kind": "date", "url": "#"},
        {"label": "Status", "value": "Active", "kind": "status", "tone": "success"},
        {"label": "Level", "value": "Deputy minister"},
        {"label": "Conditions to resume", "value": ""},
        {
            "label": "Aim",
            "value": "Adherence to the treaties that both have ratified.\n\n"
            "Exchange between courts, universities and civil society.",
            "kind": "long",
        },
    ]


def _sources():
    return [
        SimpleNamespace(
            url="https://www.example.org/report",
            citation="Report to Parliament 10 (2014–2015), p. 41",
            field="started",
            field_label="Since",
            value="2002",
            get_confidence_display="Stated by this source",
        ),
        SimpleNamespace(
            url="",
            citation="Note to file, 4 May 2003",
            field="",
            value="",
            get_confidence_display="Inferred",
        ),
    ]


def _entries():
    old = "The delegation asked about access to lawyers in pre-trial detention."
    new = "The delegation asked twice about access to lawyers in police custody."
    return [
        {
            "by": "Kari Nordmann",
            "at": timezone.now(),
            "reason": "Corrected after the debrief",
            "created": False,
            "version": 3,
            "marking": 3,
            "changes": [
                {"label": "Wording", "old": old, "new": new},
                {"label": "Status", "old": "Open", "new": "Answered"},
                {"label": "Reply due", "old": "", "new": "2026-12-01"},
            ],
        },
        {
            "by": "Ola Hansen",
            "at": timezone.now() - timedelta(days=3),
            "reason": "",
            "created": True,
            "version": 1,
            "marking": 2,
            "changes": [],
        },
    ]


def _conflicts():
    return [
        {
            "name": "wording",
            "label": "Wording",
            "theirs": "We asked when the commission will have its budget.",
            "mine": "We asked whether the commission is independent in its budget.",
            "keep": "mine",
            "by": "Ola Hansen",
            "at": timezone.now(),
        },
        {
            "name": "status",
            "label": "Status",
            "theirs": "Answered",
            "mine": "Open",
            "keep": "theirs",
        },
    ]
