"""A region's structure is the same to the last right after every module's migrations went down and up again."""

import subprocess

from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from kernel.modules import registry
from provisioning import migrating, runner, structure
from tenants.isolation.current import enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tests import environment
from tests.provisioning.conftest import order


def dump(tenant: Tenant) -> list[str]:
    """Return tables, columns, constraints, indexes, sequences, comments, owners and rights as `pg_dump` writes them."""
    command = ["pg_dump", "--schema-only", "--schema", tenant.schema_name]
    made = subprocess.run(
        [*command, environment.cluster_dsn(environment.DATABASE)], capture_output=True, text=True, check=True
    )
    return [line for line in made.stdout.splitlines() if line and not line.startswith("\\")]


def test_structure_and_rights_are_the_same_after_down_and_up(stage) -> None:
    names = [module.name for module in registry.modules()]
    tenant = runner.execute(order(modules=tuple(names)).key).tenant
    first = dump(tenant)

    for name in reversed(names):
        with enter(tenancy(tenant)):
            MigrationExecutor(connections["owner"]).migrate([(label, None) for label in structure.labels(name)])
        assert [line for line in dump(tenant) if f".{name}_" in line] == []
    for name in names:
        with enter(tenancy(tenant)):
            migrating.migrate(structure.labels(name))

    assert any("GRANT" in line for line in first)
    assert dump(tenant) == first
