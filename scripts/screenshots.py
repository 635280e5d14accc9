"""Photograph the main screens and five lessons into docs/screenshots/: wide, on a phone, in both languages.

Serves the academy with the demonstration company from a data folder of its own and drives Chromium. Given the
word ``lessons``, photographs only these.
"""

import io
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "screenshots"
DATA = ROOT / "var" / "screenshots"
PASSWORD = "neike-demo"  # noqa: S105 - the demonstration company's
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
COLOURS = 128  # of a picture: text and drawings stay clear, and the repository small


@dataclass(frozen=True)
class View:
    """How a screen is looked at."""

    language: str
    width: int
    height: int
    dark: bool = False


VIEWS = {
    "desktop-zh": View("zh-hans", 1280, 900),
    "phone-zh": View("zh-hans", 360, 780),
    "desktop-en": View("en", 1280, 900),
}
LESSON_VIEWS = {**VIEWS, "desktop-dark": View("zh-hans", 1280, 900, dark=True)}
COURSE = "courses/who-is-my-internal-customer/"
# name: (who, address below the language)
SCREENS = {
    "my-learning": ("zhouning", "my/"),
    "courses": ("zhouning", "learn/"),
    "course": ("zhouning", COURSE),
    "lesson": ("zhouning", COURSE + "where-the-customer-sits/"),
    "quiz": ("zhouning", COURSE + "c1-quiz/"),
    "case": ("zhouning", COURSE + "case-01-whose-customer/"),
    "role-play": ("zhouning", COURSE + "rp1-three-engineers/"),
    "my-figures": ("zhouning", "insights/mine/"),
    "index": ("xulan", "insights/"),
    "completion": ("xulan", "insights/completion/"),
    "manager": ("pengweidong", "insights/"),
}
# One lesson each of five courses, with text, drawing, table and checklist.
LESSONS = {
    "c1m2": ("zhouning", COURSE + "roles-swap/"),
    "c3m4": ("zhouning", "courses/service-standards-and-flows/full-route-of-a-service/"),
    "c4m2": ("zhouning", "courses/complaints-recovery-follow-up/the-five-steps/"),
    "c5m4": ("zhouning", "courses/working-across-departments/transparency-and-platforms/"),
    "c6m3": ("zhouning", "courses/measuring-and-improving/reading-the-data/"),
}
Screens = Mapping[str, tuple[str, str]]


def served(port: int) -> "subprocess.Popen[bytes]":
    """Start the academy and wait until it answers."""
    environment = {**os.environ, "NEIKE_VAR": str(DATA)}
    command = [sys.executable, "scripts/serve.py", "--port", str(port), "--demo", "1"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    for _ in range(1200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.25)
    raise SystemExit("The academy did not come up.")


def log_in(browser: Browser, base: str, who: str, view: View) -> Page:
    """Return a page of somebody who is logged in, in the view's language and size."""
    context = browser.new_context(
        viewport={"width": view.width, "height": view.height},
        locale="zh-CN" if view.language != "en" else "en-GB",
        color_scheme="dark" if view.dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{base}/accounts/login/")
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state()
    return page


def item_types(browser: Browser, base: str) -> None:
    """Photograph one question of every type on a phone, as a learner gets it in a quiz."""
    command = [sys.executable, "scripts/item_types.py"]
    said = subprocess.check_output(command, cwd=ROOT, env={**os.environ, "NEIKE_VAR": str(DATA)}, text=True)
    page = log_in(browser, base, "zhouning", VIEWS["phone-zh"])
    page.goto(base + said.strip().splitlines()[-1])
    page.locator("main form button, main a.button").first.click()
    page.wait_for_load_state()
    quiz = page.url.partition("?")[0]
    for position in range(1, page.locator("[data-question]").count() + 1):
        page.goto(f"{quiz}?q={position}")
        shown = page.locator(f'[data-question="{position}"]')
        units = "-units" if shown.locator("select[name=unit]").count() else ""
        keep(page.screenshot(), TARGET / f"type-{shown.get_attribute('data-kind')}{units}-phone-zh.png")
    page.context.close()


def keep(picture: bytes, path: Path) -> None:
    """Write a picture with few colours."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    # "Maximum coverage" keeps the two colours that carry meaning, however small their share.
    few = image.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def photograph(
    browser: Browser, base: str, target: Path, screens: Screens, views: Mapping[str, View]
) -> None:
    """Photograph every screen in every view."""
    target.mkdir(parents=True, exist_ok=True)
    for name_of_view, view in views.items():
        for who in dict.fromkeys(who for who, _path in screens.values()):
            page = log_in(browser, base, who, view)
            for name, (owner, path) in screens.items():
                if owner == who:
                    page.goto(f"{base}/{view.language}/{path}")
                    page.wait_for_load_state("networkidle")
                    whole = int(page.evaluate("document.documentElement.scrollHeight"))
                    page.set_viewport_size({"width": view.width, "height": whole})  # bars stay at the edge
                    keep(page.screenshot(), target / f"{name}-{name_of_view}.png")
                    page.set_viewport_size({"width": view.width, "height": view.height})
            page.context.close()


def main() -> None:
    """Serve the academy and photograph it."""
    if CHROMIUM is None:
        raise SystemExit("Chromium was not found. Install it, or name it: CHROMIUM=/path make screenshots")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = served(port)
    base = f"http://127.0.0.1:{port}"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
            )
            photograph(browser, base, TARGET / "lessons", LESSONS, LESSON_VIEWS)
            if "lessons" not in sys.argv:
                photograph(browser, base, TARGET, SCREENS, VIEWS)
                item_types(browser, base)
            browser.close()
    finally:
        process.terminate()
        process.wait(timeout=60)


if __name__ == "__main__":
    main()
