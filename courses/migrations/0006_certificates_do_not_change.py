"""Certificates do not change: the database itself refuses; only a made-up person's may go with them."""

from django.db import migrations

MESSAGE = "a certificate is never changed"
CERTIFICATE = "courses_certificate"
COURSE = "courses_certificatecourse"
MADE_UP = {
    CERTIFICATE: "SELECT 1 WHERE OLD.is_demo",
    COURSE: "SELECT 1 FROM courses_certificate c WHERE c.id = OLD.certificate_id AND c.is_demo",
}


def _sqlite():
    for table, made_up in MADE_UP.items():
        refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        yield f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}"
        yield (
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
            f"WHEN NOT EXISTS ({made_up}) {refuse}"
        )


def _postgresql():
    for table, made_up in MADE_UP.items():
        yield (
            f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP = 'UPDATE' OR NOT EXISTS ({made_up}) THEN RAISE EXCEPTION '{MESSAGE}'; END IF; "
            "RETURN OLD; END $$"
        )
        yield (
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
        )


def make_triggers(apps, schema_editor):
    for statement in (_sqlite if schema_editor.connection.vendor == "sqlite" else _postgresql)():
        schema_editor.execute(statement)


def drop_triggers(apps, schema_editor):
    for table in MADE_UP:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {table}_no_update")
            schema_editor.execute(f"DROP TRIGGER {table}_no_delete")
        else:
            schema_editor.execute(f"DROP TRIGGER {table}_no_change ON {table}")
            schema_editor.execute(f"DROP FUNCTION {table}_refuse()")


class Migration(migrations.Migration):
    dependencies = [("courses", "0005_paths_and_certificates")]

    operations = [migrations.RunPython(make_triggers, drop_triggers)]
