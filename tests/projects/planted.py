"""Files of the grant system with errors planted, for the tests and the bench."""

import csv
import io
import random
from dataclasses import dataclass, field
from decimal import Decimal

SEED = 20260701
HEADER = (
    "Disb. code",
    "Agreement no.",
    "Agreement title",
    "Group no.",
    "Agr. phase",
    "Year",
    "Date",
    "Status of payment",
    "Amount",
    "Agreement period (from)",
    "Agreement period (to)",
    "Recipient",
    "Type of disbursement",
    "Chapter",
    "Recipient country",
    "Agreement signed date",
    "Agreement partner",
    "Impl. institution",
    "Grant mgmt.    Regime code",
    "Agreement description",
    "Currency",
    "Agio",
)
PHASES = ("Agreed", "Completed", "Planned", "Ongoing")
LONG = "x" * 301
MISTAKES = (
    {"Amount": "about 500"},
    {"Amount": ""},
    {"Date": "20121345"},
    {"Date": ""},
    {"Year": "1999"},
    {"Status of payment": "Perhaps"},
    {"Currency": "USD"},
    {"Agreement no.": ""},
    {"Agreement title": LONG},
    {"Agreement no.": "HIDDEN-1"},
    {"Agreement period (from)": "20140101", "Agreement period (to)": "20130101"},
    {"Disb. code": ""},
    {"Disb. code": "D-100001", "Agreement no.": "QZA-00/0000"},  # stands above
)
PASSED_OVER = (
    {"Recipient country": "Asia Regional"},
    {"Recipient country": "China"},  # another desk's
    {"Status of payment": "Cancelled"},
)


@dataclass
class Planted:
    content: bytes = b""
    wrong: list = field(default_factory=list)
    skipped: list = field(default_factory=list)
    numbers: set = field(default_factory=set)  # of the agreements that are taken
    payments: int = 0
    taken: Decimal = Decimal(0)  # in 1000 NOK
    read: Decimal = Decimal(0)


def _norwegian(amount):
    whole, _point, rest = f"{amount:.2f}".partition(".")
    return f"{int(whole):,}".replace(",", "\N{NO-BREAK SPACE}") + f",{rest}"


def payment(number, dice):
    agreement = number // 6
    year = 2004 + agreement % 20
    amount = Decimal(dice.randrange(100, 99_999_999)) / 100
    return amount, {
        "Disb. code": f"D-{100001 + number}",
        "Agreement no.": f"QZA-{agreement // 100:02}/{agreement % 100:04}",
        "Agreement title": f"Cooperation {agreement} on fair trial; part æøå",
        "Group no.": "7",
        "Agr. phase": PHASES[agreement % 4],
        "Year": str(year),
        "Date": f"{year}{1 + number % 12:02}{1 + number % 28:02}",
        "Status of payment": "Paid",
        "Amount": _norwegian(amount),
        "Agreement period (from)": f"{year}0101",
        "Agreement period (to)": f"{year + 2}1231",
        "Recipient": f"Institute {agreement % 7}",
        "Type of disbursement": "Grant",
        "Chapter": "163",
        "Recipient country": ("Indonesia", "IDN", "indonesia")[number % 3],
        "Agreement signed date": f"{year}0101",
        "Agreement partner": f"Institute {agreement % 7}",
        "Impl. institution": f"Institute {agreement % 5}",
        "Grant mgmt.    Regime code": "GMR",
        "Agreement description": f"What cooperation {agreement} is about.",
        "Currency": "NOK",
        "Agio": "0",
    }


def grant_payments(rows, every=40):
    """Rows of payments; each so-manieth is wrong or none of ours."""
    dice = random.Random(SEED)  # noqa: S311
    planted, lines = Planted(), []
    for number in range(rows):
        amount, line = payment(number, dice)
        place, at = divmod(number, every)
        if number and at == every // 2:
            line |= MISTAKES[place % len(MISTAKES)]
            planted.wrong.append(number + 2)
            readable = line["Amount"] not in ("", "about 500")
            planted.read += amount if readable else 0
        elif number and at == 0:
            line |= PASSED_OVER[place % len(PASSED_OVER)]
            planted.skipped.append(number + 2)
            planted.read += amount
        else:
            planted.numbers.add(line["Agreement no."])
            planted.payments += 1
            planted.taken += amount
            planted.read += amount
        lines.append(line)
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADER, delimiter=";")
    writer.writeheader()
    writer.writerows(lines)
    planted.content = text.getvalue().encode("utf-8-sig")
    return planted
