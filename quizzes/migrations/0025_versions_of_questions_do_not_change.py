"""Published questions do not change: the database itself refuses; they can be taken out, corrected and let go."""

from django.db import migrations

MESSAGE = "a published question is never changed"
TABLE = "quizzes_questionversion"
FACTS = "key, number, kind, dimension, module, content, digest, created_at"


def make_trigger(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    else:
        refuse = f"EXECUTE FUNCTION {TABLE}_refuse()"
        schema_editor.execute(
            f"CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{MESSAGE}'; END $$"
        )
    schema_editor.execute(
        f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE OF {FACTS} ON {TABLE} FOR EACH ROW {refuse}"
    )


def drop_trigger(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_update")
    else:
        schema_editor.execute(f"DROP TRIGGER {TABLE}_no_update ON {TABLE}")
        schema_editor.execute(f"DROP FUNCTION {TABLE}_refuse()")


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0024_late_and_hasty_answers")]

    operations = [migrations.RunPython(make_trigger, drop_trigger)]
