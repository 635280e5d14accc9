"""Print where everything the academy must cover lands."""

from typing import Any

from django.core.management.base import BaseCommand

from academy.checking.coverage import table


class Command(BaseCommand):
    """Print the table of coverage as Markdown."""

    help = "Print docs/coverage.md: each thing the academy must cover, and the page it lands in."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the table."""
        self.stdout.write(table(), ending="")
