"""A PostgreSQL of our own: made with initdb in a folder of its own, on its own port, removed afterwards."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from bench.server import free_port

PLACES = ("/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local")
NEEDED = ("pg_ctl", "psql")
STANDS_IN_FOR_ROOT = "postgres"


def programs() -> Path:
    """Return the folder with initdb, the newest one; raises FileNotFoundError when there is none."""
    found = shutil.which("initdb")
    candidates = [Path(found).resolve()] if found else []
    candidates += [path for place in PLACES for path in Path(place).glob("*/bin/initdb")]
    candidates = [path for path in candidates if all((path.parent / name).exists() for name in NEEDED)]
    if not candidates:
        raise FileNotFoundError("initdb was not found: install PostgreSQL's server (Debian: postgresql)")
    return max(candidates, key=lambda path: _version(path.parent.parent.name)).parent


def _version(name: str) -> int:
    digits = name.rpartition("@")[2].partition(".")[0]
    return int(digits) if digits.isdigit() else 0


class Cluster:
    """One private cluster with the durable settings PostgreSQL ships; it can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._bin = programs()
        self._owner = STANDS_IN_FOR_ROOT if os.geteuid() == 0 else None  # PostgreSQL refuses root

    def make(self) -> None:
        """Create the cluster and start it."""
        self.folder.mkdir()
        if self._owner:
            account = pwd.getpwnam(self._owner)
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        self._run(
            "initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"
        )
        self.start()

    def start(self) -> None:
        """Start and wait until it answers, recovery included."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c max_connections=60"
        self._run(
            "pg_ctl", "start", "-w", "-t", "60", "-D", self._data, "-l", f"{self.folder}/log", "-o", options
        )

    def kill(self) -> None:
        """Stop at once, without a checkpoint and without telling anybody: the next start must recover."""
        self._run("pg_ctl", "stop", "-m", "immediate", "-D", self._data)

    def stop(self) -> None:
        """Stop in order, if it runs."""
        if Path(self._data, "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "-m", "fast", "-D", self._data)

    def copy(self, source: str, target: str) -> None:
        """Make a database as a copy of another, in place of the one of that name."""
        self._sql(f'DROP DATABASE IF EXISTS "{target}"')
        self._sql(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')

    def create(self, name: str) -> None:
        """Make an empty database."""
        self._sql(f'CREATE DATABASE "{name}"')

    def url(self, name: str) -> str:
        """Return the address of a database."""
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}"

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _sql(self, sentence: str) -> None:
        self._run("psql", "-q", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-c", sentence)

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs; raises RuntimeError with its words when it fails."""
        command = [str(self._bin / program), *arguments]
        done = subprocess.run(
            command,
            cwd="/",
            user=self._owner,
            group=self._owner,
            extra_groups=[] if self._owner else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # a started server would keep a pipe open
            stderr=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,
            check=False,
        )
        if done.returncode:
            said = (done.stderr or b"").decode(errors="replace").strip()
            raise RuntimeError(f"{program} failed: {said or 'see ' + str(self.folder / 'log')}")
