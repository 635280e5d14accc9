"""What the codes of the readers and checks say to a trainer, and what to do about it."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quizzes.exchange.items import Problem

UNREADABLE: dict[str, Promise] = {
    "no_questions": _("No question was found in the file. Compare it with the template or the examples."),
    "head": _(
        "No heading row was found. At least 题干 (question) and 正确答案 (answer) or 题型 (type) are needed."
    ),
    "not_moodle": _("This XML file holds no Moodle questions."),
    "not_qti": _("No QTI item was found in the file."),
    "xml_broken": _("The XML is broken in line %(line)s. Export the questions again."),
    "xml_dtd": _("The XML declares a document type or entities. Remove the DOCTYPE and try again."),
    "xml_encoding": _("The XML is written in %(encoding)s. Save it in UTF-8 and try again."),
    "xml_large": _("The XML is nested too deeply or has too many elements. Export fewer questions at once."),
}
SENTENCES: dict[str, Promise] = {
    # A type or a form that the bank does not have.
    "kind_unknown": _("The bank has no questions of the type “%(kind)s”. Write this one in another type."),
    "kind_missing": _("The type is missing and the answer does not tell it. Fill in the type."),
    "picture": _("The question holds a picture, sound or formula; the bank holds text only."),
    "markup": _("The formatting of a text cannot be read. Write it as plain text."),
    "partial_credit": _("Answers are worth differently much; the bank counts right answers the same."),
    "wildcard": _("An accepted answer holds the sign *, which the bank does not know. List the answers."),
    "blanks_several": _(
        "The question has several blanks. Write it in the Excel template with the type for several blanks."
    ),
    "numbers_several": _("Several numbers are right; the bank has one number or one range."),
    "units_several": _(
        "Several units are accepted but none has to be given; in the bank a unit has to be chosen."
    ),
    "tolerance_relative": _("The tolerance is relative; the bank has an absolute one. Write it as a number."),
    "interactions": _("The item asks several things at once. Split it into one question each."),
    "match_many": _("One left side has several right sides; the bank has one each."),
    "pairs_in_text": _("Questions of this type cannot be written as numbered text. Use the Excel template."),
    # What is wrong in the file.
    "stem_missing": _("The question has no text."),
    "answers": _("The answers do not begin with = or ~."),
    "brace": _("The closing brace of the answers is missing."),
    "answer_line": _("The last question has no line “ANSWER:”."),
    "option_order": _("A line stands between the options: “%(line)s”. Options run A, B, C, one a line."),
    "answer_unclear": _("The answer “%(answer)s” fits none of the options."),
    "letter_unknown": _("The answer names option %(letter)s, which does not exist."),
    "number_bad": _("“%(text)s” is not a number."),
    "too_long": _("A text is too long: %(what)s has at most %(most)s characters."),
    "options_many": _("There are more than %(most)s options."),
    "hints_many": _("There are more than %(most)s hints."),
    "options_few": _("There are fewer than two options."),
    "options_same": _("Two options say the same."),
    "option_empty": _("An option has no text."),
    "right_missing": _("No option is marked as right."),
    "right_many": _("Several options are right, but the type allows one. Correct the answer or the type."),
    "not_true_false": _("A true-or-false question has exactly two options: true and false."),
    "pairs_few": _("There are fewer than two pairs."),
    "match_missing": _("A pair has no right side."),
    "items_few": _("There are fewer than three items to put in order."),
    "number_missing": _("The right number is missing."),
    "blank_slips": _(
        "A blank lists wrong answers; in questions with several blanks the bank holds right ones only."
    ),
    "blank_sign": _("The accepted answer “%(answer)s” holds the sign |, which divides answers here."),
    "blanks_unclear": _(
        "The question needs each blank once, [[1]] for option A, [[2]] for B, with its accepted answers."
    ),
    "panel_unclear": _(
        "The ratings “%(text)s” are not understood. Write whole numbers from -2 to 2: 2 1 2 2 1."
    ),
    "experts_many": _("An option has ratings of more than %(most)s experts."),
    "range_unclear": _(
        "Give either a right number, with or without a tolerance, or a range such as 80~82, lower end first."
    ),
    "unit_unclear": _("The further unit “%(line)s” is not understood. Write it as: min = 60."),
    "credit_unfit": _("Questions of this type cannot be marked in the way stated."),
    "number_range": _("The number %(number)s has too many digits: 12 before the point, 6 behind it."),
    "tolerance_negative": _("The tolerance cannot be negative."),
    "accepted_missing": _("No accepted answer is given."),
    "tags_many": _("The question has more than %(most)s tags."),
    "points_range": _("Points run from 0 to %(most)s."),
    "repeated": _("The same question stands in the file before (%(first)s). This one is left out."),
    # Said, but imported all the same.
    "category_deep": _("The category “%(path)s” has more than two levels; the first two are used."),
    "module_unused": _("“%(module)s” is no module name of ours; the module chosen at the upload is used."),
    "competency_unknown": _(
        "“%(word)s” is none of the five competencies; the one chosen at the upload is used."
    ),
    "credit_unknown": _("“%(word)s” is no way of marking we know; the usual one is used."),
    "by_hand_unknown": _(
        "“%(word)s” is neither yes nor no; the question is imported as one that nobody marks."
    ),
    "difficulty_unknown": _("“%(word)s” is no difficulty we know; medium is used."),
    "key_unused": _("The name “%(key)s” holds signs a short name cannot have; a new one is made."),
    "points_unused": _("“%(points)s” is not a whole number of points; one point is used."),
    "sheet_unused": _("The sheet “%(sheet)s” has no heading row of questions and is not read."),
    "column_unused": _("The column “%(column)s” is not used."),
}
FIELDS: dict[str, Promise] = {
    "stem": _("the question"),
    "explanation": _("the explanation"),
    "unit": _("the unit"),
    "accepted": _("the accepted answers"),
    "model_answer": _("the model answer"),
    "number": _("the right number"),
    "tolerance": _("the tolerance"),
    "lowest": _("the lowest accepted number"),
    "highest": _("the highest accepted number"),
    "units": _("the further units"),
    "credit": _("how it is marked"),
    "key": _("the short name"),
    "module": _("the module"),
    "dimension": _("the competency"),
    "difficulty": _("the difficulty"),
    "points": _("the points"),
    "category": _("the category"),
    "tags": _("the tags"),
    "hints": _("the hints"),
    "by_hand": _("that a person marks it"),
    "options": _("options"),
    "option_text": _("the text of an option"),
    "option_match": _("the right side of a pair"),
    "option_feedback": _("the feedback of options"),
    "option_correct": _("which option is right"),
    "option_panel": _("the ratings of the experts"),
    "option_points": _("the points of criteria"),
    "question": _("the whole question"),
}


def sentence(problem: Problem) -> str:
    """Return what is wrong with a question and what to do about it."""
    about = dict(problem.about)
    if "what" in about:
        about["what"] = str(FIELDS[about["what"]])
    if "first" in about:
        about["first"] = place(about["first"])
    return str(SENTENCES[problem.code] % about)


def place(where: str) -> str:
    """Return where in the file something stands, as a trainer finds it."""
    kind, _colon, rest = where.partition(":")
    sheet, _mark, cell = rest.rpartition("!")
    if kind == "line":
        return gettext("line %(line)s") % {"line": rest}
    if kind in {"cell", "row"}:
        told = (
            gettext("cell %(cell)s") % {"cell": cell}
            if kind == "cell"
            else gettext("row %(row)s") % {"row": cell}
        )
        return f"{sheet} · {told}" if sheet else told
    return rest
