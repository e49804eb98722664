"""What every page knows: the region's face, its menus, its languages."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kernel.accounts.actor import Actor, ActorKind
from kernel.accounts.permissions import may
from kernel.accounts.queries import actor_of
from kernel.audit import queries as audit
from kernel.modules import registry
from kernel.modules.manifest import Menu
from tenants.customization import queries as customization
from tenants.customization import theme
from tenants.isolation.current import Tenancy, place, tenant
from tenants.notices import queries as notices
from tenants.portal import contributions
from tenants.portal.menu import CONSOLE

PLATFORM_NAME = "LIVE Partnership"
COPY = "copy"


@dataclass(frozen=True, slots=True)
class Brand:
    """Who speaks on a page."""

    name: str
    government: str
    home_url: str = "/"
    emblem_url: str = ""
    theme_url: str = ""
    address: str = ""
    hours: str = ""
    phone: str = ""
    sample: bool = False
    tagline: str = ""
    is_agency: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a menu."""

    label: str
    url: str
    icon: str = ""
    current: bool = False
    badge: int = 0


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the interface, and this page in it."""

    code: str
    label: str
    url: str
    current: bool


def brand() -> Brand:
    """Return the face of the current place. One query in a tenant."""
    here = place()
    if not isinstance(here, Tenancy):
        return Brand(PLATFORM_NAME, "Kota Tangerang", home_url=reverse("home"))
    own = customization.branding()
    return Brand(
        name=own.name,
        government=government(here),
        home_url=reverse("home"),
        emblem_url=reverse("file", args=[own.emblem_key]) if own.emblem_key else "",
        theme_url=theme.url(own.colour, own.motif),
        address=own.address,
        hours=own.hours,
        phone=own.phone,
        sample=own.is_sample,
        tagline=own.tagline,
        is_agency=here.kind == "agency",
    )


def bare_brand() -> Brand:
    """Return what is known of the place without asking the database."""
    here = place()
    if not isinstance(here, Tenancy):
        return Brand(PLATFORM_NAME, "Kota Tangerang")
    return Brand(here.name, here.name if here.state == COPY else government(here))


def copied_at() -> datetime | None:
    """Return when the backup was taken of which this place is a copy; None where it is none."""
    here = place()
    if not isinstance(here, Tenancy) or here.state != COPY:
        return None
    return datetime.fromisoformat(_copied()["taken_at"]).replace(tzinfo=ZoneInfo(here.time_zone))


def is_paused() -> bool:
    """Say whether the region is suspended: all but the way to leave is closed then."""
    here = place()
    return isinstance(here, Tenancy) and here.state == "suspended"


def government(here: Tenancy) -> str:
    """Return who answers for the portal: the region's government, or the agency itself; in a copy, the original's."""
    name = _copied()["name"] if here.state == COPY else here.name
    return name if here.kind == "agency" else _("Government of %(name)s") % {"name": name}


def _copied() -> dict[str, str]:
    """Return what a copy's log says of the backup that it came from: when it was taken, and of whom."""
    restored = audit.of("portal", "").filter(action="portal.restored").latest("id")
    return {"name": tenant().name, **restored.after}


def menu(request: HttpRequest) -> list[Item]:
    """Return the citizen's menu: the home, what the enabled modules show, and her account.

    It is the same for everybody, but in her account: there it says how much she has not read.
    """
    if not isinstance(place(), Tenancy):
        return []
    home, own, entries = reverse("home"), reverse("citizen"), _entries("portal")
    current = _current(request.path, [reverse(entry.url) for entry in entries])
    first = Item(_("Home"), home, "house", request.path == home)
    unread = request.unread() if hasattr(request, "unread") else 0
    last = Item(_("My account"), own, "user", request.path.startswith(own), unread)
    return [first, *(_item(entry, current) for entry in entries), last]


def console_menu(request: HttpRequest) -> list[Item]:
    """Return what the actor may open in the region's console, with the count of what waits there."""
    if not isinstance(place(), Tenancy):
        return []
    actor = actor_of(request)
    if not actor.is_known:
        return []
    badges = contributions.badges(actor)
    start = reverse("console")
    allowed = [entry for entry in [*_entries("console"), *CONSOLE] if _is_allowed(entry, actor)]
    if is_paused():
        return [_item(entry, request.path) for entry in allowed if entry.url == "exports"]
    current = _current(request.path, [reverse(entry.url) for entry in allowed])
    items = [_item(entry, current, badges.get(entry.url, 0)) for entry in allowed]
    return [Item(_("Today"), start, "list-checks", request.path == start), *items]


def bell(request: HttpRequest) -> Item | None:
    """Return the way to the notices of who has an account here, with how many she has not read. One query."""
    actor = actor_of(request)
    if not isinstance(place(), Tenancy) or is_paused() or actor.kind is not ActorKind.PERSON:
        return None
    return Item(_("Notices"), reverse("notices"), badge=notices.unread(actor))


def _entries(where: str) -> list[Menu]:
    """Return the enabled modules' menu entries for one of the two places."""
    enabled = (module for module in registry.modules() if tenant().has_enabled(module.name))
    return [entry for module in enabled for entry in module.menu if entry.place == where]


def _is_allowed(entry: Menu, actor: Actor) -> bool:
    """Say whether the actor may open it; what asks for no permission is for who has an account here."""
    return may(actor, entry.permission) if entry.permission else actor.kind is ActorKind.PERSON


def _current(path: str, urls: list[str]) -> str:
    """Return the menu's address that is nearest above the page; empty when none is."""
    return max((url for url in urls if path.startswith(url)), key=len, default="")


def _item(entry: Menu, current: str, badge: int = 0) -> Item:
    url = reverse(entry.url)
    return Item(_label(entry), url, entry.icon, url == current, badge)


def _label(entry: Menu) -> str:
    """Return the region's own word for the entry where it may have one."""
    module = entry.url.partition(":")[0].removesuffix("_console")
    return customization.word(f"{module}.{entry.word}") if entry.word else str(entry.label)


def languages(request: HttpRequest) -> list[Language]:
    """Return the interface's languages, each with this page's address in it."""
    active = get_language() or "id"
    here = request.get_full_path()
    names = {"id": "Bahasa Indonesia", "en": "English"}
    return [Language(code, label, translate_url(here, code), code == active) for code, label in names.items()]


def footer_links() -> list[Item]:
    """Return what stands at the foot of every citizen's page."""
    if not isinstance(place(), Tenancy):
        return []
    return [
        Item(_("Accessibility"), reverse("accessibility")),
        Item(_("Protection of personal data"), reverse("privacy")),
        Item(_("Contact us"), reverse("contact")),
    ]
