"""Words the glossary avoids."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0007_feedback_on_lessons'),
    ]

    operations = [
        migrations.AddField(
            model_name='glossaryterm',
            name='avoid_en',
            field=models.TextField(blank=True, max_length=400, verbose_name='not used for it (English)'),
        ),
        migrations.AddField(
            model_name='glossaryterm',
            name='avoid_zh',
            field=models.TextField(blank=True, help_text='Other words for it, one a line; whoever writes one is told to use the term.', max_length=400, verbose_name='not used for it (Chinese)'),
        ),
    ]
