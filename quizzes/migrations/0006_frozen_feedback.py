"""Write the feedback rule of every attempt out as the matrix its name stood for."""

from django.db import migrations

FROZEN = {"after_submit": "o/omfr/omfr/omfr", "until_passed": "o/omfr/omfr/omfr/held"}


def write_out(apps, schema_editor):
    attempts = apps.get_model("quizzes", "Attempt").objects
    for name, matrix in FROZEN.items():
        attempts.filter(feedback_rule=name).update(feedback_rule=matrix)


def name_again(apps, schema_editor):
    """The old column knew two names: what waits is the held one, anything else is the other."""
    attempts = apps.get_model("quizzes", "Attempt").objects
    attempts.filter(feedback_rule__endswith="/held").update(feedback_rule="until_passed")
    attempts.filter(feedback_rule__contains="/").update(feedback_rule="after_submit")
    quizzes = apps.get_model("quizzes", "Quiz").objects
    quizzes.filter(feedback_rule="own").update(feedback_rule="until_passed", feedback_matrix="")


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0005_feedback_matrix")]

    operations = [migrations.RunPython(write_out, name_again)]
