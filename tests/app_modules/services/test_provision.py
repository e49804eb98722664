import pytest

from app_modules.services import links, portal, provision
from app_modules.services.models import Service
from kernel.accounts.actor import PLATFORM
from kernel.audit.models import Entry


def rows() -> list[tuple]:
    return list(Service.objects.order_by("pk").values_list())


@pytest.mark.urls("config.urls_tenant")
def test_sample_fills_all_four_pillars(in_makassar):
    provision.sample(PLATFORM)

    assert {pillar: len(portal.pillar_rows(pillar)) for pillar in "LIVE"} == {"L": 4, "I": 3, "V": 3, "E": 4}
    assert Service.objects.filter(is_sample=True, state="published").count() == 14


def test_sample_twice_changes_nothing(in_makassar):
    provision.sample(PLATFORM)
    before = rows(), Entry.objects.count()

    provision.sample(PLATFORM)

    assert (rows(), Entry.objects.count()) == before


def test_sample_names_the_region_and_no_real_address(in_makassar):
    provision.sample(PLATFORM)

    assert Service.objects.filter(place__contains="Kota Makassar").count() == 14
    assert all(links.is_reserved(link) for link in Service.objects.exclude(link="").values_list("link", flat=True))


def test_baseline_adds_nothing(in_makassar):
    provision.baseline(PLATFORM)

    assert rows() == []
