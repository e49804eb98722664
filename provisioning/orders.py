"""What is asked for, checked whole before anything changes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from kernel.accounts.models import Person
from kernel.modules import registry
from kernel.regions import queries as regions
from kernel.regions.models import Region
from provisioning import agencies
from provisioning.agencies import Agency
from provisioning.errors import OrderRefused
from tenants.isolation import hosts
from tenants.isolation.current import enter
from tenants.registry.models import Domain, Tenant
from tenants.registry.queries import tenancy

CODE = re.compile(r"[0-9.]{2,16}")  # no other text is sent: Postgres refuses some (a NUL, half a character)
SLUG = re.compile(r"[a-z](?:[a-z0-9]|-(?=[a-z0-9])){1,58}")
HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
RESERVED = {"www", "admin", "api", "mail", "static", "platform", "operator"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A region by its code or an agency, and what its portal is to have. Empty slug and host mean the usual ones."""

    code: str = ""
    agency: Agency | None = None
    modules: tuple[str, ...]
    administrator_email: str = ""
    administrator_name: str = ""
    slug: str = ""
    host: str = ""
    with_sample: bool = False
    is_example: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedOrder:
    """An order in which everything exists and nothing is taken."""

    order: Order
    name: str
    kind: str
    time_zone: str
    slug: str
    host: str
    modules: tuple[str, ...]
    tenant: Tenant | None
    works_in: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who gets the portal: a region or an agency, and the tenant where it has one."""

    name: str
    kind: str
    time_zone: str
    usual_slug: str
    tenant: Tenant | None


def check(order: Order) -> CheckedOrder:
    """Return the order with all that follows from it.

    Raises: OrderRefused with a sentence, and the field that is wrong.
    """
    order, subject = _of_agency(order, order.agency) if order.agency else _of_region(order)
    tenant = subject.tenant
    slug = check_slug(order.slug or (tenant.slug if tenant else subject.usual_slug), tenant)
    return CheckedOrder(
        order=order,
        name=subject.name,
        kind=subject.kind,
        time_zone=subject.time_zone,
        slug=slug,
        host=check_host(order.host or f"{slug}.{settings.PLATFORM_DOMAIN}", tenant),
        modules=check_modules(order.modules),
        tenant=_with_address(order, tenant),
        works_in=order.agency.works_in if order.agency else "",
    )


def _of_region(order: Order) -> tuple[Order, Subject]:
    region = region_of(order.code)
    tenant = Tenant.objects.filter(region_code=region.code).first()
    subject = Subject(region.name, region.kind, region.time_zone, regions.default_slug(region), tenant)
    return replace(order, code=region.code), subject


def _of_agency(order: Order, wanted: Agency) -> tuple[Order, Subject]:
    if order.code.strip():
        raise OrderRefused(_("Order a region by its code or an agency by its name, not both."), field="agency")
    agency, slug = agencies.check(wanted), order.slug or agencies.usual_slug(wanted.name)
    tenant = agencies.find(agency, slug)
    if tenant is None:
        agencies.refuse_slug(agency, slug, is_usual=not order.slug)
    return replace(order, agency=agency), Subject(agency.name, Tenant.Kind.AGENCY, agency.time_zone, slug, tenant)


def region_of(code: str) -> Region:
    """Return the region that has this code and may have a portal.

    Raises: OrderRefused.
    """
    code = code.strip()
    region = regions.governments().filter(code=code).first() if CODE.fullmatch(code) else None
    if region is None:
        message = _("There is no region with the code “%(code)s”. Use the Ministry's code, for example 36.71.")
        raise OrderRefused(message % {"code": code}, field="code")
    if not region.autonomous:
        message = _("%(name)s is administrative: it signs nothing and has no portal of its own.")
        raise OrderRefused(message % {"name": region.name}, field="code")
    return region


def check_modules(names: Iterable[str]) -> tuple[str, ...]:
    """Return the modules in the order in which they are installed.

    Raises: OrderRefused for a module that does not exist, or lacks what it requires.
    """
    wanted = set(names)
    for name in sorted(wanted):
        module = registry.get(name)
        if module is None:
            known = ", ".join(module.name for module in registry.modules())
            message = _("There is no module “%(name)s”. There are: %(known)s.")
            raise OrderRefused(message % {"name": name, "known": known}, field="modules")
        for missing in sorted(set(module.requires) - wanted):
            message = _("The module “%(name)s” requires “%(missing)s”. Add it to the order.")
            raise OrderRefused(message % {"name": name, "missing": missing}, field="modules")
    return tuple(module.name for module in registry.modules() if module.name in wanted)


def check_slug(slug: str, tenant: Tenant | None) -> str:
    """Return the short name if it can be the tenant's (None: a new one's).

    Raises: OrderRefused.
    """
    if not SLUG.fullmatch(slug) or slug in RESERVED:
        message = _("The short name “%(slug)s” is not usable: take a–z, 0–9 and -, beginning with a letter.")
        raise OrderRefused(message % {"slug": slug}, field="slug")
    taken = Tenant.objects.filter(slug=slug).exclude(pk=tenant.pk if tenant else 0).first()
    if taken:
        message = _("The short name “%(slug)s” belongs to %(name)s. Choose another.")
        raise OrderRefused(message % {"slug": slug, "name": taken.name}, field="slug")
    return slug


def check_host(host: str, tenant: Tenant | None) -> str:
    """Return the domain if it can lead to the tenant (None: a new one).

    Raises: OrderRefused.
    """
    if hosts.is_platform(host):
        raise OrderRefused(_("“%(host)s” is the operators' own. Choose another.") % {"host": host}, field="host")
    if not HOST.fullmatch(host):
        message = _("“%(host)s” is not a host name. Write it like makassar.example.go.id, without http.")
        raise OrderRefused(message % {"host": host}, field="host")
    taken = Domain.objects.filter(domain=host).exclude(tenant=tenant).select_related("tenant").first()
    if taken:
        message = _("The domain “%(host)s” belongs to %(name)s.")
        raise OrderRefused(message % {"host": host, "name": taken.tenant.name}, field="host")
    return host


def _with_address(order: Order, tenant: Tenant | None) -> Tenant | None:
    if order.administrator_email:
        try:
            validate_email(order.administrator_email)
        except ValidationError as error:
            message = _("“%(email)s” is not an e-mail address.")
            raise OrderRefused(message % {"email": order.administrator_email}, field="administrator_email") from error
        _refuse_second_way_in(order.administrator_email, tenant)
    return tenant


def _refuse_second_way_in(email: str, tenant: Tenant | None) -> None:
    """Let nobody but the region's own people invite somebody once they are there."""
    if tenant is None or tenant.state not in Tenant.MADE:
        return
    with enter(tenancy(tenant)):
        people = Person.objects.exists() and not Person.objects.filter(email__iexact=email).exists()
    if people:
        message = _("%(name)s has administrators of its own: they invite further people in their console.")
        raise OrderRefused(message % {"name": tenant.name}, field="administrator_email")
