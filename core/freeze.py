"""Turning authored content into an immutable version: canonical JSON and its digest."""

import hashlib
import json

JsonValue = dict[str, "JsonValue"] | list["JsonValue"] | str | int | float | bool | None


def canonical(content: JsonValue) -> str:
    """Return the one JSON text of ``content``: sorted keys, no spaces, real characters."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(content: JsonValue) -> str:
    """Return the SHA-256 of the canonical JSON as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()
