"""Uploaded files of questions: kept as rows until they are imported, thrown away or a day old."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.uploads import ImportState, Upload
from quizzes.exchange.formats import Format
from quizzes.models.bank import DimensionChoice


class ImportFormat(models.TextChoices):
    """The formats questions come and go in."""

    XLSX = Format.XLSX.value, _("Excel (.xlsx)")
    CSV = Format.CSV.value, _("Table (.csv)")
    GIFT = Format.GIFT.value, "GIFT"
    MOODLE = Format.MOODLE.value, "Moodle XML"
    QTI = Format.QTI.value, "QTI 2.2"
    QTI3 = Format.QTI3.value, "QTI 3.0"
    AIKEN = Format.AIKEN.value, "Aiken"
    TEXT = Format.TEXT.value, _("Numbered text (.txt)")


class FileLanguage(models.TextChoices):
    """In which language a file's texts are written; tables may hold both."""

    RECOGNISED = "", _("Recognise it")
    CHINESE = "zh", _("Chinese")
    ENGLISH = "en", _("English")


class QuestionImport(Upload):
    """One uploaded file of questions."""

    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="question_imports")
    format = models.CharField(max_length=10, choices=ImportFormat.choices)
    language = models.CharField(max_length=2, choices=FileLanguage.choices, blank=True)
    module = models.SlugField(_("module"), max_length=20, blank=True)
    dimension = models.CharField(_("competency"), max_length=20, choices=DimensionChoice.choices)
    total = models.PositiveIntegerField(null=True)
    read = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("import of questions")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="quizzes_questionimport_state_known"
            ),
            models.CheckConstraint(
                condition=Q(format__in=ImportFormat.values), name="quizzes_questionimport_format_known"
            ),
        ]
        indexes = [models.Index(fields=["state"], name="quizzes_questionimport_state")]


class Judgement(models.TextChoices):
    """What becomes of one question of a file."""

    GOOD = "good", _("Can be imported")
    KNOWN = "known", _("In the bank already")
    WRONG = "wrong", _("Cannot be imported")
    NOTE = "note", _("Not a question")


class ImportedQuestion(models.Model):
    """One question of an uploaded file as it was understood, what is wrong with it, whether it is known."""

    upload = models.ForeignKey(QuestionImport, models.CASCADE, related_name="questions")
    position = models.PositiveIntegerField()
    place = models.CharField(max_length=200)
    item = models.JSONField(null=True)
    problems = models.JSONField(default=list)
    twin = models.CharField(max_length=60, blank=True)
    judgement = models.CharField(max_length=10, choices=Judgement.choices)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("question of an import")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "position"], name="quizzes_importedquestion_position_unique"
            ),
            models.CheckConstraint(
                condition=Q(judgement__in=Judgement.values), name="quizzes_importedquestion_judgement_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.place}"
