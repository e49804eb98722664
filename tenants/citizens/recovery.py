"""Help a citizen who has lost phone or mailbox, once an officer has seen her identity card."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kernel.accounts.actor import Actor
from kernel.accounts.permissions import require
from kernel.audit import actions as audit
from kernel.rates import Limit
from tenants import mail
from tenants.citizens import notices as kinds
from tenants.citizens import telling
from tenants.citizens.actions import addresses, delete_empty, write_address
from tenants.citizens.errors import AddressInUse, AddressTaken
from tenants.citizens.models import Citizen, CitizenPasskey, CitizenSession, Code
from tenants.notices import actions as notices
from tenants.notices.actions import News

RECOVER = "citizens.recover"
# Of one officer in a day: more than a counter sees, few for who would take accounts over.
RECOVERED = Limit("citizens.recovered", 20, 24 * 60 * 60, is_strict=True)


@transaction.atomic
def recover(citizen: Citizen, *, kind: str, address: str, reason: str, other_lost: bool, by: Actor) -> None:
    """Replace her address, end all her sessions and passkeys, and tell all addresses, old and new.

    She proves the new one when she logs in with it. `other_lost` takes the address of the other kind away too.

    Raises: NotPermitted, TooMany, AddressInUse.
    """
    by = require(by, RECOVER)
    RECOVERED.take(by.key)
    citizen = Citizen.objects.select_for_update().get(pk=citizen.pk)
    before = addresses(citizen)
    for lost in before if other_lost else ():
        setattr(citizen, lost, "")
    _write(citizen, kind, address)
    CitizenSession.objects.filter(citizen=citizen).delete()
    CitizenPasskey.objects.filter(citizen=citizen).delete()
    Code.objects.filter(address__in=before.values()).delete()
    after = addresses(citizen)
    audit.record(
        "citizens.recover",
        citizen,
        by=by,
        summary="Recovered a citizen's account",
        after={"changed": [kind for kind, address in before.items() if address != after[kind]], "reason": reason},
    )
    _tell(citizen, {(of, each) for known in (before, after) for of, each in known.items() if each})
    _tell_officers(citizen, by)


def _write(citizen: Citizen, kind: str, address: str) -> None:
    """Save the new address, also when she has tried it and thereby begun another account."""
    delete_empty(Citizen.objects.filter(**{kind: address}).exclude(pk=citizen.pk))
    try:
        write_address(citizen, kind=kind, address=address)
    except AddressTaken as error:
        raise AddressInUse from error


def _tell(citizen: Citizen, addresses: set[tuple[str, str]]) -> None:
    """Say it everywhere: whoever still has the old phone or mailbox may be the owner, whom somebody impersonated."""
    with override(citizen.language):
        subject = _("Your account was recovered by the region’s office")
        told = {"name": citizen.name, "contact": mail.address(reverse("contact", urlconf=settings.TENANT_URLCONF))}
        for kind, address in sorted(addresses):
            telling.tell(address, kind=kind, template="recovered", subject=subject, **told)


def _tell_officers(citizen: Citizen, by: Actor) -> None:
    """Let everybody who may do the same see it: nobody takes an account over unseen."""
    with override(notices.LANGUAGE):
        path = reverse("console_citizen", urlconf=settings.TENANT_URLCONF, args=[citizen.key])
    notices.spread(kinds.RECOVERED.key, news=News(path, {"officer": by.name}))
