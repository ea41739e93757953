"""One activity as both sides know it: made of a project, or read from a file."""

from dataclasses import dataclass, field
from decimal import Decimal

from projects.iati import standard


@dataclass
class Organisation:
    name: str
    role: str  # one of ours


@dataclass
class Money:
    """A commitment, a payment, or a payment that is planned."""

    date: str
    amount: Decimal
    currency: str
    reference: str = ""
    status: str = standard.PAID
    country: str = ""
    recipient: str = ""
    note: str = ""


@dataclass
class Budget:
    year: int
    amount: Decimal
    currency: str
    purpose: str = ""
    note: str = ""
    country: str = ""


@dataclass
class Value:
    kind: str
    date: str
    value: Decimal | None = None
    in_words: str = ""
    group: str = ""
    evidence: str = ""
    confidence: str = ""


@dataclass
class Found:
    """A result with its indicator and what was measured."""

    level: str
    title: str
    indicator: str = ""
    unit: str = ""
    baseline: Decimal | None = None
    baseline_on: str = ""
    baseline_in_words: str = ""
    values: list = field(default_factory=list)


@dataclass
class Activity:
    number: str  # of the agreement
    title: str
    identifier: str = ""
    summary: str = ""
    status: str = ""
    stopped_why: str = ""
    since: str = ""
    until: str = ""
    countries: list = field(default_factory=list)
    organisations: list = field(default_factory=list)
    sectors: list = field(default_factory=list)  # (code, words)
    commitments: list = field(default_factory=list)
    payments: list = field(default_factory=list)
    budgets: list = field(default_factory=list)
    results: list = field(default_factory=list)
    not_kept: list = field(default_factory=list)  # in the words of whoever reads it
    problems: list = field(default_factory=list)
