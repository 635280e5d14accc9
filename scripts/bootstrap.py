"""Make the virtual environment with the standard library alone: uv when it can be had, else pip."""

import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

ENVIRONMENT = Path(".venv")
PYTHON = ENVIRONMENT / "bin" / "python"


def make_environment() -> None:
    """Create ``.venv`` with pip in it, or stop with the sentence that helps."""
    if PYTHON.exists():
        return
    try:
        venv.create(ENVIRONMENT, with_pip=True)
    except (subprocess.CalledProcessError, OSError):
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        sys.exit("The virtual environment could not be made. On Debian and Ubuntu: apt install python3-venv")


def succeeds(*command: str) -> bool:
    """Run a command with the settings uv needs; tell whether it went well."""
    environment = {
        "UV_SYSTEM_CERTS": "1",
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_COMPILE_BYTECODE": "1",
        "UV_LINK_MODE": "copy",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_RETRIES": "1",  # without a network it should be said soon
        **os.environ,
    }
    index = subprocess.run(
        [PYTHON, "-m", "pip", "config", "get", "global.index-url"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    if index:  # uv does not read pip's configuration
        environment.setdefault("UV_DEFAULT_INDEX", index)
    return subprocess.call(command, env=environment) == 0


def install(lock: str) -> bool:
    """Install the locked packages, checking every hash."""
    python = str(PYTHON)
    if not os.environ.get("NO_UV") and succeeds(python, "-m", "pip", "install", "-qqq", "uv>=0.9"):
        arguments = ("--require-hashes", "-r", lock)
        if succeeds(python, "-m", "uv", "pip", "install", "-q", "--python", python, *arguments):
            return True
    print("uv could not be used; pip takes over, which is slower.")
    return succeeds(python, "-m", "pip", "install", "-qq", "--require-hashes", "-r", lock)


def main() -> None:
    """Make the environment and fill it from the lock named on the command line."""
    started = time.monotonic()
    make_environment()
    if not install(sys.argv[1]):
        sys.exit(
            "The packages could not be installed. Check the network and the package index, then try again."
        )
    print(f"Environment ready after {time.monotonic() - started:.0f} s.")


if __name__ == "__main__":
    main()
