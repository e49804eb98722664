"""The platform itself: all of its middleware, its backend, its roles.

`python -m tests.benchmarks.sites.ours N` fills it.
"""

import os
import sys

os.environ["PYTEST_XDIST_WORKER"] = "bench_ours"
from tests import environment  # first: it sets the addresses of a database of its own

# isort: split
from config.settings import *  # noqa: F403 - the platform's own settings

if "LIVE_SERVES" in os.environ:
    del DATABASES["owner"]  # noqa: F405 - a web process has it never
ROOT_URLCONF = TENANT_URLCONF = PUBLIC_URLCONF = "tests.benchmarks.sites.pages"


def fill(count: int) -> None:
    """Make the database with this many live tenants that have every table, without provisioning's other steps."""
    import django

    django.setup()
    from tests.environment import drop_database

    drop_database(environment.DATABASE)
    from config.local.postgres import ensure_database

    ensure_database(environment.CLUSTER_URL, environment.DATABASE)
    from provisioning import migrating
    from tenants.isolation.current import Place, enter

    with enter(Place.PLATFORM):
        migrating.migrate(migrating.shared_labels())
        for number in range(1, count + 1):
            _tenant(number)


def _tenant(number: int) -> None:
    from kernel.modules import registry
    from provisioning import structure
    from provisioning.step import make
    from tenants.isolation.current import enter
    from tenants.registry.models import Domain, InstalledModule, Tenant
    from tenants.registry.queries import tenancy
    from tests.benchmarks.sites.pages import fill as fill_rows

    tenant = Tenant(
        id=number, schema_name=f"t{number}", role_name=f"{environment.DATABASE}_t{number}", name=f"T{number}",
        slug=f"t{number}", kind=Tenant.Kind.AGENCY, state=Tenant.State.LIVE,
    )  # fmt: skip
    tenant.save(force_insert=True)  # type: ignore[no-untyped-call]  # django-tenants has no types here
    Domain.objects.create(domain=f"t{number}.localhost", tenant=tenant, is_primary=True)
    modules = [module.name for module in registry.modules()]
    parts = [("ApplyStructure", {"part": part}) for part in (structure.CORE, *modules)]
    for kind, args in (("CreateRole", {}), ("CreateSchema", {}), *parts):
        make(kind, args).do(tenant)
    InstalledModule.objects.bulk_create(
        InstalledModule(tenant=tenant, module=name, version="1", is_enabled=True) for name in modules
    )
    with enter(tenancy(tenant)):
        fill_rows(tenant.name)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.sites.ours"
    fill(int(sys.argv[1]))
