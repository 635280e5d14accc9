"""Opening an uploaded zip: nothing is ever unpacked to a path, and every size is checked twice.

What the directory claims is checked before anything is read, what comes out while it is read. Zips among
the documents are kept as files and never opened.
"""

import io
import re
import stat
import zipfile
import zlib
from collections import Counter

from courses.exchange.problems import Unfit

MEGABYTE = 1024 * 1024
MOST_BYTES = 50 * MEGABYTE
MOST_UNPACKED = 100 * MEGABYTE
MOST_MEMBERS = 3_000
MOST_RATIO = 100
SMALL = 64 * 1024  # a tiny text may shrink more than that without harm
LONGEST_NAME = 160
CHUNK = 256 * 1024
_PART = r"[A-Za-z0-9_-][A-Za-z0-9._-]*"
_NAME = re.compile(rf"{_PART}(?:/{_PART}){{0,4}}")
_ENCRYPTED = 0x1
# Left behind by the computer a file was packed on.
_LITTER = re.compile(r"__MACOSX/|(?:.*/)?(?:\.DS_Store|Thumbs\.db|desktop\.ini)$")


class Archive:
    """The members of a checked zip; ``names`` are its files."""

    def __init__(self, content: bytes) -> None:
        """Check the directory. Raises Unfit."""
        if len(content) > MOST_BYTES:
            raise Unfit("too_big", most=MOST_BYTES // MEGABYTE)
        if not content.startswith(b"PK\x03\x04"):
            raise Unfit("not_zip")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except Exception as error:  # zipfile raises whatever a damaged directory leads to
            raise Unfit("damaged") from error
        self._members = {member.filename: member for member in _checked(self._zip.infolist())}
        self.names = tuple(self._members)

    def read(self, name: str, most: int) -> bytes:
        """Return one file. Raises Unfit when it is missing, larger than ``most``, or not what it claims."""
        member = self._members.get(name)
        if member is None:
            raise Unfit("missing")
        if member.file_size > most:
            raise Unfit("file_too_big", most=_size(most))
        out = io.BytesIO()
        try:
            with self._zip.open(member) as file:
                while part := file.read(CHUNK):
                    out.write(part)
                    if out.tell() > member.file_size:
                        raise Unfit("damaged_member")
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise Unfit("damaged_member") from error
        if out.tell() != member.file_size:
            raise Unfit("damaged_member")
        return out.getvalue()


def _size(most: int) -> str:
    return f"{most // MEGABYTE} MB" if most >= MEGABYTE else f"{most // 1024} KB"


def _checked(members: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    if len(members) > MOST_MEMBERS:
        raise Unfit("many_members", most=f"{MOST_MEMBERS:,}")
    files = [one for one in members if not one.is_dir() and not _LITTER.match(one.filename)]
    for member in members:
        _check_kind(member)
    for member in files:
        _check_member(member)
    if sum(member.file_size for member in files) > MOST_UNPACKED:
        raise Unfit("unpacked", most=MOST_UNPACKED // MEGABYTE)
    names = [member.filename.casefold() for member in files]
    name, times = Counter(names).most_common(1)[0] if names else ("", 0)
    if times > 1:
        raise Unfit("name_twice", name=name)
    return files


def _check_kind(member: zipfile.ZipInfo) -> None:
    """Refuse what is no plain file or folder: links and devices."""
    mode = stat.S_IFMT(member.external_attr >> 16)
    if mode not in (0, stat.S_IFREG, stat.S_IFDIR) or (member.is_dir() and member.file_size):
        raise Unfit("link", name=_shown(member))


def _check_member(member: zipfile.ZipInfo) -> None:
    name = member.filename
    if member.orig_filename != name or len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        raise Unfit("path", name=_shown(member))
    if member.flag_bits & _ENCRYPTED:
        raise Unfit("password")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unfit("method")
    if member.file_size > SMALL and member.file_size > member.compress_size * MOST_RATIO:
        raise Unfit("ratio", name=_shown(member))


def _shown(member: zipfile.ZipInfo) -> str:
    """Return a hostile name in letters that can be shown."""
    return member.orig_filename.encode("ascii", "backslashreplace").decode()
