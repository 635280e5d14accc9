"""Make the roles' groups equal to the code, or only say how they differ."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.permissions import differences, ensure_roles


class Command(BaseCommand):
    """``ensure_roles`` repairs; ``ensure_roles --check`` prints the difference and exits with 1."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Know ``--check``."""
        parser.add_argument("--check", action="store_true", help="change nothing, fail on a difference")

    def handle(self, *args: Any, **options: Any) -> None:
        """Repair or compare."""
        if not options["check"]:
            ensure_roles()
            return
        found = differences()
        for difference in found:
            for text in difference.missing:
                self.stdout.write(f"{difference.group}: lacks {text}")
            for text in difference.surplus:
                self.stdout.write(f"{difference.group}: has {text}, which the code does not give")
        if found:
            raise CommandError("The groups differ from the code; run: manage.py ensure_roles")
