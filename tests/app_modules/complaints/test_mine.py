"""A citizen with an account finds her reports in one list; nobody needs an account to report."""

import pytest

from app_modules.complaints.mine import mine
from app_modules.complaints.models import Case
from app_modules.complaints.queries import links
from kernel.audit.models import Entry
from tenants.citizens import tasks, tokens
from tenants.citizens.models import Citizen, CitizenSession
from tenants.isolation.current import enter

EMAIL, PHONE = "citra@example.org", "+6281234567890"


@pytest.fixture
def account(in_makassar) -> Citizen:
    return Citizen.objects.create(name="Citra", email=EMAIL, phone=PHONE, registered_at="2026-11-01T00:00Z")


@pytest.fixture
def citra(account, citizen):
    """Citra's browser: she is logged in."""
    token = tokens.new()
    CitizenSession.objects.create(citizen=account, token_hash=tokens.digest(token))
    citizen.cookies["citizen"] = token
    return citizen


def tickets(citizen: Citizen) -> list[str]:
    return [sent.number for sent in mine(citizen, 50)]


def test_report_of_who_is_logged_in_is_in_her_list(citra, account, posted, makassar) -> None:
    assert citra.post("/laporan/buat/", posted()).status_code == 302

    with enter(makassar):
        case = Case.objects.get(citizen_key=account.key)
        assert (case.reporter_email, tickets(account)) == ("", [case.ticket])
    assert case.ticket in citra.get("/warga/").content.decode()


def test_account_that_was_only_begun_stays_with_its_report(account, report, in_makassar) -> None:
    Citizen.objects.update(registered_at=None, created_at="2026-01-01T00:00Z")
    Citizen.objects.create(email="lain@example.org", created_at="2026-01-01T00:00Z")
    report(citizen_key=account.key)

    tasks.forget()

    assert list(Citizen.objects.all()) == [account]


def test_form_knows_who_is_logged_in(citra) -> None:
    page = citra.get("/laporan/buat/").content.decode()

    assert f'value="{EMAIL}"' in page
    assert "Laporan ini tampil di akun Anda" in page


def test_report_without_account_is_in_no_list(citizen, account, posted, makassar) -> None:
    assert citizen.post("/laporan/buat/", posted()).status_code == 302

    with enter(makassar):
        assert (Case.objects.get(submission__gt="", is_sample=False).citizen_key, tickets(account)) == ("", [])


@pytest.mark.parametrize(
    ("more", "is_hers"),
    [
        ({"email": "Citra@Example.org"}, True),
        ({"email": "citra@example.organ"}, False),
        ({"phone": "0812-3456 7890"}, True),
        ({"phone": "+62 812 3456 7890"}, True),
        ({"phone": "0812 3456 78901"}, False),
        ({"phone": "1 0812 3456 7890"}, False),
        ({}, False),
        ({"email": EMAIL, "citizen_key": "oranglain000"}, False),
    ],
    ids=["mail", "another mail", "number", "number abroad", "longer", "before", "nothing", "another account"],
)
def test_report_from_before_is_hers_by_an_address_that_she_proved(report, account, more, is_hers: bool) -> None:
    case = report(**more)

    assert tickets(account) == ([case.ticket] if is_hers else [])


def test_nobody_without_addresses_has_reports_without_any(report, in_makassar) -> None:
    report()
    report(email=EMAIL)

    assert tickets(Citizen.objects.create(email="lain@example.org")) == []


def test_newest_is_first_and_leads_to_her_own_page(report, account) -> None:
    first, second = report(email=EMAIL), report(email=EMAIL)

    assert tickets(account) == [second.ticket, first.ticket]
    assert mine(account, 1)[0].url.startswith("/laporan/ikuti/")


def test_report_is_kept_by_its_link(citra, account, report, makassar) -> None:
    case = report()
    path = links.follow_path(case)

    for _twice in range(2):
        assert citra.post(f"{path}simpan/")["Location"] == path

    assert "Ada di akun Anda" in citra.get(path).content.decode()
    with enter(makassar):
        assert tickets(account) == [case.ticket]
        assert Entry.objects.filter(action="complaints.keep").count() == 1


def test_report_is_in_one_account(citra, report) -> None:
    path = links.follow_path(report(citizen_key="oranglain000"))

    page = citra.post(f"{path}simpan/")

    assert page.status_code == 409
    assert "sudah ada di akun lain" in page.content.decode()


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ({"email": "lain@example.org"}, "dikirim dengan alamat email"),
        ({"phone": "0800 111"}, "dikirim dengan nomor HP"),
    ],
    ids=["mail", "number"],
)
def test_report_sent_with_an_address_is_kept_by_who_proves_it(citra, account, report, makassar, contact, said) -> None:
    case = report(name="Rahasia", **contact)

    page = citra.post(f"{links.follow_path(case)}simpan/")

    assert (page.status_code, said in page.content.decode()) == (409, True)
    assert "Rahasia" not in citra.get("/warga/data-saya/").content.decode()
    with enter(makassar):
        assert tickets(account) == []


def test_report_sent_with_her_address_is_kept(citra, account, report, makassar) -> None:
    case = report(email=EMAIL)

    assert citra.post(f"{links.follow_path(case)}simpan/").status_code == 302
    with enter(makassar):
        assert Case.objects.get(pk=case.pk).citizen_key == account.key


def test_who_keeps_it_without_account_logs_in_first(citizen, report) -> None:
    path = links.follow_path(report())

    assert citizen.post(f"{path}simpan/")["Location"].startswith("/warga/masuk/?next=%2Flaporan%2Fikuti%2F")


def test_officers_never_see_that_there_is_an_account(citra, account, posted, makassar, portal, sari) -> None:
    citra.post("/laporan/buat/", posted())
    with enter(makassar):
        case = Case.objects.get(citizen_key=account.key)

    page = portal(makassar, sari).get(f"/konsol/laporan/{case.key}/").content.decode()

    assert case.ticket in page
    assert "Citra" not in page
    assert account.key not in page
