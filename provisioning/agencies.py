"""An agency that is ordered: it has no code of a region, so its name and its time zone are asked for."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kernel.geo import zone_name
from kernel.regions import queries as regions
from kernel.regions.adopters import WIB, WIT, WITA
from provisioning.errors import OrderRefused
from tenants.registry.models import Tenant

ZONES = {"WIB": WIB, "WITA": WITA, "WIT": WIT}
NAME_LIMIT, SLUG_LIMIT = 120, 59


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """A hospital, a water company, a ministry's office. `works_in` is a region's code; empty means in no region."""

    name: str
    time_zone: str
    works_in: str = ""


def check(agency: Agency) -> Agency:
    """Return the agency as it is written down: spaces mended, the time zone by its full name.

    Raises: OrderRefused.
    """
    return Agency(
        name=check_name(agency.name), time_zone=check_time_zone(agency.time_zone), works_in=_works_in(agency.works_in)
    )


def check_name(typed: str, *, field: str = "agency") -> str:
    """Return an agency's name, its spaces mended.

    Raises: OrderRefused.
    """
    name = " ".join(typed.split())
    if not name.isprintable() or not 1 <= len(name) <= NAME_LIMIT:
        message = _("Write the agency's name in at most %(limit)d characters, for example RSUD Kota Poso.")
        raise OrderRefused(message % {"limit": NAME_LIMIT}, field=field)
    region = regions.governments().filter(name__iexact=name).first()
    if region:
        message = _("%(name)s is a region. Order it by its code, %(code)s.")
        raise OrderRefused(message % {"name": region.name, "code": region.code}, field=field)
    return name


def check_time_zone(typed: str) -> str:
    """Return the full name of WIB, WITA or WIT.

    Raises: OrderRefused.
    """
    zone = ZONES.get(typed.strip().upper(), typed.strip())
    if zone not in ZONES.values():
        message = _("There is no time zone “%(zone)s”. Take WIB, WITA or WIT.")
        raise OrderRefused(message % {"zone": typed}, field="time_zone")
    return zone


def _works_in(code: str) -> str:
    if not code.strip():
        return ""
    region = regions.governments().filter(code=code.strip()).first()
    if region is None:
        message = _("There is no region with the code “%(code)s”. Use the Ministry's code, for example 36.71.")
        raise OrderRefused(message % {"code": code}, field="works_in")
    return region.code


def usual_slug(name: str) -> str:
    """Return the short name that is made of the agency's name."""
    return slugify(name)[:SLUG_LIMIT].rstrip("-")


def find(agency: Agency, slug: str) -> Tenant | None:
    """Return the agency's tenant, where it has one: an agency is known by its slug and its name.

    Raises: OrderRefused when the portal was made otherwise than is ordered now.
    """
    tenant = _agencies(agency.name).filter(slug=slug).first()
    if tenant and tenant.time_zone != agency.time_zone:
        message = _("The portal of %(name)s has the time zone %(zone)s. Choose that.")
        raise OrderRefused(message % {"name": tenant.name, "zone": zone_name(tenant.time_zone)}, field="time_zone")
    if tenant and tenant.works_in != agency.works_in:
        without = _("The portal of %(name)s was made without a region. Leave this empty.")
        message = _("The portal of %(name)s was made with the region %(code)s. Write that.")
        told = (message if tenant.works_in else without) % {"name": tenant.name, "code": tenant.works_in}
        raise OrderRefused(told, field="works_in")
    return tenant


def refuse_slug(agency: Agency, slug: str, *, is_usual: bool) -> None:
    """Refuse what a new agency may not be called for short.

    Raises: OrderRefused for a region's usual slug, or when an agency of this name has another one and none was written.
    """
    region = regions.with_slug(slug)
    if region:
        message = _("The short name “%(slug)s” is kept for %(name)s. Choose another.")
        raise OrderRefused(message % {"slug": slug, "name": region.name}, field="slug")
    namesake = _agencies(agency.name).first() if is_usual else None
    if namesake:
        message = _("%(name)s has a portal with the short name “%(slug)s”. Write that, or another for a new portal.")
        raise OrderRefused(message % {"name": namesake.name, "slug": namesake.slug}, field="slug")


def _agencies(name: str) -> QuerySet[Tenant]:
    return Tenant.objects.filter(kind=Tenant.Kind.AGENCY, name__iexact=name, copied_from=None)
