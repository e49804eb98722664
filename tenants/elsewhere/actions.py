"""Link an account in another region, and unlink it. Each region writes its own row; the browser brings word of it.

No region looks into another: this one knows that the other agreed from what was signed for it over there.
"""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kernel import signing
from kernel.accounts.actor import Actor
from kernel.accounts.models import LinkedAccount, Person
from kernel.audit import actions as audit
from kernel.signing import BadToken
from tenants.elsewhere import queries
from tenants.elsewhere.errors import LinkedAlready, OfferUsed
from tenants.elsewhere.tokens import AGREED, OFFER
from tenants.isolation import hosts
from tenants.isolation.current import Tenancy, tenant


@transaction.atomic
def offer(person: Person, there: Tenancy) -> str:
    """Return the address in the other region at which the person agrees; what she had begun before is void.

    Raises: LinkedAlready.
    """
    if queries.of(person).filter(domain=there.domain).exists():
        raise LinkedAlready(there.name)
    LinkedAccount.objects.filter(person=person, linked_at=None).delete()
    row = LinkedAccount.objects.create(person=person, domain=there.domain, name=there.name)
    here = tenant()
    with signing.scope(there.key):
        token = OFFER.sign({"key": row.key, "domain": here.domain})
    return hosts.address(there.domain, reverse("agree_region", args=[token]))


def offered(token: str) -> Tenancy:
    """Return the region that somebody comes from with an offer.

    Raises: BadToken when it is too old, altered, for another region or from one that is gone.
    """
    there = queries.region(OFFER.read(token)["domain"])
    if there is None:
        raise BadToken
    return there


@transaction.atomic
def agree(person: Person, token: str, *, by: Actor) -> str:
    """Write down that the person has an account there too, once; return the address there that finishes it.

    Raises: BadToken, OfferUsed.
    """
    there, key = offered(token), OFFER.read(token)["key"]
    queries.of(person).filter(domain=there.domain).update(removed_at=timezone.now())
    told = {"person": person, "domain": there.domain, "name": there.name, "linked_at": timezone.now()}
    _row, is_new = LinkedAccount.objects.get_or_create(key=key, defaults=told)
    if not is_new:
        raise OfferUsed
    _record("link", "Linked", person, there, by)
    with signing.scope(there.key):
        token = AGREED.sign(key)
    return hosts.address(there.domain, reverse("finish_region", args=[token]))


def agreed(person: Person, token: str) -> LinkedAccount:
    """Return what the person had begun here and has agreed to in the other region.

    Raises: BadToken when it is too old, altered, another region's, another person's, or finished.
    """
    row = LinkedAccount.objects.filter(person=person, key=AGREED.read(token), linked_at=None).first()
    if row is None:
        raise BadToken
    return row


@transaction.atomic
def finish(person: Person, token: str, *, by: Actor) -> LinkedAccount:
    """Write down here too that both accounts are one person's.

    Raises: BadToken.
    """
    row = agreed(person, token)
    if not LinkedAccount.objects.filter(pk=row.pk, linked_at=None).update(linked_at=timezone.now()):
        raise BadToken
    _record("link", "Linked", person, row, by)
    return row


@transaction.atomic
def remove(account: LinkedAccount, *, by: Actor) -> None:
    """Forget that the person has an account there; the other region's own row is its own."""
    if LinkedAccount.objects.filter(pk=account.pk, removed_at=None).update(removed_at=timezone.now()):
        _record("unlink", "Unlinked", account.person, account, by)


def find_again(account: LinkedAccount) -> Tenancy | None:
    """Return where the region is now, and keep its present address and name; None where it is no more."""
    there = queries.region(account.domain)
    if there and (there.domain, there.name) != (account.domain, account.name):
        account.domain, account.name = there.domain, there.name
        account.save(update_fields=["domain", "name"])
    return there


def _record(verb: str, done: str, person: Person, there: LinkedAccount | Tenancy, by: Actor) -> None:
    told = {"name": there.name, "domain": there.domain}
    audit.record(f"elsewhere.{verb}", person, by=by, summary=f"{done} an account in another region", after=told)
