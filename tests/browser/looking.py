"""What every screen must satisfy, checked in one visit: axe, headings, width, focus, print."""

import json
from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL_RULES = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
TABS = 12
LANG_ATTRIBUTE = {"zh-hans": "zh-Hans", "en": "en"}


@cache
def _axe_script() -> str:
    return Axe().axe_script


def axe(page: Page, options: dict[str, Any] = ALL_RULES) -> list[str]:
    """Return what axe finds, one line for each element."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_axe_script())
    found = page.evaluate(f"axe.run(document, {json.dumps(options)}).then((r) => r.violations)")
    return [
        f"{rule['id']}: {node['html'][:160]} ({node['failureSummary'].splitlines()[-1].strip()[:160]})"
        for rule in found
        for node in rule["nodes"]
    ]


def wide(page: Page) -> list[str]:
    """Return what stands out of the page at its right; nothing may scroll sideways."""
    return list(
        page.evaluate(
            """() => {
              const root = document.documentElement;
              if (root.scrollWidth <= root.clientWidth) return [];
              return [...document.body.querySelectorAll("*")]
                .filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1)
                .slice(0, 3).map((one) => "too wide: " + one.outerHTML.slice(0, 120));
            }"""
        )
    )


def head(page: Page, language: str) -> list[str]:
    """Return what is wrong with the language, the title and the headings."""
    found = page.evaluate(
        """() => ({lang: document.documentElement.lang, title: document.title,
                   h1: [...document.querySelectorAll("h1")].filter((one) => one.checkVisibility()).length})"""
    )
    wrong = []
    if found["lang"] != LANG_ATTRIBUTE[language]:
        wrong.append(f"lang is {found['lang']}")
    if found["h1"] != 1:
        wrong.append(f"{found['h1']} main headings")
    if not found["title"].strip():
        wrong.append("no title")
    return wrong


def spaced(page: Page, language: str) -> list[str]:
    """Return Chinese sentences that the product set apart by a space."""
    if language == "en":
        return []
    return list(
        page.evaluate(
            """() => [...document.body.innerText.matchAll(/.{0,12}[。；：！？][ \\u00a0]+\\S.{0,12}/g)]
              .slice(0, 3).map((found) => "space after full-width punctuation: " + found[0])"""
        )
    )


def broken_bar(page: Page) -> list[str]:
    """Return the entries of the bar that are broken into two lines, on a wide screen."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll(".bar a, .bar summary")]
              .filter((one) => one.getClientRects().length > 1 || one.offsetHeight > 60)
              .map((one) => "broken in the bar: " + one.innerText)"""
        )
    )


def unseen_focus(page: Page) -> list[str]:
    """Press Tab a few times; return what is focused without showing it."""
    wrong = []
    for _ in range(TABS):
        page.keyboard.press("Tab")
        wrong += page.evaluate(
            """() => {
              const one = document.activeElement;
              if (one === document.body) return [];
              const style = getComputedStyle(one), box = one.getBoundingClientRect();
              const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
              const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.left >= 0;
              return shown && inside ? [] : ["focus not seen: " + one.outerHTML.slice(0, 120)];
            }"""
        )
    return wrong


def printed(page: Page) -> list[str]:
    """Return what is printed though it serves only on a screen, or that nothing is printed."""
    page.emulate_media(media="print")
    wrong = page.evaluate(
        """() => {
          const seen = (one) => one.checkVisibility();
          const chrome = [...document.querySelectorAll("nav, .button, .skip, .no-print, .menu")].filter(seen);
          const text = document.querySelector("main").innerText.trim();
          return [...chrome.slice(0, 2).map((one) => "printed: " + one.outerHTML.slice(0, 120)),
                  ...(text ? [] : ["nothing is printed"])];
        }"""
    )
    page.emulate_media(media="screen")
    return list(wrong)


def authored(page: Page, language: str) -> list[str]:
    """Look at what an author wrote, on a phone and on paper; the frame around it is looked at elsewhere."""
    return [*head(page, language), *spaced(page, language), *wide(page), *axe(page), *printed(page)]


def everything(page: Page, language: str) -> list[str]:
    """Look at a loaded screen on a desk and a phone, light, dark, enlarged and on paper."""
    wrong = [*head(page, language), *spaced(page, language), *broken_bar(page), *axe(page)]
    page.emulate_media(color_scheme="dark")
    wrong += [f"dark: {line}" for line in axe(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    wrong += printed(page)
    page.set_viewport_size({"width": 640, "height": 450})  # 1280 by 900 at 200 %
    wrong += [f"at 200 %: {line}" for line in wide(page)]
    page.set_viewport_size({"width": 360, "height": 780})
    wrong += [f"phone: {line}" for line in (*wide(page), *axe(page))]
    page.emulate_media(color_scheme="dark")
    wrong += [f"phone, dark: {line}" for line in axe(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    return wrong + unseen_focus(page)
