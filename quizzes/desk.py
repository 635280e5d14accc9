"""Forms of the authoring desk: any draft saves, publishing refuses what learners could not answer."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from core.basis_points import FULL_BP
from quizzes import lint, queries, rule_words
from quizzes.bands import flaws
from quizzes.content import parse
from quizzes.feedback_desk import contradictions_of, rule_of_ticks, shown_field, ticks_of
from quizzes.labels import LONGEST_TAG, tags_of
from quizzes.models import FeedbackRule, Question, Quiz, Survey
from quizzes.release import Moment, encode

PERCENT_BP = FULL_BP // 100
LAST_YEAR = 2099
NO_SUCH_TAG = gettext_lazy("No question carries the tag “%(tag)s”. Check how it is written.")


def rows_of(formset: Any) -> list[Any]:
    """Return the unsaved rows of an inline formset in the order given, without those to be deleted."""
    kept = [
        form
        for form in formset.forms
        if form.has_changed() or form.instance.pk
        if not form.cleaned_data.get(DELETION_FIELD_NAME)
    ]
    kept.sort(key=lambda form: form.cleaned_data.get(ORDERING_FIELD_NAME) or 0)
    return [form.instance for form in kept]


class WholeForm(WagtailAdminModelForm):
    """Checks a definition together with its rows once it is to take effect; a used short name stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields and self.instance.pk and self.is_known():
            self.fields["key"].disabled = True

    def is_known(self) -> bool:
        """Say whether results may already be kept under the short name."""
        return bool(self.instance.versions.exists())

    def is_valid(self) -> bool:
        """Check fields and rows first, then the whole."""
        if not super().is_valid():
            return False
        if not self.is_deferred_validation:
            for sentence in self.problems():
                self.add_error(None, str(sentence))
        return not self.errors

    def problems(self) -> list[Any]:
        """Return a sentence for each thing that stands against it."""
        raise NotImplementedError


class QuestionForm(WholeForm):
    """A question with its options."""

    def clean_tags(self) -> list[str]:
        """Divide tags at Chinese punctuation as well, and keep those that differ only in case once."""
        tags = tags_of("\n".join(self.cleaned_data["tags"]))
        if any(len(tag) > LONGEST_TAG for tag in tags):
            raise ValidationError(_("A tag has at most %(most)s characters.") % {"most": LONGEST_TAG})
        return list(tags)

    def clean_tolerance(self) -> Any:
        """Refuse a negative tolerance even in a draft: the database does."""
        tolerance = self.cleaned_data["tolerance"]
        if tolerance is not None and tolerance < 0:
            raise ValidationError(_("The tolerance cannot be negative."))
        return tolerance

    def clean(self) -> dict[str, Any]:
        """Refuse a range that ends before it begins even in a draft: the database does."""
        cleaned: dict[str, Any] = super().clean()
        low, high = cleaned.get("lowest"), cleaned.get("highest")
        if low is not None and high is not None and low > high:
            self.add_error("highest", _("The highest accepted number is below the lowest."))
        return cleaned

    def problems(self) -> list[Any]:
        """Return what the question lacks for its type."""
        content = self.instance.content()
        content["options"] = [option.content() for option in rows_of(self.formsets["options"])]
        content["hints"] = [hint.content() for hint in rows_of(self.formsets["hints"])]
        return lint.problems(parse(content))

    class Meta(WagtailAdminModelForm.Meta):
        model = Question
        fields: list[str] = []


class SurveyForm(WholeForm):
    """A self-assessment with its statements."""

    def problems(self) -> list[Any]:
        """Return what the questionnaire lacks."""
        content = self.instance.content()
        content["items"] = [item.content() for item in rows_of(self.formsets["items"])]
        return lint.survey_problems(content)

    class Meta(WagtailAdminModelForm.Meta):
        model = Survey
        fields: list[str] = []


class QuizForm(WholeForm):
    """A quiz; the pass mark is given in per cent."""

    pass_percent = forms.IntegerField(
        label=gettext_lazy("Pass mark in per cent"), min_value=0, max_value=100, initial=75
    )
    penalty_percent = forms.IntegerField(
        label=gettext_lazy("Penalty per wrong try, in per cent"),
        min_value=0,
        max_value=100,
        initial=0,
        required=False,
        help_text=gettext_lazy("Practice only: what a wrong try takes off the points of a question."),
    )
    shows_during = shown_field(Moment.DURING)
    shows_right_after = shown_field(Moment.RIGHT_AFTER)
    shows_while_open = shown_field(Moment.WHILE_OPEN)
    shows_after_close = shown_field(Moment.AFTER_CLOSE)
    held = forms.BooleanField(
        label=gettext_lazy("Right answers wait until somebody has passed or has no try left"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["pass_percent"] = self.instance.pass_bp // PERCENT_BP
            self.initial["penalty_percent"] = self.instance.penalty_bp // PERCENT_BP
        self.initial |= ticks_of(self.instance.chosen_rule)

    def is_known(self) -> bool:
        """Say whether anybody has started the quiz."""
        return bool(self.instance.attempts.exists())

    def clean(self) -> dict[str, Any]:
        """Keep the pass mark in basis points, unless the per cent shown were left as they are."""
        cleaned: dict[str, Any] = super().clean()
        percent = cleaned.get("pass_percent")
        if (percent is not None and "pass_percent" in self.changed_data) or not self.instance.pk:
            self.instance.pass_bp = (percent or 0) * PERCENT_BP
        self.instance.penalty_bp = (cleaned.get("penalty_percent") or 0) * PERCENT_BP
        own = cleaned.get("feedback_rule") == FeedbackRule.OWN
        self.instance.feedback_matrix = encode(rule_of_ticks(cleaned)) if own else ""
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("Choose a closing time after the opening time."))
        return cleaned

    def clean_closes_at(self) -> Any:
        """Refuse a day so far away that no calendar reaches beyond it."""
        closes = self.cleaned_data["closes_at"]
        if closes is not None and closes.year > LAST_YEAR:
            raise ValidationError(_("Choose a day before the year 2100, or leave it empty."))
        return closes

    def problems(self) -> list[Any]:
        """Return what would leave a try without questions, and what contradicts itself in the feedback."""
        items, draws = rows_of(self.formsets["items"]), rows_of(self.formsets["draws"])
        found: list[Any] = [] if items or draws else [_("Add questions, or a draw from the question bank.")]
        found += [rule_words.AGAINST[one] for one in contradictions_of(self.instance)]
        bands = flaws([row.band for row in rows_of(self.formsets["bands"])])
        found += [str(rule_words.FLAWS[flaw]) % {"percent": percent} for flaw, percent in bands]
        for draw in draws:
            there = len(queries.pool_of(draw))
            if there < draw.count:
                found.append(rule_words.DRAW_TOO_SMALL % {"wanted": draw.count, "there": there})
                found += [NO_SUCH_TAG % {"tag": tag} for tag in queries.unknown_tags(draw)]
        return found

    class Meta(WagtailAdminModelForm.Meta):
        model = Quiz
        fields: list[str] = []
