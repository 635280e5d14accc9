from django.db import migrations, models
import django.core.validators


class Migration(migrations.Migration):
    dependencies = [("courses", "0003_glossary")]

    operations = [
        migrations.AddField(
            model_name="glossaryterm",
            name="taught_in",
            field=models.CharField(blank=True, help_text="Keys of the lessons that teach it, such as c1m1, separated by spaces.", max_length=120, validators=[django.core.validators.RegexValidator("^[a-z0-9-]+( [a-z0-9-]+)*$")], verbose_name="taught in"),
        ),
        migrations.AddField(
            model_name="glossaryterm",
            name="marked_zh",
            field=models.BooleanField(default=True, help_text="The first occurrence in a lesson shows the meaning. Switch off for everyday words.", verbose_name="explained in Chinese lessons"),
        ),
        migrations.AddField(
            model_name="glossaryterm",
            name="marked_en",
            field=models.BooleanField(default=True, verbose_name="explained in English lessons"),
        ),
        migrations.AddField(
            model_name="glossaryterm",
            name="longer_zh",
            field=models.TextField(blank=True, help_text="Longer words it is part of and not meant in, one a line; they are left alone.", max_length=400, verbose_name="not within these words (Chinese)"),
        ),
    ]
