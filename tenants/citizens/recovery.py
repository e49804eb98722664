"""Help a citizen who has lost phone or mailbox, once an officer has seen her identity card.

She is in at once, since she stands at the counter because she needs something; what could not be taken back waits for a
day, in which whoever reads an old address can stop it all (`stopping`). An officer who was stopped cannot do it again:
a colleague must see the card, and that is final, or a thief with the old phone could keep her out for ever.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kernel.accounts.actor import Actor
from kernel.accounts.permissions import require
from kernel.audit import actions as audit
from kernel.audit import queries as log
from tenants import mail
from tenants.citizens import notices as kinds
from tenants.citizens import stopping, telling
from tenants.citizens.actions import addresses, delete_empty, write_address
from tenants.citizens.errors import AddressInUse, AddressTaken, StoppedBefore
from tenants.citizens.limits import RECOVERED
from tenants.citizens.models import Citizen, Recovery

RECOVER = "citizens.recover"
ONE_LOOK = timedelta(minutes=15)


@transaction.atomic
def look(citizen: Citizen, *, by: Actor) -> None:
    """Write down that an officer opened the page of a citizen, on which her addresses stand in full.

    Opened again within a quarter of an hour, it is the same look.
    """
    same = {"actor_key": by.key, "action": "citizens.look", "at__gt": timezone.now() - ONE_LOOK}
    if not log.of("citizens.citizen", citizen.key).filter(**same).exists():
        audit.record("citizens.look", citizen, by=by, summary="Opened a citizen's account")


@transaction.atomic
def recover(citizen: Citizen, *, kind: str, address: str, reason: str, other_lost: bool, by: Actor) -> None:
    """Replace her address, end all her sessions and passkeys, and tell all addresses, old and new.

    She proves the new one when she logs in with it. `other_lost` takes the address of the other kind away too.

    Raises: NotPermitted, TooMany, StoppedBefore, AddressInUse.
    """
    by = require(by, RECOVER)
    RECOVERED.take(by.key)
    citizen = Citizen.objects.select_for_update().get(pk=citizen.pk)
    recovery, before = _begin(citizen, by), addresses(citizen)
    for lost in before if other_lost else ():
        setattr(citizen, lost, "")
    _write(citizen, kind, address)
    stopping.shut_out(citizen, before)
    after = addresses(citizen)
    audit.record(
        "citizens.recover",
        citizen,
        by=by,
        summary="Recovered a citizen's account",
        after={"changed": [kind for kind, address in before.items() if address != after[kind]], "reason": reason},
    )
    _tell(citizen, before, after, recovery)
    stopping.tell_officers(kinds.RECOVERED.key, citizen, by.name)


def _begin(citizen: Citizen, by: Actor) -> Recovery:
    """Keep what the account is, so that it can be brought back; not where one was stopped before: this one is final.

    Raises: StoppedBefore when the officer is the one who was stopped.
    """
    stopped = citizen.recoveries.exclude(stopped_at=None)
    if stopped.filter(done_by_key=by.key).exists():
        raise StoppedBefore
    before = "" if stopped.exists() else stopping.seal(citizen)
    return Recovery.objects.create(citizen=citizen, done_by=by, before_sealed=before)


def _write(citizen: Citizen, kind: str, address: str) -> None:
    """Save the new address, also when she has tried it and thereby begun another account."""
    delete_empty(Citizen.objects.filter(**{kind: address}).exclude(pk=citizen.pk))
    try:
        write_address(citizen, kind=kind, address=address)
    except AddressTaken as error:
        raise AddressInUse from error


def _tell(citizen: Citizen, before: dict[str, str], after: dict[str, str], recovery: Recovery) -> None:
    """Say it everywhere; whoever still has the old phone or mailbox may be the owner, and can stop it from there."""
    known = {each for of in (before, after) for each in of.items() if each[1]}
    with override(citizen.language):
        subject = _("Your account was recovered by the region’s office")
        told = {"name": citizen.name, "contact": mail.address(reverse("contact", urlconf=settings.TENANT_URLCONF))}
        for kind, address in sorted(known):
            way_back = stopping.link(recovery) if before[kind] == address else ""
            telling.tell(address, kind=kind, template="recovered", subject=subject, stop=way_back, **told)
