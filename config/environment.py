"""Reading the environment: what is wrong stops the start with one sentence that begins with its name."""

import logging
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

YES, NO = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off", ""})
LEAST_KEY_LENGTH, LEAST_KEY_LETTERS = 50, 5
DATABASES = ("sqlite", "postgres", "postgresql", "pgsql")
env = environ.Env()


def wrong(name: str, sentence: str) -> ImproperlyConfigured:
    """Return the error that names the setting; never its value, which may be a secret."""
    return ImproperlyConfigured(f"{name} {sentence}")


def kind() -> str:
    """Return which kind of installation this is."""
    found: str = env.str("NEIKE_ENV", "embedded")
    if found not in {"embedded", "production"}:
        raise wrong("NEIKE_ENV", f"is '{found}'; it must be 'embedded' or 'production'.")
    return found


def folder(name: str, default: Path) -> Path:
    """Return a folder that exists by now and takes files."""
    found = Path(env.str(name, str(default)))
    try:
        found.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise wrong(name, f"names the folder '{found}', which cannot be made; choose another one.") from error
    return found


def switch(name: str, default: bool) -> bool:
    """Return whether something is on; a word that is neither yes nor no is no answer."""
    said = env.str(name, "yes" if default else "no").strip().lower()
    if said not in YES | NO:
        raise wrong(name, "must be 'yes' or 'no'.")
    return said in YES


def number(name: str, default: int) -> int:
    """Return a whole number from 0."""
    said: str = env.str(name, str(default)).strip()
    if not (said.isascii() and said.isdigit()):
        raise wrong(name, "must be a whole number, 0 or more.")
    return int(said)


def secret_key(*, production: bool) -> str:
    """Return the key given, empty when none is needed to be."""
    key: str = env.str("SECRET_KEY", "")
    if not production:
        return key
    if not key:
        raise wrong("SECRET_KEY", "is missing; production needs one of at least 50 random characters.")
    weak = len(key) < LEAST_KEY_LENGTH or len(set(key)) < LEAST_KEY_LETTERS
    if weak or key.startswith("django-insecure-"):
        raise wrong("SECRET_KEY", "is too weak; production needs one of at least 50 random characters.")
    return key


def hosts(*, production: bool) -> list[str]:
    """Return the names people reach this machine by."""
    named: list[str] = env.list(
        "ALLOWED_HOSTS", default=[] if production else ["127.0.0.1", "localhost", "[::1]"]
    )
    named = [name.strip() for name in named if name.strip()]
    if not named:
        raise wrong("ALLOWED_HOSTS", "is missing; name the host names people type, separated by commas.")
    if any("*" in name or "/" in name for name in named):
        raise wrong("ALLOWED_HOSTS", "takes host names only, such as learn.example.com, and no '*'.")
    return named


def base_url(default: str, *, production: bool) -> str:
    """Return the address that stands in mails."""
    found: str = env.str("BASE_URL", default).rstrip("/")
    schemes = {"https"} if production else {"http", "https"}
    parts = urlsplit(found)
    if parts.scheme not in schemes or not parts.netloc:
        raise wrong(
            "BASE_URL", f"must begin with {' or '.join(sorted(f'{one}://' for one in schemes))} and a host."
        )
    return found


def database(default: str) -> dict[str, Any]:
    """Return the database to use: SQLite or PostgreSQL."""
    address: str = env.str("DATABASE_URL", default)
    if address.partition("://")[0] not in DATABASES or "://" not in address:
        raise wrong("DATABASE_URL", "must begin with postgres:// (or sqlite:///), then user, host and name.")
    found: dict[str, Any] = env.db_url_config(address)
    return found


def service(name: str, default: str, *schemes: str) -> str:
    """Return the address of a service, empty when there is none."""
    address: str = env.str(name, default)
    if address and (address.partition("://")[0] not in schemes or "://" not in address):
        raise wrong(name, f"must begin with {', '.join(f'{one}://' for one in schemes)}.")
    return address


def mail() -> dict[str, Any] | None:
    """Return Django's mail settings, None when no mail server is named."""
    if not env.str("EMAIL_URL", ""):
        return None
    try:
        found: dict[str, Any] = env.email_url("EMAIL_URL")
    except (ImproperlyConfigured, ValueError) as error:
        raise wrong(
            "EMAIL_URL", "must begin with smtp://, smtp+tls:// or smtp+ssl://, then user, host and port."
        ) from error
    return found


def log_level() -> str:
    """Return from which level on messages are written."""
    level: str = env.str("LOG_LEVEL", "WARNING").upper()
    if level not in logging.getLevelNamesMapping():
        raise wrong("LOG_LEVEL", "must be DEBUG, INFO, WARNING, ERROR or CRITICAL.")
    return level
