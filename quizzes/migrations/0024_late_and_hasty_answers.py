"""Keep which answers arrived after the deadline, and how many were given in haste."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('quizzes', '0023_exceptions_do_not_change'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='questionhealth',
            name='quizzes_questionhealth_verdict_known',
        ),
        migrations.AddField(
            model_name='attemptitem',
            name='late',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='questionhealth',
            name='hasty_bp',
            field=models.PositiveSmallIntegerField(null=True, verbose_name='under two seconds'),
        ),
        migrations.AddField(
            model_name='questionhealth',
            name='timed',
            field=models.PositiveIntegerField(default=0, verbose_name='times known'),
        ),
        migrations.AlterField(
            model_name='questionhealth',
            name='verdict',
            field=models.CharField(blank=True, choices=[('key_suspect', 'Good learners choose another answer: is the key wrong?'), ('negative', 'Those who do well elsewhere get this wrong more often'), ('languages_differ', 'Much harder in one language than in the other'), ('too_hard', 'Almost nobody gets this right'), ('too_easy', 'Almost everyone gets this right'), ('weak', 'Says little about who knows the subject'), ('skipped', 'Many leave it unanswered'), ('hasty', 'Many answer in under two seconds: is it read?'), ('unused_option', 'An option hardly anybody chooses')], max_length=20, verbose_name='finding'),
        ),
        migrations.AddConstraint(
            model_name='questionhealth',
            constraint=models.CheckConstraint(condition=models.Q(('verdict', ''), ('verdict__in', ['key_suspect', 'negative', 'languages_differ', 'too_hard', 'too_easy', 'weak', 'skipped', 'hasty', 'unused_option']), _connector='OR'), name='quizzes_questionhealth_verdict_known'),
        ),
    ]
