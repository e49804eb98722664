"""All files of a tenant, removed."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from kernel.text import Text
from provisioning import heads
from provisioning.step import Step
from tenants.registry.models import Tenant


@dataclass(frozen=True, slots=True)
class DropFiles(Step):
    """Delete the tenant's folder, the archives of its modules included, and the file of its chain's heads."""

    title = Text(id="Hapus berkas", en="Delete the files")

    def is_done(self, tenant: Tenant) -> bool:
        return not _folder(tenant).exists() and not heads.path_of(tenant.key).exists()

    def do(self, tenant: Tenant) -> None:
        heads.path_of(tenant.key).unlink(missing_ok=True)
        if _folder(tenant).exists():
            shutil.rmtree(_folder(tenant))


def _folder(tenant: Tenant) -> Path:
    return Path(settings.FILES_ROOT) / tenant.key
