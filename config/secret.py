"""The embedded mode's own secret key, made once and kept outside the repository."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def local_secret_key(path: Path) -> str:
    """Return the key stored in ``path``, creating the file (readable by its owner only) the first time."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        key = get_random_secret_key() + get_random_secret_key()
        file.write(key)
    return key
