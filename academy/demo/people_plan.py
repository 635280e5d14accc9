"""Who works at the demonstration company: made from a seed, the same every time."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚"
)
GIVEN = (
    "明华建军志强伟芳秀英敏静丽娟涛超勇艳杰磊洋霞平刚桂兰玉梅鑫宇婷雪浩然子轩欣怡佳琪文博晨曦梦瑶思远海燕国栋"
)
FOUNDED = date(2009, 3, 2)
MOVER_SHARE = 0.03
NEWCOMER_SHARE = 0.015
ENGLISH_SHARE = 0.04


@dataclass(frozen=True, slots=True)
class Post:
    """A span in a department."""

    department: str
    start_on: date
    end_on: date | None = None
    is_head: bool = False
    title: str = ""

    def covers(self, day: date) -> bool:
        """Say whether the day lies in the span."""
        return self.start_on <= day and (self.end_on is None or day < self.end_on)


@dataclass(frozen=True, slots=True)
class Person:
    """One made-up colleague. ``diligence`` and ``skill`` (0-1) shape what the person does."""

    username: str
    employee_no: str
    name: str
    language: str
    posts: tuple[Post, ...]
    group: str
    diligence: float
    skill: float

    @property
    def department(self) -> str:
        """The department the person is in at the end."""
        return self.posts[-1].department

    def department_on(self, day: date) -> str | None:
        """Return the department the person is in on a day, None before the first one."""
        held = [
            post for post in self.posts if post.start_on <= day and (post.end_on is None or day < post.end_on)
        ]
        return held[-1].department if held else None


@dataclass(frozen=True, slots=True)
class _World:
    """What everybody is drawn from."""

    company: dict[str, Any]
    chance: random.Random
    today: date


def plan_people(company: dict[str, Any], *, seed: int, today: date) -> list[Person]:
    """Return everybody, the named people first; the same seed and day give the same company."""
    chance = random.Random(seed)  # noqa: S311 - made-up people need no cryptography
    world = _World(company, chance, today)
    climate = {code: chance.gauss(0.0, 0.08) for code in company["departments"]}
    people = [_named(row, chance) for row in company["people"].items()]
    headed = {person.department for person in people if person.posts[-1].is_head}
    for code, (_zh, _en, _parent, size) in company["departments"].items():
        already = sum(person.department == code for person in people)
        for number in range(size - already):
            heads = number == 0 and code not in headed
            people.append(_somebody(world, len(people) + 1, code, heads, climate[code]))
    return people


def _named(row: tuple[str, list[Any]], chance: random.Random) -> Person:
    username, (name, _name_en, department, title, group, is_head) = row
    post = Post(department, date(2019, 4, 1), None, is_head, title)
    return Person(
        username, f"QY{90_000 + chance.randrange(9_999):05d}", name, "zh-hans", (post,), group, 0.95, 0.7
    )


def _somebody(world: _World, number: int, code: str, heads: bool, climate: float) -> Person:
    chance, today = world.chance, world.today
    surname = chance.choice(SURNAMES)
    keen = world.company.get("reluctant", {}).get(code, 1.0)
    name = surname + "".join(chance.sample(GIVEN, chance.choice((1, 2, 2, 2))))
    since = FOUNDED + timedelta(days=int(chance.random() ** 0.6 * (today - FOUNDED).days * 0.96))
    if chance.random() < NEWCOMER_SHARE:
        since = today - timedelta(days=chance.randrange(3, 40))
    posts: tuple[Post, ...] = (Post(code, since, None, heads, "负责人" if heads else ""),)
    if not heads and chance.random() < MOVER_SHARE:
        posts = _moved(world, code, since)
    return Person(
        username=f"qy{number:05d}",
        employee_no=f"QY{number:05d}",
        name=name,
        language="en" if chance.random() < ENGLISH_SHARE else "zh-hans",
        posts=posts,
        group="",
        diligence=keen * min(0.99, max(0.05, chance.gauss(0.74 + climate, 0.2))),
        skill=min(0.97, max(0.15, chance.gauss(0.62 + climate, 0.15))),
    )


def _moved(world: _World, code: str, since: date) -> tuple[Post, ...]:
    """Return two posts: from a sister department, on a day of the last half year."""
    departments = world.company["departments"]
    parent = departments[code][2]
    sisters = [other for other, row in departments.items() if row[2] == parent and other != code]
    moved_on = world.today - timedelta(days=world.chance.randrange(20, 180))
    if not sisters or since >= moved_on:
        return (Post(code, since),)
    return (Post(world.chance.choice(sisters), since, moved_on), Post(code, moved_on))
