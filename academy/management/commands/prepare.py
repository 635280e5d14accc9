"""Bring an installation up to date: database, roles, content, demonstration company, static files."""

import hashlib
import os
import sys
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import override

from people.models import User

FIRST_ADMINISTRATOR = ("DJANGO_SUPERUSER_USERNAME", "DJANGO_SUPERUSER_PASSWORD")


class Command(BaseCommand):
    """Everything `make run` needs before it serves; each step does nothing when nothing is to do."""

    help = "Migrate, create roles, load the academy, make the demonstration company, collect static files."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the choice of an empty company."""
        parser.add_argument("--no-demo", action="store_true", help="do not make the demonstration company")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps in order."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
        if options["no_demo"]:
            self._first_administrator()  # before the long part: nobody should wait to be asked
        call_command("load_academy", stdout=self.stdout)
        call_command("ensure_roles", verbosity=0)  # after the home pages, on which trainers get their rights
        if not options["no_demo"]:
            call_command("make_demo", stdout=self.stdout)
        self._collect_static()

    def _first_administrator(self) -> None:
        """Make the first administrator when nobody could log in otherwise: from the environment, or ask."""
        if User.objects.filter(is_superuser=True).exists():
            return
        username, password = (os.environ.get(name, "") for name in FIRST_ADMINISTRATOR)
        if username and password:
            self._create(username, password)
        elif username or password or not sys.stdin.isatty():
            raise CommandError(
                "There is no administrator yet. Set both {} and {}, or run this in a terminal, "
                "where it asks.".format(*FIRST_ADMINISTRATOR)
            )
        else:
            self.stdout.write("Nobody can log in yet: please create the first administrator.")
            call_command("createsuperuser")

    def _create(self, username: str, password: str) -> None:
        """Make the administrator named in the environment; a bad name or password is answered in one line."""
        user = User(username=username, name=username, is_staff=True, is_superuser=True)
        with override("en"):  # as every other line in the terminal
            try:
                user.full_clean(exclude=["password"])
                validate_password(password, user)
            except ValidationError as error:
                told = " ".join(error.messages)
                raise CommandError(f"The first administrator was not made: {told}") from error
        user.set_password(password)
        user.save()
        self.stdout.write(f"Administrator {username} can log in.")

    def _collect_static(self) -> None:
        """Collect static files when ours or a package's may have changed."""
        mark = _static_mark()
        note = Path(settings.VAR_DIR) / "static.mark"
        if note.exists() and note.read_text() == mark and Path(settings.STATIC_ROOT).is_dir():
            return
        call_command("collectstatic", interactive=False, verbosity=0)
        note.write_text(mark)


def _static_mark() -> str:
    """Return a digest of our static files and of the installed packages' versions."""
    folder = Path(settings.BASE_DIR) / "static"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{path.relative_to(folder)} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in files]
    lines += sorted(f"{found.metadata['Name']} {found.version}" for found in distributions())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
