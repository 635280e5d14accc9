"""The password of a quiz, apart from it: revisions and exports of a quiz hold nothing of it."""

from django.db import models

from people.models import User
from quizzes.models.quizzes import Quiz


class QuizPassword(models.Model):
    """What people type before a try begins, hashed."""

    quiz = models.OneToOneField(Quiz, models.CASCADE, primary_key=True, related_name="password")
    encoded = models.CharField(max_length=200)
    set_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return str(self.quiz_id)


class PasswordTry(models.Model):
    """How often a person typed a wrong password of a quiz, so that nobody can guess for long."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="+")
    wrong = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "quiz"], name="quizzes_passwordtry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.quiz_id}"
