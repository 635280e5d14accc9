"""Put the ready-made academy into Wagtail."""

from typing import Any

from django.core.management.base import BaseCommand

from academy.loading.academy import load


class Command(BaseCommand):
    """Load what is new or changed in the academy's files; what trainers have changed stays theirs."""

    help = "Load the ready-made courses, questions, cases, role-plays and glossary; repeatable."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say what happened."""
        counts = load()
        told = ", ".join(f"{number} {what}" for what, number in sorted(counts.items()))
        self.stdout.write(f"Academy: {told}.")
