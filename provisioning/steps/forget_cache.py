"""All that Redis has of a tenant, removed."""

from dataclasses import dataclass

from kernel.text import Text
from provisioning.step import Step
from tenants.isolation import cache
from tenants.jobs import doorbell
from tenants.registry.models import Tenant


@dataclass(frozen=True, slots=True)
class ForgetCache(Step):
    """Delete the tenant's entries in the cache, and the messages that rang for its jobs."""

    title = Text(id="Kosongkan cache dan antrean", en="Empty the cache and the queue")

    def is_done(self, tenant: Tenant) -> bool:
        return not (cache.entries(tenant.key) or doorbell.messages(tenant.role_name))

    def do(self, tenant: Tenant) -> None:
        cache.forget(tenant.key)
        doorbell.forget(tenant.role_name)
