"""The departments a roster names: found, added, renamed or moved. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from people.roster_cells import Cells, Problem
from people.tree import circle_in


@dataclass(frozen=True, slots=True)
class DepartmentNow:
    """A department as the database has it, with its parent's code."""

    code: str
    name_zh: str
    name_en: str
    parent: str | None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class DepartmentStep:
    """A department to add or to change; ``before`` is None for a new one."""

    row: int
    code: str
    name_zh: str
    name_en: str
    parent: str | None
    before: DepartmentNow | None = None


@dataclass(slots=True)
class DepartmentPlan:
    """Departments to add and to change, in the order the file names them."""

    new: list[DepartmentStep] = field(default_factory=list)
    changed: list[DepartmentStep] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether no department would change."""
        return not (self.new or self.changed)


@dataclass(slots=True)
class _Named:
    """What the file says about one department, and in which row it is named first."""

    row: int
    texts: dict[str, str]


@dataclass(slots=True)
class _Directory:
    """Every department known from the file or the database, by code and by name."""

    now: Mapping[str, DepartmentNow]
    named: dict[str, _Named]
    problems: list[Problem]
    by_name: dict[str, set[str]] = field(default_factory=dict)

    def code_of(self, text: str) -> str | None:
        """Return the code a text means: itself, or the only department of that name."""
        if text in self.named or text in self.now:
            return text
        codes = self.by_name.get(text, set())
        return next(iter(codes)) if len(codes) == 1 else None

    def add_problem(self, row: int, column: str, code: str, **about: str) -> None:
        """Note what is wrong in a row."""
        self.problems.append(Problem(row, column, code, about))


def plan_departments(
    people: Sequence[Cells], now: Mapping[str, DepartmentNow], problems: list[Problem]
) -> DepartmentPlan:
    """Return the departments to add and to change, and set every row's ``department`` to a code.

    A code that is unknown makes a department when its name stands beside it. A name without a code must
    be known and unique. Circles and contradictions are problems.
    """
    directory = _Directory(now, {}, problems)
    _collect(people, directory)
    plan = DepartmentPlan()
    for code, said in directory.named.items():
        step = _step(code, said, directory)
        if step is not None:
            (plan.new if step.before is None else plan.changed).append(step)
    for cells in people:
        _settle(cells, directory)
    _check_circles(plan, now, problems)
    return plan


def _collect(people: Sequence[Cells], directory: _Directory) -> None:
    for cells in people:
        if cells.department is not None:
            _note(cells, cells.department, directory)
    names = [(code, known.name_zh) for code, known in directory.now.items() if not known.closed]
    names += [(code, known.name_en) for code, known in directory.now.items() if not known.closed]
    names += [(code, said.texts.get("department_name", "")) for code, said in directory.named.items()]
    for code, name in names:
        directory.by_name.setdefault(name, set()).add(code)


def _note(cells: Cells, code: str, directory: _Directory) -> None:
    said = directory.named.setdefault(code, _Named(cells.row, {}))
    for key in ("department_name", "department_name_en", "parent"):
        text = getattr(cells, key)
        first = said.texts.setdefault(key, text) if text else text
        if text != first:
            directory.add_problem(cells.row, key, "contradiction", department=code, one=first, other=text)


def _step(code: str, said: _Named, directory: _Directory) -> DepartmentStep | None:
    before = directory.now.get(code)
    if before is None and "department_name" not in said.texts:
        directory.add_problem(said.row, "department", "unknown_department", department=code)
        return None
    names = [said.texts.get("department_name"), said.texts.get("department_name_en")]
    old = [before.name_zh, before.name_en] if before else ["", ""]
    step = DepartmentStep(
        said.row, code, names[0] or old[0], names[1] or old[1], _parent(said, before, directory), before
    )
    if before and (step.name_zh, step.name_en, step.parent) == (*old, before.parent):
        return None
    return step


def _parent(said: _Named, before: DepartmentNow | None, directory: _Directory) -> str | None:
    if "parent" in said.texts:
        parent = directory.code_of(said.texts["parent"])
        if parent is None:
            directory.add_problem(said.row, "parent", "unknown_parent", parent=said.texts["parent"])
        return parent
    if before is not None:
        return before.parent
    tops = [code for code, known in directory.now.items() if known.parent is None and not known.closed]
    return tops[0] if len(tops) == 1 else None


def _settle(cells: Cells, directory: _Directory) -> None:
    if cells.department is None and cells.department_name:
        codes = directory.by_name.get(cells.department_name, set())
        if len(codes) == 1:
            cells.department = next(iter(codes))
        else:
            code = "ambiguous_name" if codes else "unknown_name"
            directory.add_problem(cells.row, "department_name", code, name=cells.department_name)
    known = directory.now.get(cells.department or "")
    if known is not None and known.closed:
        directory.add_problem(cells.row, "department", "closed", department=known.code)


def _check_circles(plan: DepartmentPlan, now: Mapping[str, DepartmentNow], problems: list[Problem]) -> None:
    parents = {code: department.parent for code, department in now.items()}
    steps = {step.code: step for step in [*plan.new, *plan.changed]}
    parents |= {code: step.parent for code, step in steps.items()}
    circle = circle_in(parents)
    if circle:
        row = min(steps[code].row for code in circle if code in steps)
        problems.append(Problem(row, "parent", "circle", {"path": " → ".join([*circle, circle[0]])}))
