"""Make the demonstration company, once, and say who can log in."""

import logging
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from academy.demo.making import make, read_company
from academy.demo.organisation import PASSWORD
from people.models import User


class Command(BaseCommand):
    """Make 青榆设备 unless it is there; never beside real people, never in production."""

    help = "Make the demonstration company and print its log-ins."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it when needed, then print the log-ins."""
        if settings.PRODUCTION:
            raise CommandError("The demonstration company is not made in production.")
        company = read_company()
        if not User.objects.filter(is_demo=True).exists():
            if User.objects.exists():
                self._tell("There are real people here; the demonstration company is not made.")
                return
            self._tell("Making the demonstration company 青榆设备; this takes a minute or two.")
            logging.disable(
                logging.INFO
            )  # the steps are told here; the log of closed quarters would repeat it
            try:
                make(company, now=timezone.now(), say=self._tell)
            finally:
                logging.disable(logging.NOTSET)
        self._tell(f"Demonstration log-ins, password {PASSWORD} (everybody is made up):")
        for username, (name, name_en, _code, title, group, is_head) in company["people"].items():
            role = group or ("manager" if is_head else "employee")
            self._tell(f"  {username:<12} {role:<14} {name} ({name_en}), {title}")

    def _tell(self, line: str) -> None:
        """Write a line at once, so that somebody waiting sees how far it is."""
        self.stdout.write(line)
        self.stdout.flush()
