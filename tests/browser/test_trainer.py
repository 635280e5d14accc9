"""A trainer takes an empty lesson to a published bilingual one with its check; a learner opens it."""

from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from courses.models import LessonPage
from people.models import User
from quizzes.models import Question, QuizPage
from tests.browser import authoring as desk
from tests.browser.driving import take_quiz
from tests.browser.watching import Watch
from tests.browser.world import World
from tests.journeys.walks import course_c1

OpenAs = Callable[..., Page]
KEY = "c1m6"
ZH = {
    "title": "交接清单",
    "summary": "交接之前，先问清楚谁接着用。",
    "objectives": "说出交接的三个要点",
    "text": "交接清单只有三行：谁接着用，要什么，什么时候要。",
    "alt": "三个方框依次相连：谁、什么、什么时候",
}
EN = {
    "title": "A Handover List",
    "summary": "Before handing over, ask who goes on to use it.",
    "objectives": "Name the three points of a handover",
    "text": "A handover list has three lines: who uses it, what they need, and by when.",
    "alt": "Three linked boxes: who, what, by when",
}
HEADS = {"zh": ["常见写法", "换成清单"], "en": ["As usually written", "As a list"]}
ROWS = {
    "zh": [["尽快给我", "周三 17:00 前给仓库"], ["放老地方", "放在 3 号货架"]],
    "en": [["As soon as possible", "To the warehouse by Wednesday 17:00"], ["The usual place", "On shelf 3"]],
}
QUESTIONS = [
    ("q-c1m6-01", "清单的第一行写什么？", "What does the first line say?"),
    ("q-c1m6-02", "清单的第三行写什么？", "What does the third line say?"),
]
OPTIONS = [("谁接着用", "Who uses it"), ("谁来签字", "Who signs it")]


def test_from_an_empty_lesson_to_a_learner(
    open_as: OpenAs, world: World, learner: User, watch: Watch, tmp_path: Path
) -> None:
    watch.expected.append("status of 400")  # autosave asks with what is not complete yet
    page = open_as(world.trainer)
    write_chinese(page, picture(tmp_path))
    write_english(page)
    for question in QUESTIONS:
        write_question(page, *question)
    make_check(page)
    give_place(page)
    assert_published()
    for language, texts in (("zh-hans", ZH), ("en", EN)):
        read(open_as(learner, language=language), language, texts)
    reader = open_as(learner)
    reader.goto(quiz_page("zh-hans").get_url())
    take_quiz(reader, learner)
    expect(reader.locator("main")).to_contain_text("100")


def picture(folder: Path) -> Path:
    file = folder / "handover.png"
    Image.new("RGB", (600, 300), "#dde8dd").save(file)
    return file


def write_chinese(page: Page, file: Path) -> None:
    page.goto("/cms/desk_tree/")
    row = page.get_by_role("row").filter(has_text="谁是我的内部客户")
    row.locator(".children a").click()
    page.get_by_role("link", name="添加子页面").first.click()
    page.locator('main a[href*="/add/courses/lessonpage/"]').click()
    desk.settle(page)
    assert page.input_value("[name=key]") == KEY
    for name in ("title", "summary", "objectives"):
        page.fill(f"[name={name}]", ZH[name])
    desk.write(desk.add_block(page, "正文"), ZH["text"])
    desk.fill_table(desk.add_block(page, "对照表"), HEADS["zh"], ROWS["zh"])
    desk.upload_picture(desk.add_block(page, "图片"), file, "交接三步", ZH["alt"])
    desk.choose_publish(page)


def write_english(page: Page) -> None:
    page.goto(f"/cms/pages/{lesson('zh-hans').pk}/edit/")
    page.locator("[data-next-steps] a").filter(has_text="英文").click()
    page.locator("main form [type=submit]").last.click()
    expect(page.locator(".messages")).to_contain_text("英文")
    assert not lesson("en").live
    desk.settle(page)
    for name in ("title", "summary", "objectives"):
        page.fill(f"[name={name}]", EN[name])
    blocks = page.locator(f"{desk.BODY} [data-streamfield-child]")
    desk.write(blocks.nth(0), EN["text"])
    for number, head in enumerate(HEADS["en"]):
        blocks.nth(1).locator(".column-heading").nth(number).fill(head)
    desk.write_cells(blocks.nth(1), ROWS["en"])
    blocks.nth(2).locator("[name$=alt_text]").fill(EN["alt"])
    desk.choose_publish(page)


def write_question(page: Page, key: str, zh: str, en: str) -> None:
    page.goto("/cms/snippets/quizzes/question/add/")
    desk.settle(page)
    page.fill("[name=key]", key)
    page.select_option("[name=kind]", "single_choice")
    for name, text in (("stem_zh", zh), ("stem_en", en)):
        page.fill(f"[name={name}]", text)
    page.fill("[name=explanation_zh]", "清单按人、事、时间写。")
    page.fill("[name=explanation_en]", "The list says who, what and when.")
    page.get_by_role("tab", name="答案").click()
    for number, (words_zh, words_en) in enumerate(
        [("谁接着用", "Who uses it"), ("谁来签字", "Who signs it")]
    ):
        page.get_by_role("button", name="增加行").click()
        row = f"[name=options-{number}-"
        page.fill(f"{row}text_zh]", words_zh)
        page.fill(f"{row}text_en]", words_en)
        page.fill(f"{row}feedback_zh]", "看清单的三行。")
        page.fill(f"{row}feedback_en]", "Look at the three lines.")
    page.check("[name=options-0-is_correct]")
    page.get_by_role("tab", name="归属").click()
    page.fill("[name=module]", KEY)
    page.select_option("[name=dimension]", "understanding")
    desk.choose_publish(page)


def make_check(page: Page) -> None:
    page.goto("/cms/snippets/quizzes/quiz/add/")
    desk.settle(page)
    page.fill("[name=title_zh]", "随堂检查：交接清单")
    page.fill("[name=title_en]", "Check: A Handover List")
    page.fill("[name=key]", "c1m6-check")
    page.select_option("[name=purpose]", "check")
    for number, (key, _zh, _en) in enumerate(QUESTIONS):
        page.get_by_role("button", name="增加题目").click()
        page.fill(f"[name=items-{number}-slot]", str(number + 1))
        desk.choose_snippet(page.locator(f"#inline_child_items-{number}"), key)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("随堂检查：交接清单")


def give_place(page: Page) -> None:
    page.goto(f"/cms/pages/{lesson('zh-hans').pk}/edit/")
    page.locator("[data-next-steps] a").filter(has_text="把测验放进课程").click()
    desk.settle(page)
    page.fill("[name=title]", "随堂检查：交接清单")
    desk.choose_snippet(page.locator("form"), "随堂检查：交接清单")
    desk.choose_publish(page)
    page.goto(f"/cms/pages/{quiz_page('zh-hans').pk}/edit/")
    page.locator("[data-next-steps] a").filter(has_text="英文").click()
    page.locator("main form [type=submit]").last.click()
    desk.settle(page)
    page.fill("[name=title]", "Check: A Handover List")
    desk.choose_publish(page)


def lesson(language: str) -> LessonPage:
    return LessonPage.objects.get(key=KEY, locale__language_code=language)


def quiz_page(language: str) -> QuizPage:
    return QuizPage.objects.get(quiz__key="c1m6-check", locale__language_code=language)


def assert_published() -> None:
    for language in ("zh-hans", "en"):
        assert lesson(language).live
        assert quiz_page(language).live
    assert lesson("zh-hans").get_parent().specific == course_c1()
    assert Question.objects.filter(key__startswith="q-c1m6", live=True).count() == len(QUESTIONS)


def read(page: Page, language: str, texts: dict[str, str]) -> None:
    page.goto(lesson(language).get_url())
    short = language[:2]
    expect(page.locator("h1")).to_have_text(texts["title"])
    expect(page.locator("article.prose")).to_contain_text(texts["text"])
    expect(page.locator("article table th").first).to_have_text(HEADS[short][0])
    expect(page.locator("article table")).to_contain_text(ROWS[short][1][1])
    shown = page.get_by_role("img", name=texts["alt"])
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("complete", True)
    assert shown.evaluate("image => image.naturalWidth") > 0
    expect(page.locator("main")).to_contain_text(quiz_page(language).title)
