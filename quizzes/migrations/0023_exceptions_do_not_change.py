"""Exceptions do not change: the database itself refuses; they can be withdrawn once, and lose a made-up name."""

from django.db import migrations

MESSAGE = "an exception is never changed"
TABLE = "quizzes_quizoverride"
FACTS = (
    "id, quiz_id, person_id, department_id, course_assignment, target_title, time_percent, attempt_limit, "
    "time_limit_minutes, opens_at, closes_at, second_delay_minutes, later_delay_minutes, counts, overdue_rule, "
    "grace_seconds, one_at_a_time, sequential, shuffle_questions, shuffle_options, asks_password, reason, "
    "expires_on, given_at, is_demo"
)


def _other(name):
    return f"(NEW.{name} IS NOT NULL AND (OLD.{name} IS NULL OR NEW.{name} <> OLD.{name}))"


# Name of the trigger: (what is done, when it is refused).
REFUSED = {
    "no_update": (f"UPDATE OF {FACTS}", ""),
    "no_second_end": ("UPDATE OF withdrawn_at, withdrawn_reason", "OLD.withdrawn_at IS NOT NULL"),
    "no_other_giver": ("UPDATE OF given_by_id", _other("given_by_id")),
    "no_other_end": (
        "UPDATE OF withdrawn_by_id", f"OLD.withdrawn_at IS NOT NULL AND {_other('withdrawn_by_id')}"
    ),
    "no_delete": ("DELETE", "NOT OLD.is_demo"),
}


def make_triggers(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END" if sqlite else f"EXECUTE FUNCTION {TABLE}_refuse()"
    if not sqlite:
        schema_editor.execute(
            f"CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{MESSAGE}'; END $$"
        )
    for name, (event, condition) in REFUSED.items():
        when = f" WHEN ({condition})" if condition else ""
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_{name} BEFORE {event} ON {TABLE} FOR EACH ROW{when} {refuse}"
        )


def drop_triggers(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for name in REFUSED:
        schema_editor.execute(f"DROP TRIGGER {TABLE}_{name}" + ("" if sqlite else f" ON {TABLE}"))
    if not sqlite:
        schema_editor.execute(f"DROP FUNCTION {TABLE}_refuse()")


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0022_exceptions_of_the_demonstration")]

    operations = [migrations.RunPython(make_triggers, drop_triggers)]
