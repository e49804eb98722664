"""Two regions and the platform, six who ask, and what each is answered."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client

from kernel.audit.models import Entry
from tenants.customization import queries as customization
from tenants.isolation.csrf import SECRET
from tenants.isolation.current import Place, Tenancy, enter
from tests import environment

ACTORS = ("anonymous", "citizen", "officer", "administrator", "stranger", "operator")


@dataclass
class Site:
    """One of the three hosts: where it is, what is its own and what another's, and the cookies of who asks."""

    name: str
    place: Tenancy | Place
    host: str
    own: str
    foreign: tuple[str, ...]
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    secret: str = field(default_factory=_get_new_csrf_string)

    @property
    def kind(self) -> str:
        return "portal" if isinstance(self.place, Tenancy) else "platform"

    @property
    def trusted(self) -> str:
        """Return who may do everything here."""
        return "administrator" if self.kind == "portal" else "operator"

    def csrf(self) -> dict[str, str]:
        """Return the cookie that makes a form of this place a good one."""
        with enter(self.place):
            return {settings.CSRF_COOKIE_NAME: SECRET.sign(self.secret)}


@dataclass
class Answer:
    """What came back: the status as the lists name it, all bytes, and how many entries the audit log has more."""

    status: str
    everything: str
    is_whole: bool
    error: str = ""
    entries: int = 0


@dataclass(frozen=True)
class Asked:
    """How a page is asked for: `form` says whose token is sent, `first` changes what is there before."""

    method: str = "GET"
    form: Site | None = None
    headers: dict[str, str] = field(default_factory=dict)
    first: Callable[[], object] = lambda: None


GET = Asked()


@dataclass
class Stage:
    """The sites, and one browser that wears everybody's cookies."""

    sites: dict[str, Site]
    client: Client = field(
        default_factory=lambda: Client(enforce_csrf_checks=True, raise_request_exception=False), repr=False
    )
    asked: int = 0

    def ask(self, site: Site, actor: str, path: str, asked: Asked = GET) -> Answer:
        """Send a request as somebody; nothing of it stays."""
        form = asked.form
        self.client.cookies = SimpleCookie(site.cookies[actor] | (form.csrf() if form else {}))
        data = {"csrfmiddlewaretoken": form.secret} if form else {}
        self.asked += 1
        with undone(site.place):
            asked.first()
            before = Entry.objects.count()
            with enter(Place.NOBODY):
                send = getattr(self.client, asked.method.lower())
                answer = _answer(send(path, data, headers=asked.headers, SERVER_NAME=site.host))
            answer.entries = Entry.objects.count() - before
            return answer


@contextmanager
def undone(where: Tenancy | Place) -> Iterator[None]:
    """Take back whatever the block writes."""
    customization.forget()
    with enter(where), transaction.atomic():
        yield
        transaction.set_rollback(True)
    customization.forget()


def _answer(response: HttpResponse) -> Answer:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    leads_to = response.headers.get("Location", response.headers.get("HX-Redirect", ""))
    heads = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return Answer(
        "login" if "/masuk/?next=" in leads_to else str(response.status_code),
        f"{heads}\n{response.cookies.output()}\n{body.decode(errors='replace')}".lower(),
        b"<html" in body,
        repr(response.exc_info[1]) if getattr(response, "exc_info", None) else "",
    )


def forget() -> None:
    """Empty the cache: limits, and pages that are kept."""
    client = cache._cache.get_client()
    if keys := client.keys(f"*:{environment.DATABASE}:*"):
        client.delete(*keys)
