"""Bring an installation up to date: database, roles, content, demonstration company, static files."""

import hashlib
import sys
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from people.models import User


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
        call_command("load_academy", stdout=self.stdout)
        call_command("ensure_roles", verbosity=0)  # after the home pages, on which trainers get their rights
        if options["no_demo"]:
            self._first_administrator()
        else:
            call_command("make_demo", stdout=self.stdout)
        self._collect_static()

    def _first_administrator(self) -> None:
        """Ask for the first administrator when nobody could log in otherwise."""
        if User.objects.filter(is_superuser=True).exists():
            return
        if not sys.stdin.isatty():
            raise CommandError(
                "There is no administrator yet. Run this once in a terminal: "
                ".venv/bin/python manage.py createsuperuser"
            )
        self.stdout.write("Nobody can log in yet: please create the first administrator.")
        call_command("createsuperuser")

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
