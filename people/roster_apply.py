"""Carrying a roster's plan out, set-wise; call it inside a transaction."""

from collections import defaultdict
from datetime import date

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from people.actions import deactivate, record_audit, renumber
from people.models import AuditEntry, Department, Posting, User, UserState
from people.roster_plan import Change, Move, NewPerson, Plan

BATCH = 200


def apply_plan(*, actor: User | None, plan: Plan, file_name: str) -> None:
    """Do what a plan without problems says; writes one audit entry for the roster and one a person."""
    _departments(plan)
    codes = dict(Department.objects.values_list("code", "pk"))
    users = _people(plan)
    _add(plan.new, codes)
    _return(plan.returning, users)
    _change(plan.changes, users)
    _move(plan.moves, users, codes)
    for leaver in plan.leavers:
        deactivate(actor=actor, user=users[leaver.employee_no], on=leaver.end_on)
    _record(actor, plan, file_name)


def _people(plan: Plan) -> dict[str, User]:
    numbers = {change.employee_no for change in plan.changes} | {move.employee_no for move in plan.moves}
    numbers |= {leaver.employee_no for leaver in plan.leavers} | set(plan.returning)
    wanted = sorted(numbers)
    found: dict[str, User] = {}
    for start in range(0, len(wanted), 500):
        chunk = wanted[start : start + 500]
        for user in User.objects.select_for_update().filter(employee_no__in=chunk):
            found[user.employee_no or ""] = user
    return found


def _departments(plan: Plan) -> None:
    steps = [*plan.departments.new, *plan.departments.changed]
    if not steps:
        return
    Department.objects.bulk_create(
        [
            Department(code=step.code, name_zh=step.name_zh, name_en=step.name_en)
            for step in plan.departments.new
        ]
    )
    rows = {row.code: row for row in Department.objects.all()}
    for step in steps:
        row = rows[step.code]
        row.name_zh, row.name_en = step.name_zh, step.name_en
        row.parent = rows[step.parent] if step.parent else None
    named = [rows[step.code] for step in steps]
    Department.objects.bulk_update(named, ["name_zh", "name_en", "parent"], batch_size=BATCH)
    renumber()


def _add(new: list[NewPerson], codes: dict[str, int]) -> None:
    users = User.objects.bulk_create(
        [
            User(
                username=person.employee_no,
                employee_no=person.employee_no,
                name=person.name,
                email=person.email,
                mobile=person.mobile,
                language=person.language,
                password=make_password(None),
            )
            for person in new
        ],
        batch_size=BATCH,
    )
    Posting.objects.bulk_create(
        [
            Posting(
                user=user,
                department_id=codes[person.department],
                start_on=person.start_on,
                title=person.title,
                is_head=person.is_head,
            )
            for user, person in zip(users, new, strict=True)
            if person.department is not None
        ],
        batch_size=BATCH,
    )


def _return(numbers: list[str], users: dict[str, User]) -> None:
    returning = [users[number] for number in numbers]
    for user in returning:
        user.state, user.is_active = UserState.ACTIVE, True
    User.objects.bulk_update(returning, ["state", "is_active"], batch_size=BATCH)


def _change(changes: list[Change], users: dict[str, User]) -> None:
    changed = {change.employee_no: users[change.employee_no] for change in changes}
    for change in changes:
        setattr(changed[change.employee_no], change.field, change.after)
    movers = [changed[change.employee_no] for change in changes if change.field == "email"]
    # Two people may swap addresses: all are taken away before any is given, as each must be unique.
    User.objects.filter(pk__in=[user.pk for user in movers]).update(email="")
    EmailAddress.objects.filter(user__in=[user.pk for user in movers]).delete()
    fields = ["name", "email", "mobile", "language"]
    User.objects.bulk_update(list(changed.values()), fields, batch_size=BATCH)


def _move(moves: list[Move], users: dict[str, User], codes: dict[str, int]) -> None:
    """Give new postings as ``actions.post`` does, for many people in a few queries."""
    own: dict[int, list[Posting]] = defaultdict(list)
    ids = [users[move.employee_no].pk for move in moves]
    for start in range(0, len(ids), 500):
        for posting in Posting.objects.filter(user__in=ids[start : start + 500]).order_by("start_on"):
            own[posting.user_id].append(posting)
    ended: list[Posting] = []
    corrected: list[Posting] = []
    added: list[Posting] = []
    for move in moves:
        spells = own[users[move.employee_no].pk]
        ended += [spell for spell in spells if _covers_before(spell, move.start_on)]
        same_day = next((spell for spell in spells if spell.start_on == move.start_on), None)
        posting = same_day or Posting(user=users[move.employee_no], start_on=move.start_on)
        later = [spell.start_on for spell in spells if spell.start_on > move.start_on]
        posting.end_on = min(later, default=None)
        posting.department_id = codes[move.department]
        posting.title, posting.is_head = move.title, move.is_head
        (added if same_day is None else corrected).append(posting)
        for spell in spells:
            if _covers_before(spell, move.start_on):
                spell.end_on = move.start_on
    Posting.objects.bulk_update(ended, ["end_on"], batch_size=BATCH)
    fields = ["end_on", "department", "title", "is_head"]
    Posting.objects.bulk_update(corrected, fields, batch_size=BATCH)
    Posting.objects.bulk_create(added, batch_size=BATCH)


def _covers_before(spell: Posting, day: date) -> bool:
    return spell.start_on < day and (spell.end_on is None or spell.end_on > day)


def _record(actor: User | None, plan: Plan, file_name: str) -> None:
    entries: list[tuple[str, str, dict[str, object]]] = [
        ("person.create", person.employee_no, {"row": person.row}) for person in plan.new
    ]
    entries += [
        ("person.change", change.employee_no, {"row": change.row, "field": change.field})
        for change in plan.changes
    ]
    entries += [
        ("person.post", move.employee_no, {"row": move.row, "department": move.department})
        for move in plan.moves
    ]
    entries += [("person.reactivate", number, {}) for number in plan.returning]
    steps = [*plan.departments.new, *plan.departments.changed]
    entries += [("department.roster", step.code, {"row": step.row}) for step in steps]
    AuditEntry.objects.bulk_create(
        [
            AuditEntry(actor=actor, action=action, subject=subject, detail=detail)
            for action, subject, detail in entries
        ],
        batch_size=BATCH,
    )
    record_audit(actor=actor, action="roster.import", subject=file_name, as_of=plan.as_of.isoformat())
