"""Photograph the main screens into docs/screenshots/: desktop and phone in Chinese, desktop in English.

Serves the academy with the demonstration company from a data folder of its own and drives Chromium.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "screenshots"
DATA = ROOT / "var" / "screenshots"
PASSWORD = "neike-demo"  # noqa: S105 - the demonstration company's
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
VIEWS = {
    "desktop-zh": ("zh-hans", 1280, 900),
    "phone-zh": ("zh-hans", 360, 780),
    "desktop-en": ("en", 1280, 900),
}
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


def log_in(browser: Browser, base: str, who: str, view: str) -> Page:
    """Return a page of somebody who is logged in, in the view's language and size."""
    language, width, height = VIEWS[view]
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN" if language != "en" else "en-GB"
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
    page = log_in(browser, base, "zhouning", "phone-zh")
    page.goto(base + said.strip().splitlines()[-1])
    page.locator("main form button, main a.button").first.click()
    page.wait_for_load_state()
    quiz = page.url.partition("?")[0]
    for position in range(1, page.locator("[data-question]").count() + 1):
        page.goto(f"{quiz}?q={position}")
        shown = page.locator(f'[data-question="{position}"]')
        units = "-units" if shown.locator("select[name=unit]").count() else ""
        page.screenshot(path=TARGET / f"type-{shown.get_attribute('data-kind')}{units}-phone-zh.png")
    page.context.close()


def main() -> None:
    """Photograph every screen in every view."""
    if CHROMIUM is None:
        raise SystemExit("Chromium was not found. Install it, or name it: CHROMIUM=/path make screenshots")
    TARGET.mkdir(parents=True, exist_ok=True)
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
            for view, (language, _width, _height) in VIEWS.items():
                for who in dict.fromkeys(who for who, _path in SCREENS.values()):
                    page = log_in(browser, base, who, view)
                    for name, (owner, path) in SCREENS.items():
                        if owner == who:
                            page.goto(f"{base}/{language}/{path}")
                            page.screenshot(path=TARGET / f"{name}-{view}.png", full_page=True)
                    page.context.close()
            item_types(browser, base)
            browser.close()
    finally:
        process.terminate()
        process.wait(timeout=60)


if __name__ == "__main__":
    main()
