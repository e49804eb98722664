"""Which other regions a person has linked, and where they are now."""

import re

from django.db.models import QuerySet

from kernel.accounts.models import LinkedAccount, Person
from tenants.isolation import hosts
from tenants.isolation.current import Tenancy, tenant

# Whether somebody has linked a region: in the session, so that the console's menu asks for nothing.
SESSION = "elsewhere"
OPEN = ("ready", "live", "suspended")
HOST = re.compile(r"(?:https?://)?([a-z0-9.-]{1,253})(?::\d{1,5})?(?:/.*)?")


def of(person: Person) -> QuerySet[LinkedAccount]:
    """Return the accounts elsewhere that the person has linked, by the region's name."""
    return LinkedAccount.objects.filter(person=person, removed_at=None).exclude(linked_at=None)


def region(address: str) -> Tenancy | None:
    """Return the other region whose portal is at an address, however it was typed; None where there is none."""
    typed = HOST.fullmatch(address.strip().lower())
    found = hosts.find(typed[1].rstrip(".")) if typed else None
    return found if found and found.state in OPEN and found.key != tenant().key else None
