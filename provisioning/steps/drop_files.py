"""All files of a tenant, removed."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from kernel.text import Text
from provisioning.step import Step
from tenants.registry.models import Tenant


@dataclass(frozen=True, slots=True)
class DropFiles(Step):
    """Delete the tenant's folder, the archives of its modules included."""

    title = Text(id="Hapus berkas", en="Delete the files")

    def is_done(self, tenant: Tenant) -> bool:
        return not _folder(tenant).exists()

    def do(self, tenant: Tenant) -> None:
        if not self.is_done(tenant):
            shutil.rmtree(_folder(tenant))


def _folder(tenant: Tenant) -> Path:
    return Path(settings.FILES_ROOT) / tenant.key
