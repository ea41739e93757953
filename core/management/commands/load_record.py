"""Takes a record file, such as data/record-norway.json, into the record."""

from django.core.management.base import BaseCommand, CommandError, no_translations

from core.record_file import load_file
from core.record_rows import BrokenFile

_SHOWN = 30


class Command(BaseCommand):
    help = "Load a record file (see docs/record-file.md); rows that are there stay."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what would be taken"
        )

    @no_translations
    def handle(self, *, file, dry_run, **options):
        try:
            report = load_file(file, dry_run=dry_run)
        except BrokenFile as error:
            lines = [str(problem) for problem in error.problems[:_SHOWN]]
            if more := error.problems[_SHOWN:]:
                lines.append(f"and {len(more)} more")
            said = "\n  ".join(["Nothing was loaded:", *lines])
            raise CommandError(said) from None
        for line in as_lines(report):
            self.stdout.write(line)
        if dry_run:
            self.stdout.write("\nDry run: nothing was loaded.")


def as_lines(report):
    """The report as a table, then what was left out and why."""
    width = max([len(name) for name in report.sections] + [7])
    yield f"{'Section':<{width}}  {'taken':>6}  {'already there':>13}  {'skipped':>7}"
    for name, tally in report.sections.items():
        counts = f"{tally.taken:>6}  {tally.there:>13}  {len(tally.skipped):>7}"
        yield f"{name:<{width}}  {counts}"
    yield from _titled("Skipped", _skipped(report))
    yield from _titled("Not taken, since there is no field for it", _not_taken(report))
    yield from _titled("To look at", report.notes)


def _titled(title, lines):
    lines = list(lines)
    if lines:
        yield f"\n{title}"
        yield from (f"  {line}" for line in lines)


def _skipped(report):
    for name, tally in report.sections.items():
        by_reason = {}
        for label, reason in tally.skipped:
            by_reason.setdefault(reason, []).append(label)
        for reason, labels in by_reason.items():
            if labels[0].startswith("row "):
                yield f"{name}: {len(labels)} rows, {reason}"
            else:
                yield f"{name}: {_shortened(labels)}: {reason}"


def _not_taken(report):
    for (name, key), numbers in report.not_taken.items():
        rows = f" (rows: {_shortened(map(str, numbers))})" if numbers else ""
        yield f"{name}: {key}{rows}"


def _shortened(labels):
    labels = list(labels)
    more = len(labels) - 12
    return ", ".join(labels[:12]) + (f" and {more} more" if more > 0 else "")
