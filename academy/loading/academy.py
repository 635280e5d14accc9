"""The whole academy in its order: what others rest on comes first."""

from collections import Counter

from academy.loading import bank, courses, pages, paths
from academy.loading.ledger import Ledger
from academy.loading.pages import Pair, Spec, write_pair
from cases.models import Case, Scenario
from courses.models import ActivityIndexPage, CourseIndexPage
from home.models import HomePage
from quizzes.models import Survey, SurveyPage

# Courses whose lessons are finished; the others are loaded as drafts for trainers to see.
PUBLISHED = ("c1", "c2", "c3", "c4", "c5", "c6", "c7")
SURVEY_MINUTES = 5


def load() -> Counter[str]:
    """Load everything that is new or has changed in the files; return how many pieces became what."""
    ledger = Ledger()
    bank.load_questions(ledger)
    survey = bank.load_survey(ledger)
    bank.load_cases(ledger)
    bank.load_glossary(ledger)
    home = pages.home_pair(HomePage)
    course_index = write_pair(ledger, home, _index(CourseIndexPage, "courses", "课程", "Courses"))
    practice = write_pair(
        ledger, home, _index(ActivityIndexPage, "practice-pages", "案例与演练", "Cases and role-plays")
    )
    courses.load_courses(ledger, course_index, PUBLISHED)
    _load_practice(ledger, practice, survey)
    paths.load_paths(ledger, course_index)
    return ledger.counts


def _index(model: type, slug: str, title_zh: str, title_en: str) -> Spec:
    return Spec(model, slug, slug, {"zh": {"title": title_zh}, "en": {"title": title_en}})


def _load_practice(ledger: Ledger, practice: Pair, survey: Survey) -> None:
    """Offer the self-assessment, and the cases and role-plays that no published course offers."""
    fields = {
        "zh": {"title": survey.title_zh, "survey": survey, "minutes": SURVEY_MINUTES},
        "en": {"title": survey.title_en, "survey": survey, "minutes": SURVEY_MINUTES},
    }
    write_pair(ledger, practice, Spec(SurveyPage, survey.key, survey.key, fields))
    offered = courses.offered_in_courses(PUBLISHED)
    for key in Case.objects.exclude(key__in=offered).order_by("key").values_list("key", flat=True):
        courses.load_case_page(ledger, practice, key, live=True)
    for key in Scenario.objects.exclude(key__in=offered).order_by("key").values_list("key", flat=True):
        courses.load_scenario_page(ledger, practice, key, live=True)
