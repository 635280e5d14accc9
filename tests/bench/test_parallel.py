"""The judgement of the storms: it must see what was not allowed, and nothing else."""

from typing import Any

import pytest

from bench.parallel import Allowed, wrong_people

HOUR = 3600.0


def tries(*times: tuple[float, float], **changes: Any) -> list[dict[str, Any]]:
    """Return finished tries of one person at these times; ``changes`` are of the last."""
    rows = [
        {
            "user": 1,
            "number": n,
            "state": "submitted",
            "score": 0,
            "results": 1,
            "started": begun,
            "ended": ended,
        }
        for n, (begun, ended) in enumerate(times, start=1)
    ]
    rows[-1] |= changes
    return rows


@pytest.mark.parametrize(
    ("attempts", "allowed", "fine"),
    [
        (tries((0, 1), (1, 2), (2, 3)), Allowed(), True),
        (tries((0, 1), (1, 2), (2, 3), (3, 4)), Allowed(), False),  # one too many
        (tries((0, 1), (1, 2), number=1), Allowed(), False),  # numbered twice
        (tries((0, 1), state="open", ended=None, score=None), Allowed(), False),
        (tries((0, 1), results=2), Allowed(), False),
        (tries((0, 1), results=0), Allowed(), False),
        (tries((0, 2), (1, 3)), Allowed(), True),  # asked for while the first was being handed in
        (tries((0, 1), (1 + HOUR, 2 + HOUR)), Allowed(delay=HOUR), True),
        (tries((0, 1), (HOUR, 2 + HOUR)), Allowed(delay=HOUR), False),  # a second too early
        (tries((5, 6), (6, 8)), Allowed(opens=5, closes=8), True),
        (tries((4, 6)), Allowed(opens=5, closes=8), False),
        (tries((8, 8)), Allowed(opens=5, closes=8), False),
        (tries((7, 9)), Allowed(opens=5, closes=8), False),
    ],
)
def test_what_was_not_allowed_is_seen(attempts: list[dict[str, Any]], allowed: Allowed, fine: bool) -> None:
    assert wrong_people(attempts, allowed) == ([] if fine else [1])
