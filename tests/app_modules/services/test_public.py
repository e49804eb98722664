import pytest

from app_modules.services.models import Service
from kernel.accounts.actor import PLATFORM
from tenants.customization import actions as customization
from tenants.customization import queries as words
from tenants.customization.models import Value
from tests.conftest import queries


@pytest.fixture
def more(make_public) -> list[Service]:
    return [make_public(title=f"Layanan {number}") for number in range(29)]


@pytest.mark.parametrize(
    "path", ["/layanan/", "/layanan/pilar/e-city/", "/layanan/?q=akta", "/layanan/akta-kelahiran/"]
)
def test_pages_show_the_service(public, citizen, path):
    page = citizen.get(path)

    assert page.status_code == 200
    assert "Akta kelahiran" in page.content.decode()


@pytest.mark.parametrize("path", ["/layanan/akta-kelahiran/", "/layanan/akta-kelahiran/lembar/"])
def test_a_draft_has_no_page(draft, citizen, path):
    assert citizen.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/layanan/tidak-ada/", "/layanan/pilar/x/", "/layanan/tidak-ada/lembar/"])
def test_what_does_not_exist_is_not_found(public, citizen, path):
    assert citizen.get(path).status_code == 404


def test_a_service_of_another_region_is_not_found(public, jayapura, portal):
    assert portal(jayapura).get("/layanan/akta-kelahiran/").status_code == 404


def test_index_without_services_says_so(in_makassar, citizen):
    assert "Daftar layanan sedang disiapkan" in citizen.get("/layanan/").content.decode()


def test_found_nothing_leads_to_all(public, citizen):
    page = citizen.get("/layanan/", {"q": "<zebra>"}).content.decode()

    assert "Belum ada layanan untuk “&lt;zebra&gt;”" in page


def test_service_says_all_that_a_citizen_needs(public, citizen):
    page = citizen.get("/layanan/akta-kelahiran/").content.decode()

    for part in ("Persyaratan", "Langkah", "Biaya", "Gratis", "Waktu", "3 hari kerja", "Dasar hukum",
                 "Tempat dan jam", "Terakhir diperbarui", "tel:112"):  # fmt: skip
        assert part in page


def test_service_in_english(public, citizen):
    page = citizen.get("/en/layanan/akta-kelahiran/").content.decode()

    for part in ("Requirements", "Steps", "Free of charge", "3 working days", "Legal basis", "Last updated"):
        assert part in page


@pytest.mark.parametrize(
    ("state", "failures", "sentence"),
    [
        ("working", 0, "Berfungsi"),
        ("broken", 2, "sedang tidak berfungsi"),
        ("unchecked", 1, "Tidak menjawab saat terakhir"),
    ],
)
def test_service_says_whether_its_link_works(make_public, citizen, state, failures, sentence):
    service = make_public(link="https://akta.contoh.go.id/")
    checked = {"link_state": state, "link_failures": failures, "link_checked_at": "2026-11-23T01:30:00Z"}
    Service.objects.filter(pk=service.pk).update(**checked)

    page = citizen.get("/layanan/akta-kelahiran/").content.decode()

    assert sentence in page
    assert "diperiksa Senin, 23 November 2026, 09.30 WITA" in page


def test_a_region_may_hide_the_cost(public, citizen):
    customization.change(Value.Kind.SETTING, {"services.show_cost": False}, by=PLATFORM)
    words.forget()

    assert "Gratis" not in citizen.get("/layanan/akta-kelahiran/").content.decode()


def test_sheet_carries_the_address_as_a_qr_code(public, citizen, makassar):
    page = citizen.get("/layanan/akta-kelahiran/lembar/").content.decode()

    assert 'src="data:image/svg+xml' in page
    assert f"http://{makassar.domain}/layanan/akta-kelahiran/" in page


PATHS = [
    "/layanan/",
    "/layanan/pilar/e-city/",
    "/layanan/?q=akta",
    "/layanan/akta-kelahiran/",
    "/layanan/akta-kelahiran/lembar/",
]


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("/layanan/", 3),
        ("/layanan/pilar/e-city/", 3),
        ("/layanan/?q=akta", 2),
        ("/layanan/akta-kelahiran/", 3),
        ("/layanan/akta-kelahiran/lembar/", 2),
    ],
)
def test_pages_ask_the_database_little_whatever_the_number_of_rows(public, citizen, path, count, request):
    citizen.get(path)

    with queries(count):
        citizen.get(path)
    request.getfixturevalue("more")
    with queries(count):
        citizen.get(path)


def test_home_leads_to_all_services(public, citizen):
    page = citizen.get("/").content.decode()

    assert "Semua layanan E-City" in page
    assert "Semua layanan, A–Z" in page
    assert "/layanan/pilar/liveable/" not in page


def test_home_offers_the_first_three_services(more, citizen):
    page = citizen.get("/").content.decode()

    shortcuts = page.split("Layanan pilihan", 1)[1].split("</div>", 1)[0]
    assert shortcuts.count("<a ") == 3


def test_home_asks_little(public, makassar, citizen):
    citizen.get("/")

    with queries(8):
        citizen.get("/")
