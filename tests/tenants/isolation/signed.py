"""Every sort of signed value: how one is issued in a tenant, and whether a tenant's real page takes it.

Both tenants have rows with the same public ids, so that only the signature tells a stranger's value from one's own.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from altcha import v2
from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from app_modules.complaints.models import Case, Category
from app_modules.complaints.queries import links
from app_modules.news import captcha, reading
from app_modules.news.models import Article, Comment
from app_modules.news.models import Category as Topic
from kernel.accounts.models import Assignment, Invitation, LinkedAccount, LogIn, Person, Role
from kernel.accounts.tokens import DISOWN, INVITATION, PasswordResetTokens
from kernel.accounts.trusted import BROWSER
from kernel.rates import hidden
from tenants.citizens import stopping, tokens
from tenants.citizens.models import Citizen, CitizenSession, Code, Recovery
from tenants.elsewhere.tokens import AGREED, OFFER
from tenants.files.actions import path_of
from tenants.files.exports import EXPORT
from tenants.files.exports import path_of as path_of_copy
from tenants.files.models import Export, StoredFile
from tenants.files.queries import PRIVATE_FILE
from tenants.isolation import hosts
from tenants.isolation.current import Place, Tenancy, enter
from tenants.isolation.messages import TenantCookieStorage
from tenants.notices.tokens import LEAVE
from tenants.portal import probe
from tenants.registry.models import Domain, Tenant
from tenants.support.models import Access
from tenants.support.tokens import DOOR
from tests.conftest import PASSWORD

KEY = "sama0sama0sa"
SUBMISSION = "kirim0kirim0"
PK = 7_310_000_000_001
SAID = "Hanya di sini"
THIRD = "ketiga.localhost"


@dataclass(frozen=True)
class Sort:
    """A sort of signed value. `prepare` and `issue` run inside a tenant; `take` says whether a page takes the value."""

    issue: Callable[[Client], Any]
    take: Callable[[Client, Any, Tenancy], bool]
    prepare: Callable[[], object] = lambda: None


def _invite() -> None:
    Invitation.objects.create(key=KEY, email="ibu@example.org", name="Ibu", role=Role.objects.get(key="officer"))


def _store(owner: str = "") -> None:
    stored = StoredFile.objects.create(
        key=KEY, owner=owner, is_private=True, name=SAID, content_type="text/plain", size=1, sha256=""
    )
    path_of(stored).parent.mkdir(parents=True, exist_ok=True)
    path_of(stored).write_text("x")


def _report() -> None:
    today = timezone.localdate()
    Case.objects.create(
        key=KEY,
        ticket="SAMA-1",
        title="Lampu padam",
        description="Lampu padam",
        category=Category.objects.all()[0],
        state=Case.State.DONE,
        clock_from=today,
        term_days=5,
        due_on=today,
        answered_at=timezone.now(),
        closes_on=today + datetime.timedelta(days=5),
    )


def _come_with(client: Client, cookie: str, where: Tenancy) -> bool:
    """Say whether the browser's own, wider count is taken for its sixth failure."""
    client.cookies[settings.KNOWN_BROWSER_COOKIE] = cookie
    typed = {"login": "sama@example.org", "password": "salah salah salah"}
    return [client.post("/masuk/", typed).status_code for _number in range(6)][-1] == 200


def _write() -> None:
    Article.objects.create(
        key=KEY,
        slug=KEY,
        title="Jembatan",
        category=Topic.objects.get_or_create(name="Sama", slug="sama")[0],
        state="published",
        published_at=timezone.now(),
        shown=1,
    )


def _join() -> None:
    """Make a person who is the same in every column, her password's hash included."""
    hashed = "md5$sama$" + "0" * 32
    person = Person.objects.create(pk=PK, key=KEY, name="Sama", email="sama@example.org", password=hashed)
    Assignment.objects.create(person=person, role=Role.objects.get(key="administrator"))


def _come() -> None:
    _join()
    LogIn.objects.create(key=KEY, person_id=PK, result=LogIn.Result.IN)


def _be_third() -> None:
    """Let there be a third region, which is elsewhere for both."""
    _join()
    with enter(Place.PLATFORM):
        third, _is_new = Tenant.objects.get_or_create(
            slug="ketiga",
            defaults={"name": "Kota Ketiga", "schema_name": "t999", "role_name": "t999", "state": "live"},
        )
        Domain.objects.get_or_create(domain=THIRD, tenant=third, is_primary=True)
    hosts.forget()


def _offer(client: Client) -> str:
    return OFFER.sign({"key": KEY, "domain": THIRD})


def _agree(client: Client, token: str, where: Tenancy) -> bool:
    with enter(where):
        client.force_login(Person.objects.get(pk=PK))
    return _opens(client, f"/akun/daerah/setuju/{token}/")


def _begin() -> None:
    _join()
    LinkedAccount.objects.create(key=KEY, person_id=PK, domain=THIRD, name=SAID)


def _end(client: Client, token: str, where: Tenancy) -> bool:
    with enter(where):
        client.force_login(Person.objects.get(pk=PK))
    return _opens(client, f"/akun/daerah/selesai/{token}/")


def _solve(client: Client) -> str:
    challenge = v2.Challenge.from_dict(captcha.challenge())
    solution = v2.solve_challenge(challenge)
    assert solution is not None
    return str(v2.Payload(challenge, solution).to_base64())


def _comment(client: Client, payload: str, where: Tenancy) -> bool:
    client.post(f"/berita/{KEY}/komentar/", {"name": "Citra", "text": "Bagus.", "altcha": payload})
    with enter(where):
        return Comment.objects.get(article__key=KEY).is_verified


def _log_in(client: Client) -> Session:
    client.force_login(Person.objects.get(pk=PK))
    return Session.objects.get(session_key=client.cookies[settings.SESSION_COOKIE_NAME].value)


def _come_back(client: Client, session: Session, where: Tenancy) -> bool:
    """Come with the cookie, and with the session's row too, as somebody would who writes into both databases."""
    with enter(where):
        Session.objects.get_or_create(pk=session.pk, defaults={"session_data": session.session_data,
                                                               "expire_date": session.expire_date})  # fmt: skip
    client.cookies[settings.SESSION_COOKIE_NAME] = session.pk
    return client.get("/konsol/").status_code == 200


def _open_form(client: Client) -> tuple[str, str]:
    response = client.get("/masuk/")
    return response.cookies[settings.CSRF_COOKIE_NAME].value, str(response.context["csrf_token"])


def _send_form(client: Client, value: tuple[str, str], where: Tenancy) -> bool:
    client.handler.enforce_csrf_checks = True
    client.cookies[settings.CSRF_COOKIE_NAME], token = value
    typed = {"login": "siapa@example.org", "password": PASSWORD, "csrfmiddlewaretoken": token}
    return client.post("/masuk/", typed).status_code != 403


def _say(client: Client) -> str:
    storage, response = TenantCookieStorage(RequestFactory().get("/")), HttpResponse()
    storage._store([Message(constants.INFO, SAID)], response)
    return response.cookies[storage.cookie_name].value


def _hear(client: Client, cookie: str, where: Tenancy) -> bool:
    client.cookies[TenantCookieStorage.cookie_name] = cookie
    return SAID in client.get("/masuk/").content.decode()


def _close() -> None:
    with enter(Place.PLATFORM):
        Tenant.objects.filter(region_code__in=["73.71", "91.71"]).update(state="ready")
    hosts.forget()


def _probe(client: Client, token: str, where: Tenancy) -> bool:
    return "sedang disiapkan" not in client.get("/", headers={probe.HEADER: token}).content.decode()


def _choose(client: Client, token: str, where: Tenancy) -> bool:
    page = client.get(f"/akun/sandi-baru/{KEY}-{token}/", follow=True)
    return page.status_code == 200 and "tidak berlaku lagi" not in page.content.decode()


def _follow(client: Client, token: str, where: Tenancy) -> bool:
    return client.get(f"/laporan/ikuti/{token}/").status_code == 200


def _confirm(client: Client, token: str, where: Tenancy) -> bool:
    client.post(f"/laporan/ikuti/{token}/beres/")
    with enter(where):
        return Case.objects.get(key=KEY).is_closed


def _keep_photo(client: Client, token: str, where: Tenancy) -> bool:
    page = client.post("/laporan/buat/", {"submission": SUBMISSION, "photo": token, "description": ""})
    return page.status_code == 400 and SAID in page.content.decode()


def _pages(address: str) -> Callable[[Client, Any, Tenancy], bool]:
    return lambda client, token, where: _opens(client, address.format(key=KEY, token=token))


def _opens(client: Client, path: str) -> bool:
    response: Any = client.get(path)
    b"".join(response)  # a file that is sent is closed at its end
    return bool(response.status_code == 200)


def _copy() -> None:
    _join()
    made = Export.objects.create(key=KEY, state="ready")
    path_of_copy(made).parent.mkdir(parents=True, exist_ok=True)
    path_of_copy(made).write_text("x")


def _take_away(client: Client, token: str, where: Tenancy) -> bool:
    with enter(where):
        client.force_login(Person.objects.get(pk=PK))
    return _opens(client, f"/konsol/salinan/{KEY}/?izin={token}")


def _read(client: Client, token: str, where: Tenancy) -> bool:
    return client.post("/berita/dibaca/", {"token": token}).status_code == 204


def _let_in() -> None:
    with enter(Place.PLATFORM):
        rani, _is_new = Person.objects.get_or_create(key=KEY, name="Rani", email="sama@example.org")
        role, _is_new = Role.objects.get_or_create(key="sama", title_id="Operator", title_en="Operator")
        Assignment.objects.get_or_create(person=rani, role=role)
    now = timezone.now()
    told = {"operator_key": KEY, "reason": SAID, "scopes": ["portal"], "may_change": False, "hours": 3, "door": KEY}
    Access.objects.create(key=KEY, answered_at=now, ends_at=now + datetime.timedelta(hours=3), **told)


def _citra() -> Citizen:
    return Citizen.objects.get_or_create(
        pk=PK, key=KEY, name=SAID, email="sama@example.org", defaults={"registered_at": timezone.now()}
    )[0]


def _recover() -> None:
    citra = _citra()
    Recovery.objects.create(key=KEY, citizen=citra, before_sealed=stopping.seal(citra))


def _remember(client: Client) -> tuple[str, str]:
    """Return the cookie of a citizen's browser, and the digest that its row has here."""
    token = tokens.new()
    return token, tokens.digest(token)


def _stay_in(client: Client, value: tuple[str, str], where: Tenancy) -> bool:
    """Come with the cookie, and with the session's row too, as somebody would who writes into both databases."""
    client.cookies[settings.CITIZEN_COOKIE], digest = value
    with enter(where):
        CitizenSession.objects.create(citizen=_citra(), token_hash=digest)
    return client.get("/warga/").status_code == 200


def _code(client: Client) -> tuple[str, str]:
    return "123456", tokens.code_digest(KEY, "123456")


def _prove(client: Client, value: tuple[str, str], where: Tenancy) -> bool:
    """Type the code, with its row here as it was there."""
    digits, digest = value
    token = tokens.new()
    client.cookies[settings.CITIZEN_COOKIE] = token
    with enter(where):
        Code.objects.create(
            key=KEY, kind="email", address="sama@example.org", browser_hash=tokens.digest(token), code_hash=digest
        )
    return client.post("/warga/kode/", {"digits": digits}).status_code == 302


def _signed(kind: Any, value: Any = KEY) -> Callable[[Client], str]:
    return lambda client: str(kind.sign(value))


# By the name of the kind; what is no `Kind` has a name of its own. After a dot: another page for the same value.
SORTS = {
    "invitation": Sort(_signed(INVITATION), _pages("/undangan/{token}/"), _invite),
    "disown-log-in": Sort(_signed(DISOWN), _pages("/akun/bukan-saya/{token}/"), _come),
    "known-browser": Sort(_signed(BROWSER, {hidden("sama@example.org"): "x"}), _come_with),
    "private-file": Sort(_signed(PRIVATE_FILE), _pages("/berkas/{key}/?izin={token}"), _store),
    "export": Sort(_signed(EXPORT), _take_away, _copy),
    "support-door": Sort(lambda client: DOOR.sign(f"{KEY}.{KEY}"), _pages("/operator/masuk/{token}/"), _let_in),
    "stop-recovery": Sort(_signed(tokens.STOP), _pages("/warga/pemulihan/{token}/"), _recover),
    "leave-notices": Sort(_signed(LEAVE, f"notices.digest:person:{KEY}"), _pages("/berhenti/{token}/"), _join),
    "region-offer": Sort(_offer, _agree, _be_third),
    "region-agreed": Sort(_signed(AGREED), _end, _begin),
    "probe": Sort(_signed(probe.PROBE, "/"), _probe, _close),
    "follow-link": Sort(_signed(links.FOLLOW), _follow, _report),
    "follow-link.sent": Sort(_signed(links.FOLLOW), _pages("/laporan/terkirim/{token}/"), _report),
    "follow-link.confirm": Sort(_signed(links.FOLLOW), _confirm, _report),
    "pending-photo": Sort(_signed(links.PENDING), _keep_photo, lambda: _store(f"{links.OWNER}{SUBMISSION}")),
    "news-read": Sort(_signed(reading.READ), _read, _write),
    "csrf": Sort(_open_form, _send_form),
    "password-reset": Sort(lambda client: PasswordResetTokens().make_token(Person.objects.get(pk=PK)), _choose, _join),
    "captcha": Sort(_solve, _comment, _write),
    "session": Sort(_log_in, _come_back, _join),
    "messages": Sort(_say, _hear),
    "citizen": Sort(_remember, _stay_in),
    "citizen.code": Sort(_code, _prove),
}

# Where our code signs something without a `Kind`: the sort that replays it, or why there is nothing to replay.
BESIDES = {
    "kernel/signing.py signing": "Kind itself",
    "kernel/accounts/tokens.py PasswordResetTokenGenerator": "password-reset",
    "kernel/sealing.py cryptography": "Sealed, in the tenant's own table; nobody is given it.",
    "kernel/accounts/providers/protocol.py jwt": "It reads what a provider signed, for one log-in of one session.",
    "app_modules/news/captcha.py altcha": "captcha",
    "app_modules/complaints/views/reporting.py salted_hmac": "A report sent twice, looked for in the tenant's table.",
    "app_modules/news/captcha.py salted_hmac": "captcha",
    "app_modules/news/reading.py salted_hmac": "A visitor's hash, in the tenant's own cache; nobody is given it.",
    "tenants/citizens/tokens.py salted_hmac": "citizen",
    "kernel/rates.py salted_hmac": "What is counted, in the tenant's own cache; nobody is given it.",
    "provisioning/archives/sealing.py cryptography": "Sealed, not signed: only the owner's processes open a backup.",
    "provisioning/certificates.py cryptography": "A certificate names its tenant and opens nothing.",
    "tenants/notices/bounces.py salted_hmac": "Where a mail comes back; `test_bounces.py` replays it.",
    "tenants/isolation/sessions.py key_salt": "session",
    "tenants/isolation/messages.py key_salt": "messages",
}
