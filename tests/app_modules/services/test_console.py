import pytest

from app_modules.services import console
from app_modules.services.models import Service
from kernel.accounts.actor import CITIZEN, PLATFORM
from kernel.accounts.models import Unit
from tests.tenants.quotas.conftest import set_quota


@pytest.fixture
def as_form(values, unit: Unit) -> dict[str, object]:
    return {**values, "unit": unit.key, "cost": 0}


def test_index_lists_the_services(public, makassar, sari, portal):
    page = portal(makassar, sari).get("/konsol/layanan/").content.decode()

    assert "Akta kelahiran" in page


@pytest.mark.parametrize(
    "path", ["", "baru/", "bantuan/", "{key}/", "?q=akta&pilar=E&keadaan=published", "?keadaan=aneh&page=99"]
)
def test_pages_open_for_the_administrator(public, makassar, sari, portal, path):
    assert portal(makassar, sari).get("/konsol/layanan/" + path.format(key=public.key)).status_code == 200


@pytest.mark.parametrize("path", ["", "baru/", "bantuan/", "{key}/"])
def test_citizens_are_asked_to_log_in(public, citizen, path):
    page = citizen.get("/konsol/layanan/" + path.format(key=public.key))

    assert page.status_code == 302
    assert "/masuk/" in page["Location"]


def test_create_saves_a_draft(as_form, makassar, sari, portal):
    page = portal(makassar, sari).post("/konsol/layanan/baru/", as_form)

    service = Service.objects.get()
    assert page["Location"] == f"/konsol/layanan/{service.key}/"
    assert (service.state, service.changed_by.name, service.cost_text) == ("draft", "Sari", "Gratis")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""), ("unit", "999999"), ("pillar", "X"), ("cost", "-1"), ("cost", "lima"), ("time_amount", "0"),
        ("link", "javascript:alert(1)"), ("link", "ftp://a.go.id/"), ("link", "a b"), ("position", ""),
    ],
)  # fmt: skip
def test_create_refuses_nonsense_and_keeps_what_was_typed(as_form, makassar, sari, portal, field, value):
    page = portal(makassar, sari).post("/konsol/layanan/baru/", as_form | {field: value})

    assert page.status_code == 422
    assert "Surat keterangan lahir" in page.content.decode()
    assert not Service.objects.exists()


def test_edit_changes_and_keeps_the_lines_tidy(draft, as_form, makassar, sari, portal):
    typed = as_form | {"requirements": "KTP \r\n\r\n Kartu keluarga", "cost": "", "cost_note": "Menurut luas"}

    portal(makassar, sari).post(f"/konsol/layanan/{draft.key}/", typed)

    service = Service.objects.get()
    assert (service.requirements, service.cost, service.cost_text) == ("KTP\nKartu keluarga", None, "Menurut luas")


def test_edit_keeps_a_public_service_complete(public, as_form, makassar, sari, portal):
    page = portal(makassar, sari).post(f"/konsol/layanan/{public.key}/", as_form | {"steps": " "})

    assert page.status_code == 422
    assert "paling sedikit satu hal" in page.content.decode()


def test_publish_check_and_withdraw(draft, makassar, sari, portal):
    Service.objects.update(link="https://akta.contoh.go.id/")
    browser = portal(makassar, sari)

    assert browser.post(f"/konsol/layanan/{draft.key}/terbitkan/").status_code == 302
    assert Service.objects.get().is_published
    assert browser.post(f"/konsol/layanan/{draft.key}/periksa/").status_code == 302
    assert browser.post(f"/konsol/layanan/{draft.key}/tarik/").status_code == 302
    assert not Service.objects.get().is_published


@pytest.mark.parametrize("verb", ["terbitkan", "tarik", "periksa"])
def test_verbs_are_not_links(public, makassar, sari, portal, verb):
    assert portal(makassar, sari).get(f"/konsol/layanan/{public.key}/{verb}/").status_code == 405


@pytest.mark.parametrize("verb", ["terbitkan", "tarik"])
def test_publishing_is_not_for_every_officer(public, makassar, budi, portal, verb):
    assert portal(makassar, budi).post(f"/konsol/layanan/{public.key}/{verb}/").status_code == 403


def test_somebody_of_another_region_is_nobody_here(public, jayapura, dewi, portal):
    assert portal(jayapura, dewi).get(f"/konsol/layanan/{public.key}/").status_code == 404


def test_badges_count_broken_links(make_public):
    make_public(link="https://akta.contoh.go.id/")
    Service.objects.update(link_state="broken")

    assert console.badges(PLATFORM) == {"services_console:index": 1}
    assert console.badges(CITIZEN) == {}


def test_a_region_over_its_rows_keeps_what_was_typed(as_form, makassar, sari, portal):
    set_quota(makassar, "rows", used=10, allowed=10)

    page = portal(makassar, sari).post("/konsol/layanan/baru/", as_form)

    said = page.content.decode()
    assert (page.status_code, "isi portal sudah mencapai batasnya" in said) == (422, True)
    assert ("Surat keterangan lahir" in said, Service.objects.exists()) == (True, False)
