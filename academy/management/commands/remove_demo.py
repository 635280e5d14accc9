"""Remove the demonstration company with everything its people did."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from academy.demo.removing import remove


class Command(BaseCommand):
    """Remove every trace of 青榆设备 and nothing else."""

    help = "Remove the demonstration company; real people and their records stay."

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove and say how many people went."""
        self.stdout.write(f"Removed {remove(now=timezone.now())} people of the demonstration company.")
