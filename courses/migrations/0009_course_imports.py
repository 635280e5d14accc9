

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0008_words_to_avoid'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CourseImport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('file_name', models.CharField(max_length=200)),
                ('content', models.BinaryField()),
                ('state', models.CharField(choices=[('uploaded', 'Waiting to be read'), ('previewed', 'Waiting for confirmation'), ('confirmed', 'Waiting to be imported'), ('applied', 'Imported'), ('failed', 'Not readable'), ('discarded', 'Discarded')], default='uploaded', max_length=12)),
                ('failure', models.TextField(blank=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('leased_until', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('applied_at', models.DateTimeField(null=True)),
                ('preview', models.JSONField(default=dict)),
                ('course_key', models.UUIDField(null=True)),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='course_imports', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'import of a course',
                'indexes': [models.Index(fields=['state'], name='courses_courseimport_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['uploaded', 'previewed', 'confirmed', 'applied', 'failed', 'discarded'])), name='courses_courseimport_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'applied'), _negated=True), models.Q(('applied_at__isnull', False), ('course_key__isnull', False)), _connector='OR'), name='courses_courseimport_applied_means_course')],
            },
        ),
    ]
