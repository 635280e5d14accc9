"""The embedded mode's background work: the Celery schedule, run in this one process without a broker."""

import logging
import signal
import time
from types import FrameType
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections

log = logging.getLogger("neike.schedule")


class Command(BaseCommand):
    """Run every entry of CELERY_BEAT_SCHEDULE at its interval until told to stop."""

    help = "Run the periodic tasks in this process; for installations without a message broker."

    def handle(self, *args: Any, **options: Any) -> None:
        """Loop; a task that fails is logged and tried again at its next turn."""
        self.running = True
        for stop in (signal.SIGTERM, signal.SIGINT):
            signal.signal(stop, self._stop)
        current_app.loader.import_default_modules()
        schedule: dict[str, dict[str, Any]] = settings.CELERY_BEAT_SCHEDULE
        due = dict.fromkeys(schedule, 0.0)
        while self.running:
            now = time.monotonic()
            for name, entry in schedule.items():
                if now >= due[name]:
                    due[name] = now + entry["schedule"]
                    self._run(entry["task"])
            time.sleep(0.5)

    def _run(self, task: str) -> None:
        close_old_connections()
        try:
            current_app.tasks[task].apply(throw=True)
        except Exception:
            log.exception("scheduled task failed", extra={"event": {"task": task}})

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        self.running = False
