"""The administration is Chinese throughout; an upgrade that brings new texts fails here, naming them."""

import json
import re
from pathlib import Path

import polib
import pytest
from django.test import Client

from people.models import User
from scripts import wagtail_catalogue
from scripts.compile_messages import compile_catalogues
from scripts.wagtail_catalogue import OURS, Text, add, damaged, package_folders, untranslated

# Words the product says differently, and better, in the packages' places too.
MEANT_FOR_BOTH = {"English", "Never", "Next", "Note", "Previous", "Show", "Text", "key"}


def write(path: Path, *entries: polib.POEntry) -> None:
    """Write a catalogue and what the machine reads of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    catalogue.extend(entries)
    catalogue.save(str(path))
    compile_catalogues(path.parent)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The locale folder of a package that calls its one text "Page" and has put it into Chinese."""
    folder = tmp_path / "package" / "locale"
    write(folder / "en" / "LC_MESSAGES" / "django.po", polib.POEntry(msgid="Page"))
    write(folder / "zh_Hans" / "LC_MESSAGES" / "django.po", polib.POEntry(msgid="Page", msgstr="页面"))
    return folder


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A catalogue of ours with nothing in it."""
    write(tmp_path / "ours" / "zh_Hans" / "LC_MESSAGES" / "django.po")
    write(tmp_path / "ours" / "zh_Hans" / "LC_MESSAGES" / "djangojs.po")
    return tmp_path / "ours"


def names(texts: list[Text]) -> list[str]:
    """The English words of each text."""
    return [text.entry.msgid for text in texts]


def test_every_text_of_every_installed_package_has_its_chinese() -> None:
    assert [str(text) for text in untranslated(package_folders())] == []


def test_the_packages_of_the_administration_are_looked_at() -> None:
    expected = {"django.conf", "wagtail", "wagtail.admin", "wagtail.users", "wagtail_localize", "allauth"}
    assert expected <= package_folders().keys()
    assert not {"home", "people"} & package_folders().keys()


def test_a_translated_package_has_no_gap(package: Path, ours: Path) -> None:
    assert untranslated({"package": package}, ours) == []


def test_a_text_dropped_from_the_chinese_file_is_found(package: Path, ours: Path) -> None:
    write(package / "en" / "LC_MESSAGES" / "django.po", polib.POEntry(msgid="Autosave is paused"))

    found = untranslated({"package": package}, ours)

    assert [str(text) for text in found] == ["package (django): 'Autosave is paused'"]


@pytest.mark.parametrize(
    "entry",
    [
        polib.POEntry(msgid="Page", msgctxt="of a book"),
        polib.POEntry(msgid="Page", msgid_plural="Pages"),
    ],
    ids=["context", "plural"],
)
def test_a_context_or_a_plural_makes_another_text(package: Path, ours: Path, entry: polib.POEntry) -> None:
    write(package / "en" / "LC_MESSAGES" / "django.po", entry)

    assert names(untranslated({"package": package}, ours)) == ["Page"]


@pytest.mark.parametrize(
    "entry",
    [
        polib.POEntry(msgid="Lock", msgstr=""),
        polib.POEntry(msgid="Lock", msgstr="锁定", flags=["fuzzy"]),
        polib.POEntry(msgid="Lock", msgstr="锁定", obsolete=True),
    ],
    ids=["empty", "fuzzy", "obsolete"],
)
def test_an_unfinished_entry_of_ours_is_no_translation(
    package: Path, ours: Path, entry: polib.POEntry
) -> None:
    write(package / "en" / "LC_MESSAGES" / "django.po", polib.POEntry(msgid="Lock"))
    write(ours / "zh_Hans" / "LC_MESSAGES" / "django.po", entry)

    assert names(untranslated({"package": package}, ours)) == ["Lock"]


def test_a_finished_entry_of_ours_fills_the_gap(package: Path, ours: Path) -> None:
    write(package / "en" / "LC_MESSAGES" / "django.po", polib.POEntry(msgid="Lock"))
    write(ours / "zh_Hans" / "LC_MESSAGES" / "django.po", polib.POEntry(msgid="Lock", msgstr="锁定"))

    assert untranslated({"package": package}, ours) == []


def test_packages_share_a_catalogue_for_templates_but_not_for_javascript(
    package: Path, ours: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other" / "locale"
    for domain in wagtail_catalogue.DOMAINS:
        write(other / "en" / "LC_MESSAGES" / f"{domain}.po", polib.POEntry(msgid="Page"))
    page = polib.POEntry(msgid="Page", msgstr="页面")
    write(package / "zh_Hans" / "LC_MESSAGES" / "djangojs.po", page)

    found = untranslated({"package": package, "other": other}, ours)

    assert [str(text) for text in found] == ["other (djangojs): 'Page'"]


def test_without_an_english_catalogue_all_languages_tell_the_texts(ours: Path, tmp_path: Path) -> None:
    folder = tmp_path / "package" / "locale"
    write(folder / "fr" / "LC_MESSAGES" / "django.po", polib.POEntry(msgid="Yesterday", msgstr="Hier"))
    write(folder / "de" / "LC_MESSAGES" / "django.po", polib.POEntry(msgid="Today", msgstr="Heute"))

    assert sorted(names(untranslated({"package": folder}, ours))) == ["Today", "Yesterday"]


def test_new_texts_are_added_once_and_stay_gaps_until_they_are_translated(package: Path, ours: Path) -> None:
    write(
        package / "en" / "LC_MESSAGES" / "django.po",
        polib.POEntry(msgid="Lock", msgctxt="verb"),
        polib.POEntry(msgid="%d lock", msgid_plural="%d locks"),
    )
    gaps = untranslated({"package": package}, ours)

    add(gaps, ours)
    add(gaps, ours)

    catalogue = polib.pofile(str(ours / "zh_Hans" / "LC_MESSAGES" / "django.po"))
    assert [(entry.msgid, entry.msgid_plural, entry.msgctxt) for entry in catalogue] == [
        ("Lock", "", "verb"),
        ("%d lock", "%d locks", None),
    ]
    assert names(untranslated({"package": package}, ours)) == ["Lock", "%d lock"]


def test_the_product_s_own_words_leave_the_packages_words_alone() -> None:
    """One word in two meanings needs a context, or Wagtail's menu says "分页" where it means pages."""
    theirs = {
        wagtail_catalogue.key_of(entry): wagtail_catalogue.wordings(entry)
        for path in [
            *(folder / "zh_Hans/LC_MESSAGES/django.mo" for folder in reversed(package_folders().values())),
            OURS / "zh_Hans/LC_MESSAGES/django.po",
        ]
        for entry in wagtail_catalogue.entries(path)
    }

    changed = {
        entry.msgid
        for entry in wagtail_catalogue.entries(OURS.parent / "zh_Hans/LC_MESSAGES/django.po")
        if wagtail_catalogue.key_of(entry) in theirs
        and theirs[wagtail_catalogue.key_of(entry)] != wagtail_catalogue.wordings(entry)
    }

    assert changed - MEANT_FOR_BOTH == set()


@pytest.mark.parametrize("domain", wagtail_catalogue.DOMAINS)
def test_our_wordings_keep_every_placeholder_and_tag(domain: str) -> None:
    assert damaged(polib.pofile(str(OURS / "zh_Hans" / "LC_MESSAGES" / f"{domain}.po"))) == []


@pytest.mark.parametrize("domain", wagtail_catalogue.DOMAINS)
def test_our_wordings_speak_in_the_house_s_voice(domain: str) -> None:
    """Full-width punctuation, no exclamation marks, no emoji; "你" at the desk, "您" on account pages."""
    foreign = re.compile("[\u4e00-\u9fff][,;:?!]|\\.\\.\\.|[！\U0001f300-\U0001faff]")
    catalogue = polib.pofile(str(OURS / "zh_Hans" / "LC_MESSAGES" / f"{domain}.po"))

    wrong = []
    for entry in catalogue:
        other = "你" if entry.comment.startswith("allauth") else "您"
        wrong += [text for text in wagtail_catalogue.wordings(entry) if foreign.search(text) or other in text]

    assert wrong == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("%(name)s saved", "已保存"),
        ("%(name)s saved", "%(nane)s已保存"),
        ("{title} is locked", "{titel}已锁定"),
        ("See the <b>guide</b>", "请参阅<b>指南<b>"),
        ('<a href="%(url)s">Add</a>', "<a>添加</a>"),
    ],
)
def test_a_lost_or_misspelt_placeholder_is_found(english: str, chinese: str) -> None:
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid=english, msgstr=chinese))

    assert damaged(catalogue) == [english]


@pytest.mark.parametrize(
    ("address", "chinese"),
    [("/cms/jsi18n/", "修改已自动保存。"), ("/cms/localize/jsi18n/", "正在锁定编辑器")],
)
def test_the_editor_s_javascript_reads_our_catalogue(
    client: Client, administrator: User, address: str, chinese: str
) -> None:
    User.objects.filter(pk=administrator.pk).update(is_superuser=True)
    client.force_login(administrator)

    response = client.get(address)

    assert json.dumps(chinese) in response.text
