"""A server of our own on this machine: started with its own data, killed or stopped, never left behind."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
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
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start and wait for the first answer; raises TimeoutError when there is none."""
        command = [sys.executable, "-m", "gunicorn", "bench.wsgi:application", "--bind"]
        command += [f"127.0.0.1:{self.port}", "--workers", "2", "--worker-class", "gthread"]
        command += ["--threads", "4", "--no-control-socket", "--log-level", "critical"]
        with (Path(self.environment["NEIKE_VAR"]) / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, start_new_session=True, stdout=log, stderr=log
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._answers():
                return
            time.sleep(0.05)
        self.kill()
        raise TimeoutError("the server did not start")

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=START_SECONDS)
        try:
            connection.request("GET", "/healthz/live")
            return connection.getresponse().status == http.client.OK
        except OSError:
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """Kill every process of the server at once, as a power cut would."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def memory_kib(self) -> int:
        """Return the resident memory of all the server's processes in KiB."""
        listed = subprocess.run(
            ["/bin/ps", "-A", "-o", "pgid=,rss="], check=True, capture_output=True, text=True
        )
        rows = (line.split() for line in listed.stdout.splitlines())
        group = str(self.process.pid) if self.process else ""
        return sum(int(size) for number, size in rows if number == group)

    def stop(self) -> None:
        """Stop in order."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(timeout=30)
            self.process = None
