"""What the editor of a lesson offers next."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from desk import surroundings
from desk.panels import NextStepsPanel, Step
from quizzes.models import QuizPage


class LessonStepsPanel(NextStepsPanel):
    """The other language, and the check after the lesson."""

    class BoundPanel(NextStepsPanel.BoundPanel):
        """The panel of one lesson."""

        def steps(self) -> Iterator[Step]:
            """Yield the steps; a check is made once, for both languages, so the source's page offers it."""
            yield from super().steps()
            if self.instance.locale.language_code == settings.LANGUAGE_CODE:
                yield from self._check()

        def _check(self) -> Iterator[Step]:
            page = self.instance
            behind = surroundings.following(page)
            quiz = QuizPage.objects.filter(pk=behind.pk).first() if behind else None
            if quiz is not None:
                url = reverse("wagtailsnippets_quizzes_quiz:edit", args=[quiz.quiz_id])
                yield Step(_("Open the quiz after this lesson: %(title)s") % {"title": quiz.title}, url)
                return
            text = _("For a check after this lesson: write its questions in both languages")
            here = urlencode({"module": page.key})
            yield Step(text, f"{reverse('wagtailsnippets_quizzes_question:list')}?{here}")
            yield Step(_("Put them together to a quiz"), reverse("wagtailsnippets_quizzes_quiz:add"))
            course = surroundings.above(page)[-1].pk
            place = reverse("wagtailadmin_pages:add", args=["quizzes", "quizpage", course])
            yield Step(_("Give the quiz its place in the course"), place)
