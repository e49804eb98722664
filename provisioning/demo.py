"""The regions of the demo: Tangerang, which made the applications, and partners that took some of them over."""

from collections.abc import Iterator

from django.db import transaction

from kernel.accounts import roles
from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Assignment, Person, Role
from kernel.modules import registry
from kernel.regions import adopters
from kernel.regions import queries as regions
from provisioning import actions, plan
from provisioning.models import Deletion, Run
from provisioning.orders import Order, check
from tenants.isolation.current import enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy

PASSWORD = "contoh-saja-2026"  # noqa: S105 - printed on the terminal; the demo refuses to run in production
OPERATOR = ("rani@example.org", "Rani")
PEOPLE = (("sari", "Sari", "administrator"), ("budi", "Budi", "officer"))
# The first three show regions that chose differently; all others take every module.
CHOSEN = {"73.71": ("complaints", "news"), "91.71": ("news", "services")}


def orders(count: int) -> list[Order]:
    """Return the demo's orders: the three, further named adopters, then others marked as examples."""
    named = [adopters.ORIGIN.code, *CHOSEN, *(p.code for p in adopters.ADOPTERS if p.code not in CHOSEN)]
    codes = named[:count]
    examples = _examples(set(named), count - len(codes))
    return [_order(code) for code in codes] + [_order(code, is_example=True) for code in examples]


def _examples(named: set[str], count: int) -> Iterator[str]:
    governments = (region for region in regions.governments() if region.kind != "province" and region.code not in named)
    yield from (region.code for region, _number in zip(governments, range(count), strict=False))


def _order(code: str, *, is_example: bool = False) -> Order:
    every = tuple(module.name for module in registry.modules())
    modules = CHOSEN.get(code, every)
    return Order(code=code, modules=modules, with_sample=True, is_example=is_example)


def missing(wanted: Order) -> bool:
    """Say whether something of the order is not there yet; what an operator suspended or deletes is left to her."""
    if Deletion.open().filter(number__in=Tenant.objects.filter(region_code=wanted.code).values("pk")).exists():
        return False
    tenant = Tenant.objects.filter(region_code=wanted.code).first()
    if tenant is not None and tenant.state == Tenant.State.SUSPENDED:
        return False
    if tenant is None or tenant.state != Tenant.State.LIVE:
        return True
    installed = tenant.installed_modules.filter(baseline_at__isnull=False, sample_at__isnull=False)
    return not set(wanted.modules) <= set(installed.values_list("module", flat=True))


def give(wanted: Order) -> Run:
    """Order the region's portal."""
    return actions.order(wanted, by=PLATFORM)


def open_up(run: Run) -> Run | None:
    """Order that a ready portal goes live; None when it is live."""
    if run.tenant.state == Tenant.State.LIVE:
        return None
    return actions.go_live(run.tenant, by=PLATFORM)


@transaction.atomic
def add_people(tenant: Tenant) -> None:
    """Give the region an administrator and an officer whose password is printed."""
    with enter(tenancy(tenant)):
        for mailbox, name, role in PEOPLE:
            _person(f"{mailbox}@{tenant.slug}.example", f"{name} (contoh)", role)


@transaction.atomic
def add_operator() -> None:
    """Give the platform an operator whose password is printed."""
    _person(OPERATOR[0], f"{OPERATOR[1]} (contoh)", roles.operator().key)


def _person(email: str, name: str, role: str) -> None:
    if not Person.objects.filter(email=email).exists():
        person = Person.objects.create_user(email, name, PASSWORD)
        Assignment.objects.create(person=person, role=Role.objects.get(key=role))


def describe(wanted: Order) -> str:
    """Return what the terminal says of an order."""
    checked = check(wanted)
    mark = " (example)" if wanted.is_example else ""
    return f"{checked.name}{mark}: {len(plan.provision(checked))} steps, modules {', '.join(checked.modules)}"
