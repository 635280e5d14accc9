"""Decisions on similar answers do not change: the database refuses; only a made-up person's may go."""

from django.db import migrations

MESSAGE = "a decision on similar answers is never changed"
TABLE = "quizzes_sharingdecision"
MADE_UP = (
    "SELECT 1 FROM people_user u WHERE u.is_demo AND (u.id = OLD.decided_by_id OR u.id IN ("
    "SELECT a.user_id FROM quizzes_attempt a JOIN quizzes_sharingpair p ON a.id IN (p.first_id, p.second_id) "
    "WHERE p.id = OLD.pair_id))"
)


def _sqlite():
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    yield f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} {refuse}"
    yield f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} WHEN NOT EXISTS ({MADE_UP}) {refuse}"


def _postgresql():
    yield (
        f"CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'UPDATE' OR NOT EXISTS ({MADE_UP}) THEN RAISE EXCEPTION '{MESSAGE}'; END IF; "
        "RETURN OLD; END $$"
    )
    yield (
        f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
        f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()"
    )


def make_triggers(apps, schema_editor):
    for statement in (_sqlite if schema_editor.connection.vendor == "sqlite" else _postgresql)():
        schema_editor.execute(statement)


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_update")
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_delete")
    else:
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_change ON {TABLE}")
        schema_editor.execute(f"DROP FUNCTION {TABLE}_refuse()")


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0019_similar_answers")]

    operations = [migrations.RunPython(make_triggers, drop_triggers)]
