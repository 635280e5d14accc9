"""Grades do not change: the database itself refuses; only a made-up person's may go with their attempt."""

from django.db import migrations

MESSAGE = "a grade is never changed"
TABLE = "quizzes_gradeentry"
# Everything but who gave it: that link is cleared when a person of the demonstration goes.
FACTS = (
    "attempt_id, number, kind, score_bp, passed, score_before_bp, passed_before, score_after_bp, "
    "passed_after, reason, correction_id, given_at, is_demo"
)


def _sqlite():
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    yield f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE OF {FACTS} ON {TABLE} {refuse}"
    yield f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} WHEN NOT OLD.is_demo {refuse}"


def _postgresql():
    yield (
        f"CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'UPDATE' OR NOT OLD.is_demo THEN RAISE EXCEPTION '{MESSAGE}'; END IF; "
        "RETURN OLD; END $$"
    )
    for event, columns in (("update", f" OF {FACTS}"), ("delete", "")):
        yield (
            f"CREATE TRIGGER {TABLE}_no_{event} BEFORE {event.upper()}{columns} ON {TABLE} "
            f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()"
        )


def make_triggers(apps, schema_editor):
    for statement in (_sqlite if schema_editor.connection.vendor == "sqlite" else _postgresql)():
        schema_editor.execute(statement)


def drop_triggers(apps, schema_editor):
    of_table = "" if schema_editor.connection.vendor == "sqlite" else f" ON {TABLE}"
    for event in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_{event}{of_table}")
    if of_table:
        schema_editor.execute(f"DROP FUNCTION {TABLE}_refuse()")


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0015_grade_ledger")]

    operations = [migrations.RunPython(make_triggers, drop_triggers)]
