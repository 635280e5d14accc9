"""What a trainer does with the mouse at the authoring desk: editors, blocks, choosers, publishing."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

# Wagtail's editor takes what is on the form after about two seconds for what was there at the beginning.
SETTLES = 2_300
DONE = re.compile("已发布|并发布")
BODY = "[data-contentpath=body]"


def settle(page: Page) -> None:
    """Wait until the editor notices edits."""
    page.wait_for_load_state()
    page.wait_for_timeout(SETTLES)


def choose_publish(page: Page) -> None:
    """Publish by the menu beside the button for saving, also while autosave is under way."""
    footer = page.locator("form footer").last
    footer.locator("[data-w-dropdown-target=toggle]").last.click()
    page.locator("button[name=action-publish]").click()
    expect(page.locator(".messages")).to_contain_text(DONE)


def add_block(page: Page, name: str) -> Locator:
    """Put a block at the end of a lesson and return it."""
    page.locator(f"{BODY} .c-sf-add-button").last.click()
    page.get_by_role("option", name=name, exact=True).click()
    blocks = page.locator(f"{BODY} [data-streamfield-child]")
    return blocks.last


def write(block: Locator, text: str) -> None:
    """Write running text, over what stands there."""
    area = block.locator("[contenteditable=true]")
    area.click()
    area.press("Control+a")
    area.press_sequentially(text)
    expect(area).to_have_text(text)


def fill_table(block: Locator, heads: list[str], rows: list[list[str]]) -> None:
    """Write a comparison table into an empty block; its first column brings the first row."""
    page = block.page
    for number, head in enumerate(heads):
        block.locator("[data-append-column]").click()
        page.locator(".add-column-menu button:visible").click()
        block.locator(".column-heading").nth(number).fill(head)
    for _row in rows[1:]:
        block.locator("[data-add-row]").last.click()
    write_cells(block, rows)


def write_cells(block: Locator, rows: list[list[str]]) -> None:
    """Write over the cells of a table."""
    cells = block.locator("table textarea")
    texts = [text for row in rows for text in row]
    expect(cells).to_have_count(len(texts))
    for number, text in enumerate(texts):
        cells.nth(number).fill(text)


def upload_picture(block: Locator, file: Path, title: str, shows: str) -> None:
    """Upload a picture in the chooser; what it shows becomes the alternative text."""
    page = block.page
    block.get_by_role("button", name="选择图片").click()
    chooser = page.locator(".modal")
    chooser.get_by_role("tab", name="上传").click()
    chooser.locator("input[type=file]").set_input_files(file)
    chooser.locator("[name$=title]").fill(title)
    chooser.locator("[name$=description]").fill(shows)
    chooser.locator("form button[type=submit], form [type=submit]").last.click()
    expect(chooser).to_be_hidden()
    expect(block.locator("[name$=alt_text]")).to_have_value(shows)


def choose_snippet(within: Locator, wanted: str) -> None:
    """Look for a definition in its chooser and take it."""
    within.locator("[data-chooser-action-choose]").first.click()
    chooser = within.page.locator(".modal")
    chooser.locator("[name=q]").fill(wanted)
    found = chooser.locator("tbody tr")
    expect(found).to_have_count(1)
    found.locator("a").click()
    expect(chooser).to_be_hidden()
