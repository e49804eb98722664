"""Steps: what they leave, and that they may be done again."""

from django.db import connections
from tenants.isolation.current import Tenancy, enter


def test_two_regions_are_live(makassar: Tenancy, jayapura: Tenancy) -> None:
    assert (makassar.state, jayapura.state) == ("live", "live")
    assert makassar.schema != jayapura.schema
