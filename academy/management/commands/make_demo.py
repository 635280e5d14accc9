"""Make the demonstration company, once, and say who can log in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from academy.demo.making import PASSWORD, company, make
from people.models import User


class Command(BaseCommand):
    """Make 青榆设备 unless it is there; never beside real people, never in production."""

    help = "Make the demonstration company and print its log-ins."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it when needed, then print the log-ins."""
        if not User.objects.filter(is_demo=True).exists():
            if settings.PRODUCTION:
                raise CommandError("The demonstration company is not made in production.")
            if User.objects.exists():
                self.stdout.write("There are real people here; the demonstration company is not made.")
                return
            self.stdout.write("Making the demonstration company 青榆设备 (this takes a minute) …")
            self.stdout.flush()
            self.stdout.write(f"Made, with {make(today=timezone.localdate())} people.")
        self.stdout.write("Demonstration log-ins (all made up):")
        for username, (name, name_en, _code, title, group, is_head) in company()["people"].items():
            role = group or ("manager" if is_head else "employee")
            self.stdout.write(f"  {username:<12} {PASSWORD:<12} {role:<14} {name} {title} / {name_en}")
