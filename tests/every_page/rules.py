"""What must hold of every page; each fault is a sentence."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from kernel.accounts.actor import PLATFORM
from kernel.audit.models import Entry
from tenants.isolation.current import enter
from tests.every_page.pages import Access, Opened, Page, openings
from tests.every_page.stage import ACTORS, Answer, Asked, Site, Stage, forget, undone

# Forms that lead on and write nothing into the place's audit log. Those of accounts have a history of their own.
CHANGES_NOTHING = {
    # They say why not: an empty form, or a row of the stage to which this was done already.
    "services_console:publish", "news_console:decide", "first_steps_back", "open_again", "delete", "call_off",
    "try_backup", "restore_backup", "restore_beside", "uninstall", "undo", "set_aside_run", "retry_batch", "undo_batch",
    # Nothing was typed, there is nothing to take away, or it is so already.
    "mfa_authenticate", "passkey_login", "turn_off_app", "recovery_codes", "end_sessions", "end_other_sessions",
    "unassign", "second_step_rule", "unlink_provider",
    # It says that the provider cannot be reached.
    "provider_log_in",
    # Who is no guest leaves nothing, and the stage's access was answered long ago.
    "leave_access", "answer_access",
    # Who is no citizen has no code and no session to end.
    "citizen_code", "citizen_another_code", "citizen_log_out", "citizen_passkey_log_in",
    # What somebody has read is her own affair; the mails are as they were.
    "read_notices", "read_citizen_notices", "letters", "letter_default",
    # It leads to the operators' first page.
    "console",
    # It is in the region's log.
    "ask_for_copy",
}  # fmt: skip
ELSEWHERE = "hanya-di-sana"


def faults(stage: Stage, page: Page, access: Access) -> list[str]:
    """Return a sentence for each answer that is not the listed one, and for each byte that is another's."""
    if refusal := access.refusal(page):
        return [refusal]
    forget()
    sites = [site for site in stage.sites.values() if site.kind == page.place]
    opened = {site.name: first_opening(stage, site, page, access) for site in sites}
    if None in opened.values():
        return [f"Nothing opens {page.name}: say in FIXED or SIGNED of {access.file} what does."]
    found = [*_equal_keys(page, opened.values())]
    for visit in (_gets, _fragments, _posts, _elsewhere):
        for site in sites:
            found += visit(stage, site, page, access, opened[site.name])
    return found


def first_opening(stage: Stage, site: Site, page: Page, access: Access) -> Opened | None:
    """Return the first row with which the page can be opened by who may do everything."""
    with undone(site.place):
        possible = list(openings(page, access))
    if len(possible) == 1:
        return possible[0]
    for opened in possible:
        if _first_status(stage, site, site.trusted, page.path(opened.values)) not in ("403", "404"):
            return opened
    return None


def _first_status(stage: Stage, site: Site, actor: str, path: str) -> str:
    status = stage.ask(site, actor, path).status
    return status if status != "405" else stage.ask(site, actor, path, Asked("POST", site)).status


def _equal_keys(page: Page, opened: Iterable[Opened]) -> Iterator[str]:
    rows = {(type(one.row), one.row.pk, str(getattr(one.row, one.column))) for one in opened if one.row}
    if len(rows) > 1:
        yield f"{page.name} was opened with rows of different keys: {rows}."


def _gets(stage: Stage, site: Site, page: Page, access: Access, opened: Opened) -> Iterator[str]:
    """Ask for the page in every way, and once in English, with nothing forgotten in between."""
    first, *more = access.queries.get(page.name, ("",))
    paths = [page.path(opened.values, language) + first for language in ("id", "en")]
    paths += [page.path(opened.values) + query for query in more]
    for path in dict.fromkeys(paths):
        for actor in ACTORS:
            answer = stage.ask(site, actor, path)
            yield from _compare(site, f"GET {path} by {actor}", answer, access.answer(page, "GET", actor))


def _fragments(stage: Stage, site: Site, page: Page, access: Access, opened: Opened) -> Iterator[str]:
    if access.answer(page, "GET", site.trusted) == "405":
        return
    path = page.path(opened.values) + access.queries.get(page.name, ("",))[0]
    for actor in ACTORS:
        answer = stage.ask(site, actor, path, Asked(headers={"HX-Request": "true"}))
        yield from _compare(site, f"Fragment {path} for {actor}", answer, access.answer(page, "GET", actor))


def _posts(stage: Stage, site: Site, page: Page, access: Access, opened: Opened) -> Iterator[str]:
    """Send an empty form: with a good token, without one, and with another place's."""
    path, other = page.path(opened.values), _other(stage, site)
    for what, form, askers in (
        ("a good", site, ACTORS),
        ("no", None, ("anonymous", site.trusted)),
        ("another's", other, ("anonymous", site.trusted)),
    ):
        for actor in askers:
            is_closed = form is not site and page.name not in access.without_csrf
            wanted = "403" if is_closed else access.answer(page, "POST", actor)
            forget()
            answer = stage.ask(site, actor, path, Asked("POST", form))
            yield from _compare(site, f"POST {path} with {what} token by {actor}", answer, wanted)
            if answer.status == "302" and form is site and actor == site.trusted and "account_" not in page.name:
                yield from _recorded(page, site, answer)


def _recorded(page: Page, site: Site, answer: Answer) -> Iterator[str]:
    """What was done is written down, and nothing is where nothing changes."""
    is_recorded = answer.entries > 0
    if is_recorded == (page.name in CHANGES_NOTHING):
        yield f"POST of {page.name} at {site.name} wrote {answer.entries} entries into the audit log."


def _other(stage: Stage, site: Site) -> Site:
    """Return the other region; for the platform, a region."""
    return next(other for other in stage.sites.values() if other.kind == "portal" and other is not site)


def _elsewhere(stage: Stage, site: Site, page: Page, access: Access, opened: Opened) -> Iterator[str]:
    """Ask for what exists only elsewhere: who may open the page is answered 404, everybody else as ever."""
    if opened.row is None:
        return
    method = "POST" if access.answer(page, "GET", site.trusted) == "405" else "GET"
    for what, path, first in _addresses(stage, site, page, access, opened):
        asked = Asked(method, site if method == "POST" else None, first=first)
        for actor in ACTORS:
            usual = access.answer(page, method, actor)
            forget()
            answer = stage.ask(site, actor, path, asked)
            expected = usual if usual in ("login", "403") else "404"
            yield from _compare(site, f"{method} {path} ({what}) by {actor}", answer, expected)


def _addresses(
    stage: Stage, site: Site, page: Page, access: Access, opened: Opened
) -> Iterator[tuple[str, str, Callable[[], object]]]:
    """Return addresses of what is not here, and what must happen first so that it is not."""
    if isinstance(opened.row, Entry):  # which nobody may change
        path = page.path({opened.column: ELSEWHERE})
        yield "it was written elsewhere", path, partial(_write_there, _other(stage, site))
    else:
        yield "its key exists only elsewhere", page.path(opened.values), lambda: _rename(opened)
    if page.name in access.signed:
        yield "signed elsewhere", page.path(_theirs(_other(stage, site), page, access)), lambda: None


def _theirs(other: Site, page: Page, access: Access) -> dict[str, Any]:
    """Return what fills the gaps of the address of the other place's row of the same key."""
    with undone(other.place):
        return next(openings(page, access)).values


def _rename(opened: Opened) -> None:
    """Give the row another key, so that the one it had is only in the other region."""
    type(opened.row)._base_manager.filter(pk=opened.row.pk).update(**{opened.column: ELSEWHERE})


def _write_there(other: Site) -> None:
    """Write an entry into the other place's log."""
    with enter(other.place):
        Entry.objects.create(key=ELSEWHERE, actor=PLATFORM, action="test", subject_kind="test", summary="There")


def _compare(site: Site, what: str, answer: Answer, expected: str) -> Iterator[str]:
    if answer.status != expected:
        yield f"{what} at {site.name} answers {answer.status} instead of {expected}. {answer.error}".strip()
    for word in site.foreign:
        if word in answer.everything:
            at = answer.everything.index(word)
            yield f"{what} at {site.name} says {word!r}: … {answer.everything[max(at - 60, 0) : at + 60]!r}"
    if answer.is_whole and answer.status == "200" and site.own not in answer.everything:
        yield f"{what} at {site.name} shows nothing of its own."
