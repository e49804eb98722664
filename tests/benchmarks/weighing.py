"""Open pages in a browser that has seen nothing before, and print what came over the line, as JSON.

`python -m tests.benchmarks.weighing ORIGIN`
"""

import json
import sys
from collections import Counter
from typing import Any

from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main(origin: str) -> None:
    """Print `{page: {"all": bytes, "script": bytes}}`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        weights = {name: weigh(browser, address) for name, address in _pages(browser, origin).items()}
        browser.close()
    print(json.dumps(weights))


def _pages(browser: Any, origin: str) -> dict[str, str]:
    page = browser.new_page()
    page.goto(f"{origin}/berita/")
    article = page.locator("main h2 a, main h3 a").first.get_attribute("href")
    page.close()
    paths = {
        "home": "/",
        "news": "/berita/",
        "article": article,
        "report form": "/laporan/buat/",
        "reports": "/laporan/",
    }
    return {name: f"{origin}{path}" for name, path in paths.items()}


def weigh(browser: Any, address: str) -> dict[str, int]:
    """Return the bytes of all responses and those of scripts, headers included, compressed as they came."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    line = context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    sizes: Counter[str] = Counter()
    line.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    line.on(
        "Network.loadingFinished", lambda event: sizes.update({event["requestId"]: int(event["encodedDataLength"])})
    )
    line.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    context.close()
    scripts = sum(size for request, size in sizes.items() if kinds.get(request) == "Script")
    return {"all": sum(sizes.values()), "script": scripts}


if __name__ == "__main__":
    main(sys.argv[1])
