"""JSON from strangers: what is too deep, too much or cannot be stored is refused, emoji are letters."""

import json

import pytest

from courses.exchange.documents import parsed, written
from courses.exchange.problems import Unfit


def test_it_works() -> None:
    data = {"title": "托盘 😀 𠮷 👨‍👩‍👧", "minutes": 10, "body": [{"value": None}]}
    assert parsed(written(data)) == data
    assert parsed(b"\xef\xbb\xbf{}") == {}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b'{"a": NaN}', "not_json"),
        (b'{"a": Infinity}', "not_json"),
        (b'{"a": 1e999}', "not_json"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "not_json"),
        (b"[]", "not_object"),
        (b'"text"', "not_object"),
        (b'{"a": 1, "a": 2}', "key_twice"),
        ('{"a": "客户"}'.encode("gb18030"), "not_utf8"),
        ('{"a": 1}'.encode("utf-16"), "not_utf8"),
        (b'{"a": "\\u0000"}', "characters"),
        (b'{"a": "\\ud83d"}', "characters"),
        (b'{"\\u0007": 1}', "characters"),
        (b'{"a": ' + b"[" * 60 + b"]" * 60 + b"}", "too_deep"),
        (b'{"a": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "too_deep"),
        (json.dumps({"a": [0] * 200_001}).encode(), "too_much"),
    ],
)
def test_what_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Unfit) as caught:
        parsed(content)
    assert caught.value.code == code
