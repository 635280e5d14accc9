"""Taking a roster in: upload, preview, confirm, initial passwords. All or nothing, in one transaction."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, PBKDF2PasswordHasher
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.refused import Refused
from people.actions import end_sessions, record_audit
from people.models import Department, Posting, RosterImport, RosterImportState, User, UserState
from people.roles import GROUP_ROLES, Role, roles_of
from people.roster import Roster
from people.roster_apply import apply_plan
from people.roster_plan import PersonNow, Plan, State, make_plan
from people.roster_tree import DepartmentNow

CHANGED = _("People or departments were changed since the preview. Check it again, then confirm.")
ADMINISTRATORS = Q(is_superuser=True) | Q(groups__name=Role.ADMINISTRATOR)
KEPT = timedelta(hours=24)
PASSWORD_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105 - the alphabet, without signs that look alike
# 15 of 31 signs are 74 bits: nobody guesses them, so they need not the slow hash of chosen passwords.
PASSWORD_LENGTH = 15
INITIAL_ITERATIONS = 1_000


def upload_roster(*, actor: User, file_name: str, roster: Roster, as_of: date) -> RosterImport:
    """Keep a roster's rows for preview; nothing else is changed."""
    rows = [[row.number, row.cells] for row in roster.rows]
    result = {"ignored": list(roster.ignored), "fields": list(roster.fields)}
    return RosterImport.objects.create(
        uploaded_by=actor, file_name=file_name[-200:], as_of=as_of, rows=rows, result=result
    )


def plan_of(upload: RosterImport) -> Plan:
    """Return what the uploaded roster would change now."""
    return plan_rows([(number, cells) for number, cells in upload.rows], upload.as_of)


def plan_rows(rows: Sequence[tuple[int, dict[str, str]]], as_of: date) -> Plan:
    """Return what these rows would change now."""
    return make_plan(rows=rows, state=state_on(as_of), as_of=as_of)


def state_on(day: date) -> State:
    """Return people and departments as a plan needs them: a posting in force on ``day``, or the next one."""
    codes = dict(Department.objects.values_list("pk", "code"))
    departments = {
        row.code: DepartmentNow(
            row.code,
            row.name_zh,
            row.name_en,
            codes.get(row.parent_id or 0),
            row.valid_to is not None and row.valid_to <= day,
        )
        for row in Department.objects.order_by("pk")
    }
    postings, ends = _postings_on(day)
    administrators = set(User.objects.filter(ADMINISTRATORS).values_list("pk", flat=True))
    people: dict[str, PersonNow] = {}
    emails: dict[str, str] = {}
    fields = ("pk", "username", "employee_no", "name", "email", "mobile", "language", "state")
    for pk, username, number, name, email, mobile, language, state in User.objects.values_list(*fields):
        if number is None:
            emails[email.lower()] = username
            continue
        code, title, is_head, start_on = postings.get(pk, (None, "", False, None))
        left = state == UserState.LEFT
        people[number] = PersonNow(
            number,
            name,
            email,
            mobile,
            language,
            left,
            code,
            title,
            is_head,
            start_on,
            ends.get(pk),
            pk in administrators,
        )
    emails.pop("", None)
    usernames = frozenset(name.lower() for name in User.objects.values_list("username", flat=True))
    return State(people, departments, emails, usernames)


def _postings_on(day: date) -> tuple[dict[int, tuple[str | None, str, bool, date | None]], dict[int, date]]:
    rows = Posting.objects.values_list("user", "department__code", "title", "is_head", "start_on", "end_on")
    current: dict[int, tuple[str | None, str, bool, date | None]] = {}
    ends: dict[int, date] = {}
    for user, code, title, is_head, start_on, end_on in rows.order_by("start_on", "pk"):
        if end_on is not None:
            ends[user] = max(ends.get(user, end_on), end_on)
        if end_on is not None and end_on <= day:
            continue
        if start_on <= day or user not in current:
            current[user] = (code, title, is_head, start_on)
    return current, ends


@transaction.atomic
def confirm_roster(*, actor: User, upload: RosterImport, digest: str, now: datetime) -> Plan:
    """Carry out exactly the plan that was shown; refused when it is too old, done, or no longer the same."""
    upload = RosterImport.objects.select_for_update().get(pk=upload.pk)
    if upload.state != RosterImportState.PREVIEWED:
        raise Refused(
            "decided", _("This roster has been dealt with already. Upload it again if you need to.")
        )
    if now - upload.created_at > KEPT:
        raise Refused("expired", _("The preview is older than a day. Upload the roster again."))
    list(Department.objects.select_for_update().values_list("pk"))
    plan = plan_of(upload)
    if plan.problems:
        raise Refused(
            "problems", _("Some rows cannot be imported. Correct them in the file and upload it again.")
        )
    if not secrets.compare_digest(plan.digest().encode(), digest.encode()):
        raise Refused("changed", CHANGED)
    try:
        with transaction.atomic():
            apply_plan(actor=actor, plan=plan, file_name=upload.file_name)
    except IntegrityError as error:  # somebody added the same person in this very moment
        raise Refused("changed", CHANGED) from error
    upload.state, upload.applied_at, upload.rows = RosterImportState.APPLIED, now, []
    upload.result = {
        **upload.result,
        **counts(plan),
        "invite": [person.employee_no for person in plan.new] + plan.returning,
    }
    upload.save(update_fields=["state", "applied_at", "rows", "result"])
    return plan


@transaction.atomic
def discard_roster(*, upload: RosterImport) -> None:
    """Throw an uploaded roster away."""
    upload = RosterImport.objects.select_for_update().get(pk=upload.pk)
    if upload.state == RosterImportState.PREVIEWED:
        upload.state, upload.rows = RosterImportState.DISCARDED, []
        upload.save(update_fields=["state", "rows"])


def counts(plan: Plan) -> dict[str, int]:
    """Return how much a plan would do, by kind."""
    return {
        "new": len(plan.new),
        "changed": len({change.employee_no for change in plan.changes}),
        "moved": len(plan.moves),
        "leavers": len(plan.leavers),
        "returning": len(plan.returning),
        "departments_new": len(plan.departments.new),
        "departments_changed": len(plan.departments.changed),
        "unchanged": plan.unchanged,
        "former": plan.former,
        "leaving_later": plan.leaving_later,
    }


def without_mail(upload: RosterImport) -> list[User]:
    """Return the people this import added who can be invited by nothing but an initial password."""
    numbers = upload.result.get("invite", [])
    never_chosen = Q(must_change_password=True) | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    people: list[User] = []
    for start in range(0, len(numbers), 500):
        found = User.objects.filter(employee_no__in=numbers[start : start + 500], email="", is_active=True)
        found = found.filter(groups=None, is_superuser=False)
        people.extend(found.filter(never_chosen, last_login__isnull=True))
    return sorted(people, key=lambda person: person.employee_no or "")


@transaction.atomic
def give_initial_passwords(*, actor: User, upload: RosterImport) -> list[tuple[User, str]]:
    """Give new people without e-mail a random password each; return them this once, they are not kept.

    Asked again, it gives new ones to those who have not come in yet.
    """
    people = without_mail(upload)
    given = []
    for person in people:
        given.append((person, _set_initial_password(person)))
    User.objects.bulk_update(people, ["password", "must_change_password"], batch_size=200)
    record_audit(actor=actor, action="roster.initial_passwords", subject=upload.file_name, people=len(people))
    return given


def _set_initial_password(person: User) -> str:
    password = "".join(secrets.choice(PASSWORD_SIGNS) for _sign in range(PASSWORD_LENGTH))
    hasher = PBKDF2PasswordHasher()
    person.password = hasher.encode(password, hasher.salt(), INITIAL_ITERATIONS)
    person.must_change_password = True
    return password


@transaction.atomic
def give_initial_password(*, actor: User, employee_no: str) -> tuple[User, str]:
    """Give one person without e-mail a new initial password and end their sessions; it is returned this once.

    Refused for people with an e-mail address, who help themselves, and for people with a role.
    """
    person = User.objects.select_for_update().filter(employee_no=employee_no, is_active=True).first()
    if person is None:
        raise Refused("nobody", _("Nobody who works here has this employee number."))
    if person.email:
        raise Refused("has_mail", _("This person has an e-mail address and can reset the password with it."))
    if roles_of(person) & set(GROUP_ROLES) or person.is_superuser:
        raise Refused("has_role", _("This person has a role. Please ask an administrator."))
    password = _set_initial_password(person)
    person.save(update_fields=["password", "must_change_password"])
    end_sessions(person)
    record_audit(actor=actor, action="person.initial_password", subject=person.username)
    return person, password


def clear_old_rosters(now: datetime) -> int:
    """Discard uploads nobody confirmed within a day, so that no personal data lies about; return how many."""
    old = RosterImport.objects.filter(state=RosterImportState.PREVIEWED, created_at__lt=now - KEPT)
    values: dict[str, Any] = {"state": RosterImportState.DISCARDED, "rows": []}
    return old.update(**values)
