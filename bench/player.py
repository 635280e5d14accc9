"""A person who takes the quiz over HTTP and remembers what was acknowledged and what may have arrived."""

import http.client
import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.client import Person

OPTION = re.compile(r'type="radio" name="option" value="([^"]+)"')
QUESTION = re.compile(r'<section data-question="(\d+)"(.*?)</section>', re.DOTALL)
QUEUED = {"Accept": "application/json"}


@dataclass
class Answers:
    """One question's history: the newest acknowledged answer, and those sent later of which nobody knows."""

    options: list[str]
    seq: int = 0
    acknowledged: tuple[int, str | None] = (0, None)
    unknown: dict[int, str] = field(default_factory=dict)

    def legal(self) -> dict[int, str | None]:
        """Return what may be kept now, by number: the last acknowledged or anything sent after it."""
        number, option = self.acknowledged
        return {number: option} | {seq: sent for seq, sent in self.unknown.items() if seq > number}


@dataclass
class Player:
    """One open attempt of one person."""

    person: Person
    random: random.Random
    attempt: str = ""
    answers: dict[int, Answers] = field(default_factory=dict)
    acknowledged: int = 0
    wrong: list[str] = field(default_factory=list)

    def start(self, path: str) -> None:
        """Start the quiz and read its questions; raises RuntimeError when the server refuses."""
        status, _text, headers = self.person.request("POST", path, {})
        if status != http.client.FOUND or "/quiz/" not in headers.get("Location", ""):
            raise RuntimeError(f"starting answered {status} {headers.get('Location', '')}")
        page = headers["Location"]
        status, text, _headers = self.person.request("GET", page)
        if status != http.client.OK:
            raise RuntimeError(f"the attempt answered {status}")
        self.attempt = page.rstrip("/").rpartition("/")[2]
        self.answers = {
            int(place): Answers(OPTION.findall(body))
            for place, body in QUESTION.findall(text)
            if OPTION.search(body)
        }

    def save(self) -> bool:
        """Answer a question; return whether it was acknowledged.

        An answer whose fate is unknown is sent again under its number half of the time, as the browser's
        queue does, and otherwise followed by a newer one. Raises OSError when the server is away.
        """
        place = self.random.choice(list(self.answers))
        answers = self.answers[place]
        if answers.unknown and self.random.random() < 0.5:  # noqa: PLR2004 - half of the time
            seq, option = max(answers.unknown.items())
        else:
            answers.seq += 1
            seq, option = answers.seq, self.random.choice(answers.options)
        answers.unknown[seq] = option
        path = f"/zh-hans/quiz/{self.attempt}/{place}/"
        status, text, _headers = self.person.request(
            "POST", path, {"option": option, "seq": str(seq)}, QUEUED
        )
        if status == http.client.OK:
            self._acknowledge(answers, seq, option, json.loads(text)["seq"])
            return True
        if status < http.client.INTERNAL_SERVER_ERROR:
            self.wrong.append(f"{place}: {status} {text[:200]}")
        return False  # 5xx: the database is away; whether it was kept is not known

    def _acknowledge(self, answers: Answers, seq: int, option: str, said: int) -> None:
        if said != seq:
            self.wrong.append(f"sent {seq}, acknowledged {said}")
        self.acknowledged += 1
        answers.acknowledged = (seq, option)
        answers.unknown = {later: sent for later, sent in answers.unknown.items() if later > seq}

    def compare(self, rows: Sequence[Sequence[Any]]) -> list[str]:
        """Return what is lost, changed or doubled among the kept rows (position, number, options) of mine."""
        found = list(self.wrong)
        for place, answers in self.answers.items():
            kept = [(seq, options) for position, seq, options in rows if position == place]
            if len(kept) != 1:
                found.append(f"question {place} is kept {len(kept)} times")
                continue
            seq, options = kept[0]
            legal = answers.legal()
            if seq not in legal:
                found.append(f"question {place}: kept {seq}, may be {sorted(legal)}")
            elif options != ([legal[seq]] if legal[seq] else []):
                found.append(f"question {place}: number {seq} holds {options}, sent was {legal[seq]}")
        return found
