"""A wrong setting stops the start with one sentence that names it; a right start is safe."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
KEY = "b7Jq2Xw9Lr4Tz6Vn1Pd8Fs3Gh5Kc0MyQeRtUiOpAsDfGhJkLzXcVb"
PRODUCTION = {"NEIKE_ENV": "production", "SECRET_KEY": KEY, "ALLOWED_HOSTS": "learn.example.com"}
WRONG: list[tuple[str, dict[str, str]]] = [
    ("NEIKE_ENV", {"NEIKE_ENV": "staging"}),
    ("NEIKE_VAR", {"NEIKE_VAR": "/proc/neike"}),
    ("SECRET_KEY", PRODUCTION | {"SECRET_KEY": ""}),
    ("SECRET_KEY", PRODUCTION | {"SECRET_KEY": "short"}),
    ("SECRET_KEY", PRODUCTION | {"SECRET_KEY": "a" * 60}),
    ("SECRET_KEY", PRODUCTION | {"SECRET_KEY": "django-insecure-" + KEY}),
    ("ALLOWED_HOSTS", PRODUCTION | {"ALLOWED_HOSTS": ""}),
    ("ALLOWED_HOSTS", PRODUCTION | {"ALLOWED_HOSTS": "*"}),
    ("ALLOWED_HOSTS", PRODUCTION | {"ALLOWED_HOSTS": "learn.example.com,*"}),
    ("ALLOWED_HOSTS", PRODUCTION | {"ALLOWED_HOSTS": "https://learn.example.com"}),
    ("DEBUG", PRODUCTION | {"DEBUG": "1"}),
    ("DEBUG", {"DEBUG": "perhaps"}),
    ("BASE_URL", PRODUCTION | {"BASE_URL": "http://learn.example.com"}),
    ("BASE_URL", {"BASE_URL": "learn.example.com"}),
    ("DATABASE_URL", {"DATABASE_URL": "nonsense"}),
    ("DATABASE_URL", {"DATABASE_URL": "mongodb://127.0.0.1/neike"}),
    ("DATABASE_URL", {"DATABASE_URL": "mysql://root@127.0.0.1/neike"}),
    ("REDIS_URL", {"REDIS_URL": "nonsense"}),
    ("CELERY_BROKER_URL", {"CELERY_BROKER_URL": "nonsense"}),
    ("EMAIL_URL", {"EMAIL_URL": "nonsense"}),
    ("TRUSTED_PROXY_COUNT", {"TRUSTED_PROXY_COUNT": "many"}),
    ("TRUSTED_PROXY_COUNT", {"TRUSTED_PROXY_COUNT": "-1"}),
    ("SECURE_HSTS_SECONDS", PRODUCTION | {"SECURE_HSTS_SECONDS": "a year"}),
    ("SECURE_SSL_REDIRECT", PRODUCTION | {"SECURE_SSL_REDIRECT": "maybe"}),
    ("LOG_LEVEL", {"LOG_LEVEL": "LOUD"}),
]


def start(folder: Path, environment: dict[str, str], *command: str) -> "subprocess.Popen[str]":
    """Start a command with nothing but this environment."""
    bare = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=bare | {"NEIKE_VAR": str(folder)} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module")
def stops(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[int, str]]:
    """Start with every wrong environment, a few at a time; return exit codes and what was said."""
    folder = tmp_path_factory.mktemp("var")
    found = []
    for first in range(0, len(WRONG), 4):
        running = [start(folder, environment, "check") for _name, environment in WRONG[first : first + 4]]
        for one in running:
            said = one.communicate(timeout=120)[1]
            found.append((one.returncode, said))
    return found


@pytest.mark.parametrize("place", range(len(WRONG)), ids=[f"{n}-{name}" for n, (name, _) in enumerate(WRONG)])
def test_a_wrong_setting_stops_the_start_with_its_name(stops: list[tuple[int, str]], place: int) -> None:
    code, said = stops[place]
    assert code != 0
    assert said.count("\n") == 1, f"one sentence, not {said}"
    assert said.startswith(WRONG[place][0])
    secret = WRONG[place][1].get("SECRET_KEY")
    assert not secret or secret not in said


LOOK = """
import json
from django.conf import settings
from django.test import Client
answer = Client().get("/accounts/login/", secure=True, headers={"host": "learn.example.com"})
plain = Client().get("/accounts/login/", headers={"host": "learn.example.com"})
wrong = Client().get("/accounts/login/", secure=True, headers={"host": "evil.example.com"})
names = ("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE",
         "SESSION_COOKIE_DOMAIN", "SESSION_COOKIE_PATH", "CSRF_COOKIE_NAME", "CSRF_COOKIE_DOMAIN", "DEBUG",
         "USE_X_FORWARDED_HOST", "SESSION_ENGINE")
cookie = answer.cookies["__Host-csrf"]
print(json.dumps({
    "settings": {name: getattr(settings, name) for name in names},
    "hsts": answer["Strict-Transport-Security"],
    "cookie": {name: cookie[name] for name in ("secure", "httponly", "samesite", "path", "domain")},
    "plain": [plain.status_code, plain.get("Location", "")],
    "wrong": [wrong.status_code, "Traceback" in wrong.text, "evil" in wrong.text],
}))
"""


def this_database() -> str:
    """Return the address of the tests' database."""
    used = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{used['NAME']}"
    return f"postgres://{used['USER']}:{used['PASSWORD']}@{used['HOST']}:{used['PORT']}/{used['NAME']}"


@pytest.fixture(scope="module")
def production(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What the product says of itself in production."""
    folder = tmp_path_factory.mktemp("production")
    environment = PRODUCTION | {"STATIC_MANIFEST": "0", "DATABASE_URL": this_database()}
    running = start(folder, environment, "shell", "-v0", "-c", LOOK)
    said, wrong = running.communicate(timeout=120)
    assert running.returncode == 0, wrong
    found: dict[str, object] = json.loads(said.strip().splitlines()[-1])
    return found


def test_production_is_clean(tmp_path: Path) -> None:
    running = start(tmp_path, PRODUCTION, "check", "--deploy", "--fail-level", "WARNING")
    _said, wrong = running.communicate(timeout=120)
    assert running.returncode == 0, wrong


def test_cookies_are_bound_to_this_host_and_to_https(production: dict[str, object]) -> None:
    assert production["settings"] == {
        "SESSION_COOKIE_NAME": "__Host-session",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_DOMAIN": None,
        "SESSION_COOKIE_PATH": "/",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "CSRF_COOKIE_DOMAIN": None,
        "DEBUG": False,
        "USE_X_FORWARDED_HOST": False,
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
    }
    sent = {"secure": True, "httponly": True, "samesite": "Lax", "path": "/", "domain": ""}
    assert production["cookie"] == sent


def test_production_speaks_https_only_and_to_its_own_name(production: dict[str, object]) -> None:
    assert str(production["hsts"]).startswith("max-age=31536000")
    assert production["plain"] == [301, "https://learn.example.com/accounts/login/"]
    assert production["wrong"] == [400, False, False]


def test_what_is_acknowledged_is_on_the_disk(db: None) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone()[0] == 2
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchone()[0] == "wal"
            assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        else:
            for name in ("synchronous_commit", "fsync", "full_page_writes"):
                cursor.execute(f"SHOW {name}")
                assert cursor.fetchone()[0] == "on", name
