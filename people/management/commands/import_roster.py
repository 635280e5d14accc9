"""Import a roster file; the same reading, plan and transaction as HR's screen."""

from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from core.refused import Refused
from people.roster import read_roster
from people.roster_actions import counts, plan_rows
from people.roster_apply import apply_plan
from people.roster_words import column, sentence


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError("write the day as 2026-01-05") from error


class Command(BaseCommand):
    """``import_roster FILE`` imports all or nothing; ``--dry-run`` only says what would change."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Know the file, the day and the trial."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--date", type=_day, help="the day changes hold from (today if not given)")
        parser.add_argument("--dry-run", action="store_true", help="change nothing")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Read, plan, print, apply."""
        path: Path = options["file"]
        try:
            roster = read_roster(path.name, path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except Refused as refused:
            raise CommandError(str(refused.sentence)) from refused
        rows = [(row.number, row.cells) for row in roster.rows]
        plan = plan_rows(rows, options["date"] or timezone.localdate())
        for problem in plan.problems:
            self.stderr.write(f"{problem.row} · {column(problem)} · {sentence(problem)}")
        if plan.problems:
            raise CommandError("Nothing was imported.")
        for name, number in counts(plan).items():
            self.stdout.write(f"{name}: {number}")
        if options["dry_run"]:
            return
        try:
            apply_plan(actor=None, plan=plan, file_name=path.name)
        except Refused as refused:
            raise CommandError(str(refused.sentence)) from refused
