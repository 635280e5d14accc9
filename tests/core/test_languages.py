"""In which language content is shown: whole, never half of each."""

from typing import Any

import pytest

from core.languages import foreign, lacks, shown_in

BOTH = {"stem": {"zh": "题", "en": "q"}, "rows": [{"text": {"zh": "甲", "en": "a"}}], "n": 1}
NO_EN = {"stem": {"zh": "题", "en": "q"}, "rows": [{"text": {"zh": "甲", "en": ""}}]}
NO_ZH = {"stem": {"zh": "", "en": "q"}, "unit": {"zh": "", "en": ""}}
MIXED = [{"zh": "甲", "en": ""}, {"zh": "", "en": "a"}]
LISTS = {"accepted": {"zh": ["甲"], "en": []}}


@pytest.mark.parametrize(
    ("data", "code", "shown"),
    [
        (BOTH, "en", "en"),
        (BOTH, "zh-hans", "zh-hans"),
        (NO_EN, "en", "zh-hans"),
        (NO_EN, "zh-hans", "zh-hans"),
        (NO_ZH, "zh-hans", "en"),
        (NO_ZH, "en", "en"),
        (MIXED, "en", "en"),
        (MIXED, "zh-hans", "zh-hans"),
        (LISTS, "en", "zh-hans"),
        ({}, "en", "en"),
    ],
)
def test_the_language_asked_for_unless_only_the_other_is_complete(data: Any, code: str, shown: str) -> None:
    assert shown_in(data, code) == shown


def test_what_is_shown_in_another_language_is_named_for_html() -> None:
    assert foreign("zh-hans", "en") == "zh-Hans"
    assert foreign("en", "zh-hans") == "en"
    assert foreign("zh-hans", "zh-hans") == ""
    assert lacks(NO_EN, "en")
    assert not lacks(NO_EN, "zh")
