"""Mark the exceptions given for people of the demonstration: they go with them."""

from django.db import migrations, models

TABLE, ASSIGNMENTS = "quizzes_quizoverride", "courses_courseassignment"
MADE_UP = "(SELECT id FROM people_user WHERE is_demo)", "(SELECT id FROM people_department WHERE is_demo)"


def mark(apps, schema_editor):
    people, departments = MADE_UP
    made_up = f"person_id IN {people} OR department_id IN {departments}"
    schema_editor.execute(f"UPDATE {TABLE} SET is_demo = TRUE WHERE {made_up}")
    # Assignments belong to an application above this one: in a new database they are not there yet.
    if ASSIGNMENTS in schema_editor.connection.introspection.table_names():
        schema_editor.execute(
            f"UPDATE {TABLE} SET is_demo = TRUE "
            f"WHERE course_assignment IN (SELECT id FROM {ASSIGNMENTS} WHERE {made_up})"
        )


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0021_categories_and_tags")]

    operations = [
        migrations.AddField("quizoverride", "is_demo", models.BooleanField(default=False)),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
