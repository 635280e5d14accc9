"""Build every .mo file under locale/ that is older than its .po file; needs no gettext on the machine."""

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_catalogues(root: Path = LOCALE) -> list[Path]:
    """Compile what is out of date below ``root`` and return the files written."""
    written = []
    for source in sorted(root.rglob("*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))
            written.append(target)
    return written


if __name__ == "__main__":
    compile_catalogues()
