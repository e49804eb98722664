"""All that a tenant took along when it left another installation."""

from dataclasses import dataclass
from pathlib import Path

from kernel.text import Text
from provisioning import structure
from provisioning.imports import loading
from provisioning.step import Step
from tenants.isolation.current import enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy


@dataclass(frozen=True, slots=True)
class ImportArchive(Step):
    """Check the whole archive, put its files in place, then tables, rows, numbers and modules in one transaction."""

    archive: str
    manifest: str
    title = Text(id="Masukkan isi arsip", en="Bring the archive in")

    @property
    def detail(self) -> str:
        return Path(self.archive).name

    def is_done(self, tenant: Tenant) -> bool:
        with enter(tenancy(tenant)):  # the schema was empty, and its tables come with their rows
            return structure.applied() >= structure.migrations(structure.CORE)

    def do(self, tenant: Tenant) -> None:
        loading.bring(Path(self.archive), self.manifest, tenant)
