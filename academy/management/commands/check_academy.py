"""Check the academy's language, terms, structure, links and questions."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from academy.checking.academy import findings


class Command(BaseCommand):
    """Say in one line each what is to be mended in the academy's files; silent when all is well."""

    help = "Check the ready-made academy; one line per finding, exit code 1 when there is any."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the findings in English, like every message of the build."""
        with translation.override("en"):
            lines = [str(finding) for finding in findings()]
        for line in lines:
            self.stdout.write(line)
        if lines:
            raise CommandError(f"{len(lines)} to mend.")
