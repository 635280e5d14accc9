"""Closed snapshots do not change: the database itself refuses, whichever code asks."""

from django.db import migrations

MESSAGE = "a closed snapshot is never changed"
CHILDREN = ("snapshotunit", "snapshotperson", "coursecompletion")
# Every figure of a unit; the link to the department is left out, it is cleared when a department goes.
UNIT_FIGURES = 'code, headcount, "index", low, high, basis, detail, duties_due, duties_done, duties_overdue'


def _sqlite() -> tuple[list[str], list[str]]:
    make, drop = [], []
    for event in ("UPDATE", "DELETE"):
        name = f"awareness_snapshot_no_{event.lower()}"
        spare = " AND OLD.is_demo = 0" if event == "DELETE" else ""
        make.append(
            f"CREATE TRIGGER {name} BEFORE {event} ON awareness_snapshot WHEN OLD.status = 'closed'{spare} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
        drop.append(f"DROP TRIGGER {name}")
        for child in CHILDREN:
            name = f"awareness_{child}_no_{event.lower()}"
            closed = "SELECT 1 FROM awareness_snapshot s WHERE s.id = OLD.snapshot_id AND s.status = 'closed'"
            spare = " AND s.is_demo = 0" if event == "DELETE" else ""
            columns = f" OF {UNIT_FIGURES}" if event == "UPDATE" and child == "snapshotunit" else ""
            make.append(
                f"CREATE TRIGGER {name} BEFORE {event}{columns} ON awareness_{child} "
                f"WHEN EXISTS ({closed}{spare}) BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )
            drop.append(f"DROP TRIGGER {name}")
    return make, drop


def _postgresql() -> tuple[list[str], list[str]]:
    make = [
        "CREATE FUNCTION awareness_refuse_snapshot() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF OLD.status = 'closed' AND (TG_OP = 'UPDATE' OR NOT OLD.is_demo) THEN "
        f"RAISE EXCEPTION '{MESSAGE}'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        "CREATE FUNCTION awareness_refuse_child() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF EXISTS (SELECT 1 FROM awareness_snapshot s WHERE s.id = OLD.snapshot_id AND s.status = 'closed' "
        f"AND (TG_OP = 'UPDATE' OR NOT s.is_demo)) THEN RAISE EXCEPTION '{MESSAGE}'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
    ]
    drop = []
    for table in ("snapshot", *CHILDREN):
        function = "awareness_refuse_snapshot" if table == "snapshot" else "awareness_refuse_child"
        for event in ("UPDATE", "DELETE"):
            name = f"awareness_{table}_no_{event.lower()}"
            columns = f" OF {UNIT_FIGURES}" if event == "UPDATE" and table == "snapshotunit" else ""
            make.append(
                f"CREATE TRIGGER {name} BEFORE {event}{columns} ON awareness_{table} "
                f"FOR EACH ROW EXECUTE FUNCTION {function}()"
            )
            drop.append(f"DROP TRIGGER {name} ON awareness_{table}")
    drop += ["DROP FUNCTION awareness_refuse_snapshot()", "DROP FUNCTION awareness_refuse_child()"]
    return make, drop


def _run(statements, schema_editor):
    for statement in statements:
        schema_editor.execute(statement.replace("%", "%%"))


def make_triggers(apps, schema_editor):
    _run((_sqlite if schema_editor.connection.vendor == "sqlite" else _postgresql)()[0], schema_editor)


def drop_triggers(apps, schema_editor):
    _run((_sqlite if schema_editor.connection.vendor == "sqlite" else _postgresql)()[1], schema_editor)


class Migration(migrations.Migration):
    dependencies = [("awareness", "0001_initial")]

    operations = [migrations.RunPython(make_triggers, drop_triggers)]
