"""Every page that a link leads to, on a phone and on a desk."""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page, expect

from tests.browser import judging
from tests.browser.stage import WIDTHS, Problems, Site, log_in, shoot
from tests.journeys.test_lost_phone import come_in, report

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
# Lists hold many objects of one kind: two of each are looked at, and one of them by axe.
OF_A_KIND = 2
LINKS = "() => [...document.querySelectorAll('a[href]')].map(one => one.href)"


@dataclass
class Crawl:
    """A walk over all links of one host, below the page it starts at."""

    page: Page
    start: str
    urlconf: str
    judge: Callable[[Page, str], list[str]]
    of_a_kind: int = OF_A_KIND
    faults: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    def walk(self) -> list[str]:
        """Visit what can be reached; return the addresses of the pages."""
        waiting, seen, pages = deque([self.start]), {self.start}, []
        while waiting:
            url = waiting.popleft()
            if not self._is_wanted(url):
                continue
            pages.append(url)
            for link in self._visit(url):
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)
        return pages

    def _is_wanted(self, url: str) -> bool:
        kind = self.kind(url)
        if kind is None:
            self.faults.append(f"{url} leads nowhere")
            return False
        self.kinds[kind] += 1
        return self.kinds[kind] <= self.of_a_kind

    def kind(self, url: str) -> str | None:
        """Return the name of the URL's pattern, with the names of what is asked."""
        parts = urlsplit(url)
        try:
            name = resolve(parts.path, urlconf=self.urlconf).view_name
        except Resolver404:
            return None
        asked = "&".join(sorted({key for key, _ in parse_qsl(parts.query)}))
        return f"{name}?{asked}" if asked else name

    def _visit(self, url: str) -> Iterator[str]:
        kind = self.kind(url)
        if kind in ("news:feed", "file", "file?izin", "review_file", "history_checker", "history_head"):
            status = self.page.evaluate("url => fetch(url).then(answer => answer.status)", url)
            self.faults += [f"{url}: {status}"] if status != 200 else []
            return
        answer = self.page.goto(url)
        if answer is None or answer.status != 200:
            self.faults.append(f"{url}: {answer.status if answer else 'no answer'}")
            return
        links = self.page.evaluate(LINKS)
        self.faults += [f"{url}: {fault}" for fault in self.judge(self.page, kind or "")]
        yield from (clean for link in links if (clean := self._inside(link)))

    def _inside(self, link: str) -> str:
        parts = urlsplit(urljoin(self.start, link))
        start = urlsplit(self.start)
        is_other = parts.netloc != start.netloc or not parts.path.startswith(start.path) or parts.path[:4] == "/en/"
        return "" if is_other else parts._replace(fragment="").geturl()


def width_only(page: Page, kind: str) -> list[str]:
    """Judge a page that axe has seen elsewhere: with the same template, in the same colours."""
    found = []
    for width in WIDTHS:
        judging.resize(page, width)
        found += [f"at {width} px: {fault}" for fault in judging.too_wide(page)]
    return found


@dataclass
class Judge:
    """Judges one page of a kind with all rules, and the width of all."""

    prefix: str
    seen: set[str] = field(default_factory=set)

    def __call__(self, page: Page, kind: str) -> list[str]:
        if kind in self.seen:
            return width_only(page, kind)
        self.seen.add(kind)
        found = []
        for width in WIDTHS:
            judging.resize(page, width)
            found += [f"at {width} px: {fault}" for fault in judging.too_wide(page)]
            if "?" not in kind:
                shoot(page, f"{self.prefix}-{kind.replace(':', '-').replace('_console', '-console')}")
            found += [f"at {width} px: {fault}" for fault in judging.barriers(page, judging.EVERYTHING)]
        return found + judging.dark(page)


@dataclass
class ColourJudge:
    """Judges what another region's theme can break: the colours of one page of a kind; the width of all."""

    seen: set[str] = field(default_factory=set)

    def __call__(self, page: Page, kind: str) -> list[str]:
        found = width_only(page, kind)
        if kind not in self.seen:
            self.seen.add(kind)
            found += judging.barriers(page, judging.COLOURS) + judging.dark(page)
        return found


@pytest.mark.parametrize("account", ["", "sari", "budi"])
def test_every_page_of_a_portal(site: Site, visitor: Callable[..., Page], account: str) -> None:
    """In Tangerang, which has every module."""
    crawl = crawl_as(account, "tangerang", site, visitor(1280), Judge("tangerang"))

    visited = crawl.walk()

    assert crawl.faults == [], "\n".join(crawl.faults)
    assert site.url("tangerang", "/konsol/laporan/" if account else "/laporan/buat/") in visited


@pytest.mark.parametrize("account", ["", "sari"])
@pytest.mark.parametrize("region", ["makassar", "jayapura"])
def test_every_page_in_other_colours(site: Site, visitor: Callable[..., Page], region: str, account: str) -> None:
    crawl = crawl_as(account, region, site, visitor(1280), ColourJudge())
    crawl.of_a_kind = 1

    visited = crawl.walk()

    assert crawl.faults == [], "\n".join(crawl.faults)
    assert site.url(region, "/konsol/berita/" if account else "/berita/") in visited


def test_every_page_of_a_citizens_account(site: Site, visitor: Callable[..., Page]) -> None:
    """Of one who sent a report, who may then be told of it, and asked what is known of her."""
    page = visitor(1280)
    come_in(page, site, "+6281230004000")
    page.get_by_label("Nama").fill("Bau Massepe Daeng Mattayang binti Syamsuddin")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("heading", name="Akun saya")).to_be_visible()
    report(page, site)
    page.goto(site.url("tangerang", "/warga/data-saya/minta/access/"))
    page.locator("main textarea").fill("Siapa yang menerima data saya?")
    page.locator("main form button[type=submit]").last.click()
    crawl = Crawl(page, site.url("tangerang", "/warga/"), "config.urls_tenant", Judge("citizen"))

    visited = crawl.walk()

    assert crawl.faults == [], "\n".join(crawl.faults)
    assert {site.url("tangerang", f"/warga/{path}/") for path in ("nik", "data-saya", "pemberitahuan/pilihan")} <= set(
        visited
    )


def crawl_as(account: str, region: str, site: Site, page: Page, judge: Judge | ColourJudge) -> Crawl:
    """Return a walk that begins in the console for who logs in, and on the home for a citizen."""
    if account:
        log_in(page, site, region, f"{account}@{region}.example")
    return Crawl(page, site.url(region, "/konsol/" if account else "/"), "config.urls_tenant", judge)


def test_every_page_of_the_operators(site: Site, visitor: Callable[..., Page]) -> None:
    page = visitor(1280)
    log_in(page, site, "", "rani@example.org")
    batch = change_all(page, site)
    crawl = Crawl(page, site.url(), "config.urls_public", Judge("operator"))

    visited = crawl.walk()

    assert crawl.faults == [], "\n".join(crawl.faults)
    assert {site.url("", "/daerah/siapkan/"), site.url("", "/massal/"), batch} <= set(visited)


def change_all(page: Page, site: Site) -> str:
    """Set the office hours of all portals: see the plan, confirm it, and watch until it has ended."""
    page.goto(site.url("", "/massal/"))
    page.select_option("[name=what]", "set:portal.hours")
    page.get_by_role("button", name="Lihat rencana").click()
    page.fill("[name=value]", "Senin–Jumat, 08.00–15.30")
    page.get_by_role("button", name="Lihat rencana").click()
    expect(page.get_by_role("button", name="Atur “Jam pelayanan”")).to_be_visible()
    faults = judging.too_wide(page) + judging.barriers(page, judging.EVERYTHING)
    page.get_by_role("button", name="Atur “Jam pelayanan”").click()
    page.wait_for_selector("#batch:not([hx-get]) [id=group-done]", timeout=60_000)
    assert faults == []
    return page.url


@pytest.mark.parametrize("path", ["/masuk/", "/akun/lupa-sandi/", "/tidak-ada/", "/en/", "/en/laporan/buat/"])
def test_page_that_no_link_leads_to(site: Site, visitor: Callable[..., Page], path: str) -> None:
    page = visitor(360)
    page.goto(site.url("tangerang", path))

    assert judging.too_wide(page) + judging.barriers(page, judging.EVERYTHING) + judging.dark(page) == []


def test_planted_faults_are_found(site: Site, visitor: Callable[..., Page], problems: Problems) -> None:
    page = visitor(360)
    page.goto(site.url("tangerang"))
    with page.expect_response("**/tidak-ada.png"):
        page.evaluate(
            """() => {
              const planted = document.createElement("div");
              planted.innerHTML = `<img src="/tidak-ada.png"><p style="color: red">merah</p>`;
              planted.style.width = "2000px";
              document.querySelector("main").append(planted);
            }"""
        )

    found = problems.found[:]
    problems.found.clear()

    assert any("tidak-ada.png: 404" in fault for fault in found)
    assert any("Content Security Policy" in fault for fault in found)
    assert judging.too_wide(page) != []
    assert [fault.split(":")[0] for fault in judging.barriers(page, judging.EVERYTHING)] == ["image-alt"]


@pytest.mark.parametrize(("width", "most"), [(360, 3), (1280, 5)])
def test_home_shows_as_many_rows_a_pillar_as_the_screen_holds(
    site: Site, visitor: Callable[..., Page], width: int, most: int
) -> None:
    page = visitor(width)

    page.goto(site.url("tangerang"))

    rows = [pillar.locator(".rows li:visible").count() for pillar in page.locator(".pillar").all()]
    assert max(rows) == most
    shoot(page, "home")
