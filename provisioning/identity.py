"""What a portal is called and where it is: checked whole before it changes."""

from dataclasses import asdict, dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from kernel.regions import queries as regions
from provisioning import agencies
from provisioning.errors import OrderRefused
from provisioning.orders import check_host, check_slug
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A portal's name, short name and first domain. An empty domain means the usual one of the short name."""

    name: str
    slug: str
    host: str


def of(tenant: Tenant) -> Identity:
    """Return what the portal is called now."""
    return Identity(name=tenant.name, slug=tenant.slug, host=tenancy(tenant).domain)


def differences(before: Identity, after: Identity) -> dict[str, tuple[str, str]]:
    """Return what is another than before, and both of it."""
    then, now = asdict(before), asdict(after)
    return {name: (then[name], now[name]) for name in now if then[name] != now[name]}


def check(tenant: Tenant, wanted: Identity) -> Identity:
    """Return what the portal would be called, spaces and capitals mended.

    Raises: OrderRefused with a sentence, and the field that is wrong.
    """
    slug = check_slug(wanted.slug.strip(), tenant)
    if slug != tenant.slug:
        _refuse_kept(slug, tenant.region_code)
    host = wanted.host.strip().lower() or _usual_host(slug)
    name = _name(wanted.name, tenant.kind)
    if name != tenant.name:
        _refuse_anothers(name, tenant.region_code, tenant)
    return Identity(name=name, slug=slug, host=check_host(host, tenant))


def check_copy(original: Tenant, wanted: Identity, begun: Tenant | None) -> Identity:
    """Return what a copy of the portal would be called; `begun` is the copy when its order is given again.

    Raises: OrderRefused with a sentence, and the field that is wrong.
    """
    if _name(wanted.name, original.kind) == original.name:
        message = _("%(name)s is the portal itself. Choose a name by which nobody takes the copy for it.")
        raise OrderRefused(message % {"name": original.name}, field="name")
    return check_new(wanted, original.kind, None, begun)


def check_new(wanted: Identity, kind: str, code: str | None, begun: Tenant | None) -> Identity:
    """Return what a portal that is to be made would be called; `begun` is it when its order is given again.

    Raises: OrderRefused with a sentence, and the field that is wrong.
    """
    slug = check_slug(wanted.slug.strip(), begun)
    _refuse_kept(slug, code)
    name = _name(wanted.name, kind)
    _refuse_anothers(name, code, begun)
    return Identity(name=name, slug=slug, host=check_host(_usual_host(slug), begun))


def require_made(tenant: Tenant) -> None:
    """Raises: OrderRefused unless the tenant has been made, and is not archived."""
    if tenant.state not in Tenant.MADE:
        raise OrderRefused(_("%(name)s is not ready yet.") % {"name": tenant.name}, field="state")


def _usual_host(slug: str) -> str:
    return f"{slug}.{settings.PLATFORM_DOMAIN}"


def _name(typed: str, kind: str) -> str:
    if kind == Tenant.Kind.AGENCY:
        return agencies.check_name(typed, field="name")
    name = " ".join(typed.split())
    if not name.isprintable():
        message = _("The name has characters that nobody sees, copied along perhaps. Type it anew.")
        raise OrderRefused(message, field="name")
    if not 1 <= len(name) <= agencies.NAME_LIMIT:
        message = _("Write the name in at most %(limit)d characters, for example Kota Makassar.")
        raise OrderRefused(message % {"limit": agencies.NAME_LIMIT}, field="name")
    return name


def _refuse_anothers(name: str, code: str | None, own: Tenant | None) -> None:
    """Refuse the name of another region, by which people would take this portal for its; two agencies may share one."""
    region = regions.governments().filter(name__iexact=name).exclude(code=code or "").first()
    portals = Tenant.objects.exclude(kind=Tenant.Kind.AGENCY).filter(name__iexact=name, copied_from=None)
    portal = portals.exclude(pk=own.pk if own else 0).first()
    if other := region or portal:
        message = _("%(name)s is another region's name. Choose one by which people know this portal.")
        raise OrderRefused(message % {"name": other.name}, field="name")


def _refuse_kept(slug: str, code: str | None) -> None:
    """Refuse the usual short name of a region that has no portal yet."""
    region = regions.with_slug(slug)
    if region and region.code != code:
        message = _("The short name “%(slug)s” is kept for %(name)s. Choose another.")
        raise OrderRefused(message % {"slug": slug, "name": region.name}, field="slug")
