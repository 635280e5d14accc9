"""Files of tests lie in a folder of their own."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _own_files(settings: Settings, tmp_path: Path) -> None:
    """Keep pictures and documents of tests apart."""
    settings.MEDIA_ROOT = tmp_path / "media"
