"""May a tenant have a module? Whoever enables one asks here; the agreement answers once it registers its check."""

from collections.abc import Callable

from tenants.registry.errors import NotEntitled
from tenants.registry.models import Tenant

Check = Callable[[Tenant, str], bool]


def _allow(tenant: Tenant, module: str) -> bool:
    return True


_checks: list[Check] = [_allow]


def register(check: Check) -> None:
    """Let this check decide from now on. There is only one."""
    _checks[:] = [check]


def allows(tenant: Tenant, module: str) -> bool:
    """Say whether the tenant may have the module enabled."""
    return all(check(tenant, module) for check in _checks)


def require(tenant: Tenant, module: str) -> None:
    """Raises: NotEntitled unless the tenant may have the module enabled."""
    if not allows(tenant, module):
        raise NotEntitled(tenant.name, module)
