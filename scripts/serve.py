"""Prepare the database and serve the academy on this machine: web server and schedule, until Ctrl-C."""

import argparse
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
HIGHEST_PORT = 65_535
SERVER_OPTIONS = "--worker-class gthread --threads 4 --no-control-socket --log-level warning"


def stop_if_taken(port: int) -> None:
    """Say so before anything is set up when the port is in use or cannot be one."""
    if not 0 < port <= HIGHEST_PORT:
        sys.exit(f"{port} is no port. Choose a number from 1 to {HIGHEST_PORT}: make run PORT=8001")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"Port {port} is taken. Stop what uses it, or choose another: make run PORT=8001")


def prepare(demo: bool) -> None:
    """Compile translations, bring the database up to date, load content, collect static files."""
    subprocess.check_call([PYTHON, "scripts/compile_messages.py"], cwd=ROOT)
    arguments = ["manage.py", "prepare", *([] if demo else ["--no-demo"])]
    if subprocess.call([PYTHON, *arguments], cwd=ROOT):
        sys.exit("The setup stopped; the sentence above says why.")


def serve(port: int) -> int:
    """Run gunicorn and the schedule side by side; return the server's exit code."""
    options = f"--bind 127.0.0.1:{port} --workers {os.environ.get('WEB_CONCURRENCY', '2')} " + SERVER_OPTIONS
    web = subprocess.Popen([PYTHON, "-m", "gunicorn", "config.wsgi:application", *options.split()], cwd=ROOT)
    schedule = subprocess.Popen([PYTHON, "manage.py", "run_schedule"], cwd=ROOT)
    signal.signal(signal.SIGTERM, lambda *_: web.terminate())
    try:
        return web.wait()
    except KeyboardInterrupt:
        return web.wait(timeout=35)
    finally:
        schedule.terminate()
        schedule.wait(timeout=35)


def main() -> None:
    """Read the options, prepare, announce, serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--demo", type=int, default=1)
    options = parser.parse_args()
    stop_if_taken(options.port)
    os.environ.setdefault("BASE_URL", f"http://127.0.0.1:{options.port}")
    prepare(bool(options.demo))
    print(f"\nNeike Academy is served at http://127.0.0.1:{options.port}  (Ctrl-C stops it)", flush=True)
    sys.exit(serve(options.port))


if __name__ == "__main__":
    main()
