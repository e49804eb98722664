"""The order page for an agency: asked beside a region, on one form, without JavaScript."""

import re

import pytest

from provisioning.models import Run
from tenants.registry.models import Tenant
from tests.partnership.test_console import address

HOSPITAL = {
    "kind": "agency",
    "agency": "RSUD Kota Poso",
    "time_zone": "Asia/Makassar",
    "works_in": "Kabupaten Poso",
    "modules": ["news"],
}


def test_order_page_asks_for_either(rani) -> None:
    page = rani.get(address("order")).content.decode()

    assert [page.count(f'name="{name}"') for name in ("code", "agency", "time_zone", "works_in")] == [1, 1, 1, 1]
    assert re.findall(r'name="kind" value="(\w+)"[^>]* checked', page) == ["region"]


def test_plan_of_an_agency_changes_nothing(rani) -> None:
    before = Tenant.objects.count()

    page = rani.post(address("order"), HOSPITAL).content.decode()

    assert "RSUD Kota Poso · rsud-kota-poso.localhost" in page
    assert Tenant.objects.count() == before


def test_agency_is_ordered_with_the_region_that_it_works_in(rani) -> None:
    response = rani.post(address("order"), {**HOSPITAL, "code": "73.71", "slug": "rsud-poso", "order": "1"})

    tenant = Tenant.objects.get(slug="rsud-poso")
    assert response["Location"] == address("run", Run.objects.get(tenant=tenant).key)
    assert (tenant.name, tenant.kind, tenant.region_code, tenant.works_in, tenant.time_zone) == (
        "RSUD Kota Poso",
        "agency",
        None,
        "72.02",
        "Asia/Makassar",
    )


def test_region_is_ordered_whatever_was_typed_of_an_agency(rani) -> None:
    rani.post(address("order"), {**HOSPITAL, "kind": "region", "code": "72.02", "time_zone": "", "order": "1"})

    tenant = Tenant.objects.get(region_code="72.02")
    assert (tenant.name, tenant.kind, tenant.works_in) == ("Kabupaten Poso", "regency", "")


@pytest.mark.parametrize(
    ("wrong", "field", "sentence", "in_english"),
    [
        ({"agency": ""}, "agency", "Tulis nama instansi.", "Write the agency&#x27;s name."),
        ({"agency": "Kota Makassar"}, "agency", "adalah daerah. Pesan dengan kodenya, 73.71.", "is a region. Order it"),
        ({"time_zone": ""}, "time_zone", "Pilih zona waktu tempat instansi bekerja.", "Choose the time zone that"),
        (
            {"works_in": "99.99"},
            "works_in",
            "Tidak ada daerah dengan kode “99.99”.",
            "There is no region with the code",
        ),
        ({"slug": "makassar"}, "slug", "disimpan untuk Kota Makassar", "is kept for Kota Makassar"),
        ({"slug": "Ini Salah"}, "slug", "tidak dapat dipakai", "is not usable"),
    ],
)
def test_wrong_agency_is_refused_next_to_the_field(rani, wrong, field, sentence, in_english) -> None:
    typed = {**HOSPITAL, **wrong, "code": "Kota “Lama”", "order": "1"}

    response = rani.post(address("order"), typed)
    english = rani.post("/en/daerah/siapkan/", typed).content.decode()

    error = response.content.decode().partition(f'id="id_{field}_error"')[2].partition("</p>")[0]
    assert (response.status_code, sentence in error) == (422, True)
    assert in_english in english.partition(f'id="id_{field}_error"')[2].partition("</p>")[0]
    assert 'value="Kota “Lama”"' in response.content.decode()
    assert not Tenant.objects.filter(kind="agency").exists()


def test_agency_stands_in_the_list_with_what_it_is(rani) -> None:
    rani.post(address("order"), {**HOSPITAL, "order": "1"})
    rani.post(address("order"), {**HOSPITAL, "agency": "Balai Contoh", "works_in": "", "order": "1"})

    page = rani.get(address("home")).content.decode()

    assert page.count("Instansi di 72.02 · WITA") == 1
    assert page.count("Instansi · WITA") == 1
