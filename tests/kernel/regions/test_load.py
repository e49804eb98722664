"""Loading the reference data."""

import pytest
from django.db import IntegrityError, transaction

from kernel.regions import actions, queries, reference
from kernel.regions.models import Edition, Region
from tests.conftest import queries as counted

ALL = 91_599

pytestmark = pytest.mark.usefixtures("on_platform")


def test_all_regions_are_loaded() -> None:
    assert (Region.objects.count(), Edition.objects.get().regions) == (ALL, ALL)
    assert Edition.objects.get().fingerprint == reference.fingerprint()


def test_loading_again_asks_only_for_the_edition() -> None:
    before = Edition.objects.get().loaded_at

    with counted(3):  # the row and a savepoint around it
        assert actions.load() == 0

    assert Edition.objects.get().loaded_at == before


def test_only_what_differs_is_written() -> None:
    Region.objects.filter(code="36.71").update(name="Tangeran")
    Region.objects.filter(code="36.71.01.1001").delete()
    Region.objects.create(code="36.71.99", name="Dibubarkan", kind="district", title="Kecamatan", parent_id="36.71")
    Edition.objects.update(fingerprint="another")

    assert actions.load() == 3
    assert Edition.objects.get().fingerprint == reference.fingerprint()
    assert queries.find("36.71").name == "Kota Tangerang"
    assert queries.find("36.71.01.1001").name == "Sukarasa"
    assert not Region.objects.filter(code="36.71.99").exists()
    assert Region.objects.count() == ALL


@pytest.mark.parametrize(
    ("code", "parent"), [("36.7", "36"), ("3671", None), ("36.71", None), ("36.71", "35"), ("36", "36"), ("", None)]
)
def test_a_code_that_does_not_say_its_parent_is_refused(code: str, parent: str | None) -> None:
    Region.objects.filter(code="36.71").delete()

    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.create(code=code, name="Salah", kind="city", title="Kota", parent_id=parent)


def test_there_is_one_edition() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(pk=2, fingerprint="two", regions=0)
