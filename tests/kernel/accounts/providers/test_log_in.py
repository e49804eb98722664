"""Who comes in by the provider, and who does not; the provider is a real server, which lies where a test says so."""

import time
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, build_opener

import pytest
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from kernel.accounts import actions as accounts
from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Invitation, LogIn, Person, Role
from kernel.accounts.queries import invitation_path
from kernel.audit.models import Entry
from tenants.isolation.current import enter
from tests.conftest import PASSWORD
from tests.kernel.accounts.factors.phone import set_up as set_app_up
from tests.kernel.accounts.providers.conftest import BACK, BEGIN, is_in, leave
from tests.kernel.accounts.providers.idp import CLIENT, OTHER_KEY, SECRET, know, library
from tests.kernel.accounts.test_log_in import log_in, reset_path

pytestmark = pytest.mark.usefixtures("clean_cache", "sari")


def invite(where, email="wulan@example.org", name="Wulan"):
    with enter(where):
        return accounts.invite(email, name=name, role=Role.objects.get(key="officer"), by=PLATFORM)


def links(where):
    with enter(where):
        return list(SocialAccount.objects.values_list("user__email", "uid"))


def test_page_leads_on_and_no_form_of_it(citizen, idp, provider):
    page = citizen.get("/masuk/").content.decode()
    address = urlsplit(leave(citizen))

    assert ("Lanjut dengan Akun Pemkot" in page, f'action="{BEGIN}"' in page) == (True, True)
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{idp.issuer}/masuk"
    query = {name: value[0] for name, value in parse_qs(address.query).items()}
    assert (query["redirect_uri"], query["scope"]) == (f"http://testserver{BACK}".replace(
        "testserver", citizen.defaults["SERVER_NAME"]), "openid email profile")  # fmt: skip
    assert min(len(query[name]) for name in ("state", "nonce", "code_challenge")) >= 43


def test_verified_address_comes_in_and_is_linked(come, citizen, makassar):
    come()

    assert is_in(citizen)
    assert links(makassar) == [("sari@example.org", "pegawai-1")]
    with enter(makassar):
        row = LogIn.objects.get()
        assert (row.way, row.provider) == ("provider", "Akun Pemkot")
        assert Entry.objects.get(action="providers.link").actor_name == "Sari"
    assert "lewat Akun Pemkot" in citizen.get("/akun/keamanan/masuk/").content.decode()


def test_log_in_leads_to_where_one_wanted_to_go(citizen, idp, provider):
    back = idp.authorize(leave(citizen, next="/konsol/orang/"))

    assert citizen.get(BACK + back)["Location"] == "/konsol/orang/"


def test_log_in_leads_to_no_other_host(citizen, idp, provider):
    back = idp.authorize(leave(citizen, next="https://example.com/"))

    assert citizen.get(BACK + back)["Location"] == "/konsol/"


@pytest.mark.parametrize("method", [None, "client_secret_post"])
def test_secret_goes_as_the_provider_wants_it(come, idp, citizen, method):
    idp.description["token_endpoint_auth_methods_supported"] = [method] if method else None
    come()

    sent = idp.sent[0]
    assert is_in(citizen)
    assert (sent.get("client_secret") == SECRET, sent["authorization"].startswith("Basic ")) == (
        bool(method),
        not method,
    )


def test_address_may_come_from_the_profile(come, idp, citizen):
    idp.profile = {"sub": "pegawai-1", "email": "sari@example.org", "email_verified": "true"}
    come(email=None, email_verified=None)

    assert is_in(citizen)


def test_profile_of_somebody_else_is_not_taken(come, idp, citizen):
    idp.profile = {"sub": "pegawai-2", "email": "sari@example.org", "email_verified": True}

    assert "belum mengonfirmasi alamat email Anda" in come(email=None, email_verified=None)
    assert not is_in(citizen)


def test_subject_counts_from_then_on_not_the_address(come, citizen, portal, makassar, budi):
    come()
    other = portal(makassar)

    come(other, email="budi@example.org")

    assert "sari@example.org" in other.get("/akun/keamanan/").content.decode()


def test_address_that_went_to_somebody_else_takes_nothing_over(come, citizen, portal, makassar):
    come()
    other = portal(makassar)

    assert "tertaut ke akun lain di Akun Pemkot" in come(other, sub="pegawai-2")
    assert not is_in(other)


def test_unlinked_account_can_be_linked_anew(come, citizen, portal, makassar):
    come()
    citizen.post("/akun/keamanan/akun-lain/lepas/")
    come(portal(makassar), sub="pegawai-2")

    assert links(makassar) == [("sari@example.org", "pegawai-2")]
    with enter(makassar):
        assert Entry.objects.filter(action="providers.unlink").count() == 1


@pytest.mark.parametrize("verified", [False, None, "false", 1], ids=["no", "absent", "text", "number"])
def test_unverified_address_is_refused(come, citizen, verified):
    assert "Konfirmasikan di sana" in come(email_verified=verified)
    assert not is_in(citizen)


def test_nobody_gets_an_account_by_herself(come, citizen, makassar):
    assert "Belum ada yang mengundang siapa@example.org di sini" in come(email="siapa@example.org")
    with enter(makassar):
        assert [person.name for person in Person.objects.all()] == ["Sari"]


def test_person_of_another_region_is_nobody_here(come, dewi):
    assert "Belum ada yang mengundang dewi@example.org" in come(email="dewi@example.org")


def test_invitation_is_accepted_with_the_provider(come, citizen, makassar):
    path = invitation_path_of(makassar, invite(makassar))
    assert "Lanjut dengan Akun Pemkot" in citizen.get(path).content.decode()

    come(email="Wulan@example.org", name="Wulan Sari")

    assert is_in(citizen)
    with enter(makassar):
        joined = Person.objects.get(email="wulan@example.org")
        assert (joined.name, joined.has_usable_password()) == ("Wulan Sari", False)
        assert not Invitation.open().exists()


def invitation_path_of(where, invitation):
    with enter(where):
        return invitation_path(invitation)


def test_who_joined_with_the_provider_can_have_a_password(come, citizen, portal, makassar):
    invite(makassar)
    come(email="wulan@example.org")
    other = portal(makassar)

    other.post("/akun/lupa-sandi/", {"email": "wulan@example.org"})
    page = other.get(reset_path("wulan@example.org"), follow=True)
    other.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})

    assert log_in(other, "wulan@example.org").status_code == 302


def test_invitation_that_is_too_old_lets_nobody_in(come, citizen, makassar):
    invitation = invite(makassar)
    with enter(makassar):
        Invitation.objects.filter(pk=invitation.pk).update(created_at=timezone.now() - timedelta(days=15))

    assert "Belum ada yang mengundang" in come(email="wulan@example.org")


def test_deactivated_person_does_not_come_in(come, citizen, makassar, budi, as_sari):
    with enter(makassar):
        accounts.deactivate(budi, by=as_sari)
    come(email="budi@example.org")

    assert not is_in(citizen)


@pytest.mark.parametrize(("domains", "is_let_in"), [(["example.org"], True), (["kota.go.id"], False)])
def test_only_allowed_domains_come_in(set_up, idp, citizen, makassar, domains, is_let_in):
    set_up(idp.issuer, domains=domains)

    citizen.get(BACK + idp.authorize(leave(citizen)))

    assert (is_in(citizen), len(links(makassar))) == (is_let_in, int(is_let_in))


LIES = {
    "wrong nonce": {"nonce": "lain"},
    "no nonce": {"nonce": None},
    "wrong issuer": {"iss": "http://localhost:1"},
    "wrong audience": {"aud": "portal-jayapura"},
    "for somebody else": {"aud": [CLIENT, "lain"], "azp": "lain"},
    "expired": {"exp": int(time.time()) - 3600},
    "of tomorrow": {"iat": int(time.time()) + 86400},
    "no subject": {"sub": None},
    "empty subject": {"sub": ""},
    "endless subject": {"sub": "x" * 192},
}


@pytest.mark.parametrize("lie", LIES)
def test_token_that_is_not_ours_is_refused(come, citizen, makassar, lie):
    assert "tidak cocok untuk portal ini" in come(**LIES[lie])
    assert (is_in(citizen), links(makassar)) == (False, [])


@pytest.mark.parametrize(
    ("key", "algorithm"), [(None, "none"), (SECRET * 3, "HS256"), (OTHER_KEY, "RS256")], ids=["none", "shared", "other"]
)
def test_token_that_the_provider_did_not_sign_is_refused(come, idp, citizen, key, algorithm):
    idp.key, idp.algorithm = key, algorithm

    assert "tidak cocok untuk portal ini" in come()
    assert not is_in(citizen)


def test_token_signed_with_the_public_key_as_a_secret_is_refused(come, idp, citizen):
    idp.key, idp.algorithm = idp.keys()["keys"][0]["n"], "HS256"

    assert "tidak cocok untuk portal ini" in come()


@pytest.mark.parametrize("keys", [b'{"keys": []}', b"{}", b"no"], ids=["none", "empty", "no-json"])
def test_provider_without_a_fitting_key_is_refused(come, idp, citizen, keys):
    idp.raw["/kunci"] = keys

    assert "tidak cocok untuk portal ini" in come()


def test_another_state_is_refused(citizen, idp, provider, portal, makassar):
    leave(citizen)
    elsewhere = portal(makassar)
    back = idp.authorize(leave(elsewhere))

    assert "dimulai di jendela lain" in citizen.get(BACK + back, follow=True).content.decode()
    assert not is_in(citizen)


def test_state_of_another_region_is_refused(citizen, idp, provider, portal, jayapura, dewi):
    back = idp.authorize(leave(citizen), email="dewi@example.org")

    there = portal(jayapura)
    assert "dimulai di jendela lain" in there.get(BACK + back, follow=True).content.decode()
    assert not is_in(there)


def test_answer_is_good_once(citizen, idp, provider, portal, makassar):
    back = idp.authorize(leave(citizen))
    citizen.get(BACK + back)
    citizen.post("/keluar/")

    assert "dimulai di jendela lain" in citizen.get(BACK + back, follow=True).content.decode()
    assert not is_in(citizen)


def test_answer_that_names_another_issuer_is_refused(citizen, idp, provider):
    back = idp.authorize(leave(citizen)) + "&iss=https%3A%2F%2Fevil.example"

    assert "dimulai di jendela lain" in citizen.get(BACK + back, follow=True).content.decode()


def test_provider_that_was_changed_meanwhile_lets_nobody_in(citizen, idp, provider, makassar):
    back = idp.authorize(leave(citizen))
    with enter(makassar):
        provider.delete()

    assert "dimulai di jendela lain" in citizen.get(BACK + back, follow=True).content.decode()


def test_calling_it_off_says_so(citizen, idp, provider):
    idp.authorize(leave(citizen))

    page = citizen.get(f"{BACK}?error=access_denied&state={idp.query['state']}", follow=True).content.decode()

    assert "Anda membatalkannya di Akun Pemkot" in page


@pytest.mark.parametrize("is_under_way", [False, True])
def test_provider_that_is_away_says_so(citizen, idp, provider, is_under_way):
    back = idp.authorize(leave(citizen)) if is_under_way else ""
    idp.description["issuer"] = None

    answer = citizen.get(BACK + back, follow=True) if is_under_way else citizen.post(BEGIN, follow=True)

    assert "Akun Pemkot sedang tidak menjawab" in answer.content.decode()


def test_button_without_a_provider_says_so(citizen):
    page = citizen.post(BEGIN, follow=True).content.decode()

    assert "Portal ini tidak punya cara masuk lain" in page
    assert "Lanjut dengan" not in page


SAID = {"amr": {"amr": ["pwd", "otp"]}, "text": {"amr": "mfa"}, "acr": {"acr": "phrh"}}


@pytest.mark.parametrize("said", SAID)
def test_second_step_of_the_provider_counts_where_it_was_said_so(set_up, idp, citizen, settings, said):
    settings.SECOND_FACTOR_REQUIRED = True
    set_up(idp.issuer, counts_second_step=True)

    citizen.get(BACK + idp.authorize(leave(citizen), **SAID[said]))

    assert is_in(citizen)


@pytest.mark.parametrize(
    ("counts", "said"), [(False, {"amr": ["mfa"]}), (True, {"amr": ["pwd"], "acr": "1"}), (True, {"amr": [["mfa"]]})]
)
def test_otherwise_ours_is_asked_for(set_up, idp, citizen, settings, counts, said):
    settings.SECOND_FACTOR_REQUIRED = True
    set_up(idp.issuer, counts_second_step=counts)

    citizen.get(BACK + idp.authorize(leave(citizen), **said))

    assert citizen.get("/konsol/")["Location"] == "/akun/keamanan/"


@pytest.mark.parametrize("counts", [False, True])
def test_who_has_an_app_here_is_asked_for_its_code_unless_it_counts(set_up, idp, citizen, portal, makassar, counts):
    log_in(citizen)
    set_app_up(citizen)
    set_up(idp.issuer, counts_second_step=counts)
    other = portal(makassar)

    assert other.get(BACK + idp.authorize(leave(other), amr=["mfa"]))["Location"] == (
        "/konsol/" if counts else "/masuk/kode/"
    )


def test_provider_of_a_library_lets_in(set_up, citizen):
    """The code of an independent implementation, over real sockets, its claims in the token."""
    with library() as issuer:
        know(issuer, "pegawai-7", email="sari@example.org", email_verified=True, name="Sari")
        set_up(issuer)
        back = follow(leave(citizen), "pegawai-7")
        citizen.get(f"{urlsplit(back).path}?{urlsplit(back).query}")

    assert is_in(citizen)


def follow(address, subject):
    """Log in at the library's provider; return where it leads back to."""
    from urllib.error import HTTPError
    from urllib.request import HTTPRedirectHandler

    class Stay(HTTPRedirectHandler):
        def redirect_request(self, *parts):
            return None

    try:
        build_opener(Stay).open(Request(address, urlencode({"sub": subject}).encode()))
    except HTTPError as answer:
        with answer:
            return answer.headers["Location"]
    raise AssertionError("It leads nowhere.")
