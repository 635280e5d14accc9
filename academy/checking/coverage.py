"""Where each thing the academy must cover lands: from ``coverage.csv`` to lessons, questions, practice."""

from collections.abc import Mapping
from dataclasses import dataclass

from academy.loading.files import course_keys, read_table, read_yaml

FILE = "coverage.csv"
TAUGHT, PRACTISED = "T", "S"
# Features of the platform are named in the plan by number; they are no content.
FEATURE = "PF-"
SECTIONS = {
    "1": "概念与定义 · Concepts and definitions",
    "2": "理由、理论与证据 · Reasons, theory and evidence",
    "3": "内部客户的需求 · What internal customers need",
    "4": "沟通与行为 · Communication and behaviour",
    "5": "做法与步骤 · Practices and steps",
    "6": "系统与机制 · Systems",
    "7": "指标 · Metrics",
    "8": "案例、公司与未来方向 · Cases, companies, future",
}
COLUMNS = "| # | 内容 Item | 来源 Source | 处理 | 落点 Lands in |"
HEAD = """# 覆盖表 · Coverage

Made by `manage.py coverage_table > docs/coverage.md` from `academy/coverage.csv` and the academy's files.
Every row is something the source documents name (000 to 004, the last a collection D1 to D20). **T** taught,
**S** simulated in a case or role-play, **F** a feature of the platform (PF). ▲ marks a weak statement: taught
only as what it is.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to cover, the codes of what it lands in, and what is done with it (T, S, F)."""

    number: int
    section: str
    item: str
    source: str
    lands: tuple[str, ...]
    treatment: tuple[str, ...]
    weak: bool
    note: str

    @property
    def is_content(self) -> bool:
        """Whether a learner must meet it: taught or practised."""
        return TAUGHT in self.treatment or PRACTISED in self.treatment


def rows() -> list[Row]:
    """Return the table as it stands in the file."""
    return [
        Row(
            number=int(raw["number"]),
            section=raw["section"],
            item=raw["item"],
            source=raw["source"],
            lands=tuple(raw["lands"].split()),
            treatment=tuple(raw["treatment"].split()),
            weak=bool(raw["weak"]),
            note=raw["note"],
        )
        for raw in read_table(FILE)
    ]


def places() -> dict[str, str]:
    """Return what content there is by code, each with its title and the end of its address."""
    return {**_courses(), **_questions(), **_practice(), **_rest()}


def _courses() -> dict[str, str]:
    found = {}
    for key in course_keys():
        course = read_yaml("courses", key, "course.yaml")
        found[key] = f"{course['title']['zh']} `/courses/{course['slug']}/`"
        for name in course["lessons"]:
            lesson = read_yaml("courses", key, f"{name}.yaml")
            found[name] = f"{lesson['title']['zh']} `/courses/{course['slug']}/{lesson['slug']}/`"
    return found


def _questions() -> dict[str, str]:
    return {raw["id"]: "" for raw in read_yaml("questions.yaml")["questions"]}


def _practice() -> dict[str, str]:
    """Cases are coded K01, role-plays RP1, in the order of their files."""
    cases = enumerate(read_yaml("cases.yaml")["cases"], start=1)
    plays = enumerate(read_yaml("scenarios.yaml")["roleplays"], start=1)
    return {
        **{f"K{place:02}": f"{raw['title']['zh']} `{raw['id']}`" for place, raw in cases},
        **{f"RP{place}": f"{raw['title']['zh']} `{raw['id']}`" for place, raw in plays},
    }


def _rest() -> dict[str, str]:
    title = read_yaml("self_assessment.yaml")["title"]["zh"]
    return {"SA": title, "SV": f"{title}（调查工具）", "glossary": "术语表 `/glossary/`"}


def problems() -> list[tuple[int, str]]:
    """Return what is wrong, by row: a code that names nothing, a row that lands nowhere."""
    known = places()
    found = []
    for row in rows():
        unknown = [code for code in row.lands if code not in known and not code.startswith(FEATURE)]
        found += [(row.number, f"“{code}” names nothing in the academy.") for code in unknown]
        if row.is_content and not _content(row, known):
            found.append((row.number, "Lands in no lesson, question, case or role-play."))
        if PRACTISED in row.treatment and not any(code.startswith(("RP", "K")) for code in row.lands):
            found.append((row.number, "Is to be simulated and lands in no case or role-play."))
    return found


def _content(row: Row, known: Mapping[str, str]) -> list[str]:
    return [code for code in row.lands if code in known and code not in {"SV", "glossary"}]


def modules_named() -> set[str]:
    """Return the lessons the table names."""
    lessons = {name for key in course_keys() for name in read_yaml("courses", key, "course.yaml")["lessons"]}
    return {code for row in rows() for code in row.lands if code in lessons}


def table() -> str:
    """Return the table as Markdown, one row a line, with the pages it lands in."""
    known = places()
    lines = [HEAD]
    for number, title in SECTIONS.items():
        lines += [f"\n## {number}. {title}\n", COLUMNS, "|--|--|--|--|--|"]
        lines += [_line(row, known) for row in rows() if row.section == number]
    return "\n".join(lines) + "\n"


def _line(row: Row, known: Mapping[str, str]) -> str:
    lands = "；".join(f"{code} {known.get(code, '')}".strip() for code in row.lands)
    item = f"▲ {row.item}" if row.weak else row.item
    note = f"（{row.note}）" if row.note else ""
    return f"| {row.number} | {item} | {row.source} | {' '.join(row.treatment)} | {lands}{note} |"
