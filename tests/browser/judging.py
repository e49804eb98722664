"""What every page must be: as wide as the screen, and usable by everybody.

A click returns when the next page begins, of which there may be nothing yet: what is judged is a page that is there.
"""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.stage import HEIGHTS

EVERYTHING: dict[str, Any] = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
COLOURS: dict[str, Any] = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}
WIDER = """() => {
  const wide = document.documentElement.scrollWidth;
  if (wide <= innerWidth) return "";
  const reaches = (one) => one.getBoundingClientRect().right > innerWidth + 1;
  const seen = [...document.querySelectorAll("body *")].filter(reaches);
  return `${wide} px wide: ${seen.slice(-3).map((one) => one.outerHTML.slice(0, 120)).join(" | ")}`;
}"""


def too_wide(page: Page) -> list[str]:
    """Return what makes the page scroll sideways."""
    page.wait_for_load_state()
    found = page.evaluate(WIDER)
    return [found] if found else []


def barriers(page: Page, options: dict[str, Any]) -> list[str]:
    """Return axe's serious and critical findings."""
    page.wait_for_load_state()
    if page.evaluate("() => !window.axe"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} · {_why(node)}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"][:3]
    ]


def _why(node: dict[str, Any]) -> str:
    return " ".join(str(node.get("failureSummary", "")).split())[:220]


def resize(page: Page, width: int) -> None:
    """Look at the same page on another screen."""
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})


def dark(page: Page) -> list[str]:
    """Return the barriers of the page's colours in the dark scheme."""
    page.emulate_media(color_scheme="dark")
    found = [f"dark: {fault}" for fault in barriers(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    return found
