"""Tell which texts of the installed packages nobody has put into Chinese; exit 1 if there are any.

Wagtail's Chinese catalogues look complete because untranslated entries are dropped from them, so they are
compared with the English ones. What they lack stands in ``locale/wagtail``. After an upgrade of Wagtail:
``python scripts/wagtail_catalogue.py --add`` puts the new texts there, empty; translate them, run it again.
"""

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import django
import polib
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
OURS = ROOT / "locale" / "wagtail"
LANGUAGE = "zh_Hans"
DOMAINS = ("django", "djangojs")
MARKS = re.compile(r"%\(\w+\)[sd]|%[sd]|{\w*}|</?\w+[^>]*>")

Key = tuple[str, str, bool]
Entry = polib.MOEntry | polib.POEntry


@dataclass(frozen=True)
class Text:
    """A text a package shows: where it is from and what identifies it in a catalogue."""

    package: str
    domain: str
    entry: polib.POEntry

    def __str__(self) -> str:
        context = f" [{self.entry.msgctxt}]" if self.entry.msgctxt else ""
        return f"{self.package} ({self.domain}){context}: {self.entry.msgid!r}"


def key_of(entry: Entry) -> Key:
    """What gettext looks an entry up by; a singular and a plural of the same words are two entries."""
    return (entry.msgctxt or "", entry.msgid, bool(entry.msgid_plural))


def wordings(entry: Entry) -> list[str]:
    """Every translated form of an entry."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def is_translated(entry: Entry) -> bool:
    """Whether an entry reaches the screen: not obsolete, not fuzzy, no form left empty."""
    forms = wordings(entry)
    return not entry.obsolete and "fuzzy" not in entry.flags and bool(forms) and all(forms)


def entries(path: Path) -> list[Entry]:
    """What the catalogue at ``path`` (.po or .mo) translates; nothing if there is no such file."""
    if not path.exists():
        return []
    read = polib.mofile if path.suffix == ".mo" else polib.pofile
    return [entry for entry in read(str(path)) if is_translated(entry)]


def translated(path: Path) -> set[Key]:
    """The keys of these entries."""
    return {key_of(entry) for entry in entries(path)}


def expected(locale: Path, domain: str) -> dict[Key, polib.POEntry]:
    """Every text a package has; without an English catalogue, all that any of its languages knows."""
    english = locale / "en" / "LC_MESSAGES" / f"{domain}.po"
    sources = [english] if english.exists() else sorted(locale.glob(f"*/LC_MESSAGES/{domain}.po"))
    return {
        key_of(entry): entry for path in sources for entry in polib.pofile(str(path)) if not entry.obsolete
    }


def package_folders() -> dict[str, Path]:
    """The locale folders Django reads, its own first, without those of this project."""
    folders = {"django.conf": Path(django.__file__).parent / "conf"}
    folders |= {app.name: Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent != ROOT}
    return {name: folder / "locale" for name, folder in folders.items() if (folder / "locale").is_dir()}


def untranslated(folders: dict[str, Path], ours: Path = OURS) -> list[Text]:
    """The texts that neither a package nor our catalogue translates, each named once.

    Templates and Python code share one catalogue, so any package may help another out; the catalogue
    for JavaScript is served one package at a time.
    """
    found: list[Text] = []
    for domain in DOMAINS:
        file = Path(LANGUAGE, "LC_MESSAGES", domain)
        own = {name: translated(folder / file.with_suffix(".mo")) for name, folder in folders.items()}
        known = translated(ours / file.with_suffix(".po"))
        if domain == "django":
            known = known.union(*own.values())
        for name, folder in folders.items():
            for key, entry in expected(folder, domain).items():
                if key not in own[name] and key not in known:
                    found.append(Text(name, domain, entry))
                    known.add(key)
    return found


def damaged(catalogue: polib.POFile) -> list[str]:
    """The texts of our catalogue whose placeholders or tags are not those of the original."""
    wrong = []
    for entry in catalogue.translated_entries():
        originals = [Counter(MARKS.findall(text)) for text in (entry.msgid, entry.msgid_plural) if text]
        if any(Counter(MARKS.findall(wording)) not in originals for wording in wordings(entry)):
            wrong.append(entry.msgid)
    return wrong


def add(texts: Iterable[Text], ours: Path = OURS) -> None:
    """Append ``texts`` to our catalogues, to be translated there."""
    for text in texts:
        path = ours / LANGUAGE / "LC_MESSAGES" / f"{text.domain}.po"
        catalogue = polib.pofile(str(path), wrapwidth=0)
        old = text.entry
        if catalogue.find(old.msgid, msgctxt=old.msgctxt or False) is None:
            entry = polib.POEntry(msgid=old.msgid, msgctxt=old.msgctxt, comment=text.package)
            if old.msgid_plural:
                entry.msgid_plural, entry.msgstr_plural = old.msgid_plural, {0: ""}
            catalogue.append(entry)
            catalogue.save()


def main() -> int:
    """Print what is untranslated and how many there are; 1 if there are any."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--add", action="store_true", help="put them into our catalogues, empty")
    arguments = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    missing = untranslated(package_folders())
    if arguments.add:
        add(missing)
    for text in missing:
        print(text)
    print(f"{len(missing)} texts of the installed packages have no Chinese.")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
