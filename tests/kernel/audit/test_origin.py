import pytest

from kernel.accounts.actor import CITIZEN, COMMAND_LINE, NO_ONE, PLATFORM, Actor, ActorKind
from kernel.audit import origin
from kernel.audit.models import Entry
from tenants.isolation.current import enter

SARI = Actor(ActorKind.PERSON, "sari", "Sari")
RANI = Actor(ActorKind.OPERATOR, "rani", "Rani")
SOMEBODY = Actor(ActorKind.PERSON, name="Kota Makassar")


@pytest.mark.parametrize(
    ("actor", "address", "kept"),
    [
        (SARI, "203.0.113.77", "203.0.113.77"),
        (RANI, "2001:DB8:1:2::3", "2001:db8:1:2::3"),
        (SARI, "::ffff:203.0.113.77", "203.0.113.77"),
        (CITIZEN, "203.0.113.77", "203.0.113.0/24"),
        (NO_ONE, "2001:db8:1:2::3", "2001:db8:1::/48"),
        (CITIZEN, "::ffff:203.0.113.77", "203.0.113.0/24"),
        (SOMEBODY, "203.0.113.77", "203.0.113.0/24"),
        (PLATFORM, "203.0.113.77", "platform"),
        (SARI, "", ""),
        (CITIZEN, "unix:", ""),
        (COMMAND_LINE, origin.PLATFORM, "platform"),
        (SARI, origin.PLATFORM, "platform"),
    ],
)
def test_origin_is_whole_only_of_people_with_an_account_here(actor, address, kept):
    with origin.coming_from(address):
        assert origin.of(actor) == kept


def test_origin_ends_with_its_block():
    with pytest.raises(ValueError, match="stop"), origin.coming_from("203.0.113.77"):
        raise ValueError("stop")

    assert origin.of(SARI) == "platform"


def test_page_writes_from_where_it_was_asked(sari, makassar, portal, settings):
    settings.TRUSTED_PROXIES = 1
    client = portal(makassar, sari)

    client.post("/konsol/unit/", {"name": "Dinas Kebudayaan"}, headers={"X-Forwarded-For": "203.0.113.77"})

    with enter(makassar):
        assert Entry.objects.get(action="units.add").origin == "203.0.113.77"
