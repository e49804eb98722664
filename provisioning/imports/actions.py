"""Order that a portal is made of an archive that was examined."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.accounts.actor import Actor
from kernel.regions.models import Region
from kernel.text import Text
from provisioning import agencies, identity, plan, registering, removals
from provisioning.agencies import Agency
from provisioning.errors import OrderRefused
from provisioning.identity import Identity
from provisioning.imports.examining import Found
from provisioning.models import Run
from provisioning.ordering import in_line, write
from provisioning.orders import region_of
from tenants.registry.models import Tenant


@dataclass(frozen=True, slots=True)
class Checked:
    """What the portal will be called, and what else its row says; `begun` is it when its order is given again."""

    called: Identity
    facts: dict[str, Any]
    begun: Tenant | None


@transaction.atomic
def order(found: Found, *, slug: str = "", name: str = "", by: Actor) -> Run:
    """Order the portal; the same order given again while it is not finished goes on with the same one.

    Raises: OrderRefused.
    """
    in_line()
    checked = check(found, slug=slug, name=name)
    if checked.begun:
        removals.require_kept(checked.begun)
    tenant = checked.begun or registering.register(
        name=checked.called.name, slug=checked.called.slug, state=Tenant.State.PROVISIONING, **checked.facts
    )
    title = Text(id=f"Memasukkan {tenant.name} dari arsip", en=f"Importing {tenant.name} from an archive")
    return write(tenant, title, steps(found, checked), by)


def steps(found: Found, checked: Checked) -> plan.Plan:
    """Return what will be done."""
    return plan.import_archive(str(found.path), found.kept.checksum, checked.called.host)


def check(found: Found, *, slug: str = "", name: str = "") -> Checked:
    """Return what the portal will be; empty texts mean as it was called where it left.

    Raises: OrderRefused with a sentence, and the field that is wrong.
    """
    told = found.about.tenant
    wanted = Identity(name=name or told.name, slug=slug or told.slug, host="")
    begun, code = _begun(found, wanted), None
    facts: dict[str, Any] = {"time_zone": agencies.check_time_zone(told.time_zone), "is_example": told.is_example}
    if told.kind == "agency":
        agency = agencies.check(Agency(name=wanted.name, time_zone=told.time_zone, works_in=told.works_in))
        facts |= {"kind": told.kind, "works_in": agency.works_in}
    else:
        region = region_of(told.region_code or "")
        _refuse_second(region, begun)
        code = region.code
        facts |= {"kind": region.kind, "region_code": code}
    return Checked(identity.check_new(wanted, facts["kind"], code, begun), facts, begun)


def _refuse_second(region: Region, begun: Tenant | None) -> None:
    there = Tenant.objects.filter(region_code=region.code).first()
    if there and there != begun:
        message = _(
            "%(name)s has a portal here, and an archive never takes the place of one."
            " Delete that portal first, or restore it from one of its backups."
        )
        raise OrderRefused(message % {"name": there.name}, field="code")


def _begun(found: Found, wanted: Identity) -> Tenant | None:
    """Return the portal that the same order has begun and not finished."""
    of_archive = Tenant.objects.filter(runs__steps__args__manifest=found.kept.checksum, slug=wanted.slug.strip())
    return of_archive.exclude(runs__state=Run.State.DONE).first()
