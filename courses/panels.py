"""What the editor of a lesson offers next."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

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
            following = self.instance.get_next_siblings().first()
            page = following.specific if following else None
            if isinstance(page, QuizPage):
                url = reverse("wagtailsnippets_quizzes_quiz:edit", args=[page.quiz_id])
                yield Step(_("Open the quiz after this lesson: %(title)s") % {"title": page.title}, url)
                return
            questions = reverse("wagtailsnippets_quizzes_question:list")
            of_lesson = urlencode({"module": self.instance.key})
            yield Step(
                _("For a check after this lesson: write its questions in both languages"),
                f"{questions}?{of_lesson}",
            )
            yield Step(_("Put them together to a quiz"), reverse("wagtailsnippets_quizzes_quiz:add"))
            place = reverse(
                "wagtailadmin_pages:add", args=["quizzes", "quizpage", self.instance.get_parent().pk]
            )
            yield Step(_("Give the quiz its place in the course"), place)
