"""A server of our own on this machine: started with its own data, killed or stopped, never left behind."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60


def free_port() -> int:
    """Return a port nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """gunicorn as `make run` starts it, with the given environment."""

    environment: dict[str, str]
    port: int
    urlconf: str = ""
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start and wait for the first answer; raises TimeoutError when there is none."""
        command = [sys.executable, "-m", "gunicorn", "bench.wsgi:application", "--bind"]
        command += [f"127.0.0.1:{self.port}", "--workers", "2", "--worker-class", "gthread"]
        command += ["--threads", "4", "--no-control-socket", "--log-level", "critical"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise TimeoutError("the server did not start")

    def kill(self) -> None:
        """Kill every process of the server at once, as a power cut would."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        """Stop in order."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(timeout=30)
            self.process = None


def manage(environment: dict[str, str], *arguments: str) -> None:
    """Run a management command against the bench's own data."""
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=True)


@contextmanager
def data_folder(database_url: str = "") -> Iterator[dict[str, str]]:
    """Give an environment with a fresh data folder, and a database when one is named; remove it after."""
    with tempfile.TemporaryDirectory(prefix="neike-bench-") as folder:
        environment = {
            **os.environ,
            "NEIKE_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "LOG_LEVEL": "CRITICAL",
        }
        if database_url:
            environment["DATABASE_URL"] = database_url
        yield environment
