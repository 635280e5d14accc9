"""What scenarios start from: the demonstration company in a database of their own, made once for a run."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.postgres import Cluster
from bench.server import ROOT, Server, free_port

Environment = dict[str, str]
PREPARED = "prepared"


class World:
    """Gives every scenario a fresh copy; nothing outside its temporary folder is touched."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._cluster: Cluster | None = None
        self._number = 0

    @property
    def cluster(self) -> Cluster:
        """The private PostgreSQL, started at the first use."""
        if self._cluster is None:
            say("making a PostgreSQL of our own")
            self._cluster = Cluster(self._folder / "postgresql")
            self._cluster.make()
        return self._cluster

    def sqlite(self) -> Environment:
        """Return the environment of a fresh copy of the demonstration company on SQLite."""
        source = self._folder / "sqlite"
        if not source.exists():
            self._prepare(self._environment(source))
        return self._environment(self._copy(source))

    def postgresql(self) -> Environment:
        """Return the environment of a fresh copy of the demonstration company on PostgreSQL."""
        source = self._folder / "with-postgresql"
        if not source.exists():
            self.cluster.create(PREPARED)
            self._prepare(self._environment(source, self.cluster.url(PREPARED)))
        folder = self._copy(source)
        self.cluster.copy(PREPARED, folder.name)
        return self._environment(folder, self.cluster.url(folder.name))

    def close(self) -> None:
        """Stop what was started."""
        if self._cluster is not None:
            self._cluster.stop()

    def _copy(self, source: Path) -> Path:
        self._number += 1
        target = self._folder / f"copy-{self._number}"
        shutil.copytree(source, target)
        return target

    def _prepare(self, environment: Environment) -> None:
        say("making the demonstration company (about a minute)")
        Path(environment["NEIKE_VAR"]).mkdir()
        command = [sys.executable, "manage.py", "prepare"]
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"manage.py prepare failed: {done.stderr.strip() or done.stdout.strip()}")

    def _environment(self, folder: Path, database_url: str = "") -> Environment:
        kept = {name: value for name, value in os.environ.items() if name not in _OURS}
        environment = {
            **kept,
            "NEIKE_VAR": str(folder),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "LOG_LEVEL": "CRITICAL",
        }
        return environment | ({"DATABASE_URL": database_url} if database_url else {})


# What the caller's shell may have set for the product must not lead a scenario to another database.
_OURS = {
    "DATABASE_URL",
    "REDIS_URL",
    "CELERY_BROKER_URL",
    "NEIKE_ENV",
    "NEIKE_VAR",
    "DEBUG",
    "STATIC_MANIFEST",
}


@contextmanager
def a_world() -> Iterator[World]:
    """Give a world and remove it afterwards, with everything it started."""
    with tempfile.TemporaryDirectory(prefix="neike-bench-") as folder:
        os.chmod(folder, 0o711)  # noqa: S103 - PostgreSQL runs under another name and must pass through
        world = World(Path(folder))
        try:
            yield world
        finally:
            world.close()


@contextmanager
def serving(environment: Environment) -> Iterator[Server]:
    """Give a running server of this environment and stop it afterwards."""
    server = Server(environment, free_port())
    server.start()
    try:
        yield server
    finally:
        server.stop()


def inside(environment: Environment, task: str, *arguments: str) -> Any:
    """Run a task of ``bench/inside.py`` in the product and return what it printed, read as JSON."""
    command = [sys.executable, "-m", "bench.inside", task, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"bench.inside {task} failed: {done.stderr.strip()[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def say(sentence: str) -> None:
    """Tell whoever watches how far it is."""
    print(f"  {sentence}", flush=True)
