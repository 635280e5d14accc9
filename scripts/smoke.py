"""Start the academy with `make run` on a free port and a fresh data folder until it answers; then stop it."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMIT_SECONDS = 600


def free_port() -> int:
    """Return a port nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Tell whether the ready check says yes."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz/ready", timeout=5) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004 - the HTTP status "OK"
    except (OSError, urllib.error.URLError):
        return False


def start_once(folder: str, port: int) -> float:
    """Start, wait for the first answer, stop; return the seconds it took, or stop the run with a sentence."""
    started = time.monotonic()
    process = subprocess.Popen(
        ["make", "--no-print-directory", "run", f"PORT={port}"],
        cwd=ROOT,
        env={**os.environ, "NEIKE_VAR": folder},
        start_new_session=True,
    )
    try:
        while not answers(port):
            if process.poll() is not None or time.monotonic() - started > LIMIT_SECONDS:
                sys.exit("`make run` did not come to serve the academy.")
            time.sleep(0.2)
        return time.monotonic() - started
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=60)


def main() -> None:
    """Start twice in one data folder: the first sets up, the second must be quick."""
    with tempfile.TemporaryDirectory() as folder:
        first = start_once(folder, free_port())
        second = start_once(folder, free_port())
    print(f"make run answered after {first:.1f} s, the second start after {second:.1f} s")


if __name__ == "__main__":
    main()
