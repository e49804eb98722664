"""Rights as the region's console shows them, by module and in plain words, and what the usual roles begin with."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kernel.accounts.models import Role
from kernel.accounts.roles import Content
from kernel.modules import registry
from kernel.modules.manifest import Permission
from tenants.isolation.current import tenant
from tenants.portal.permissions import PERMISSIONS
from tenants.portal.usual_roles import ROLES

USUAL = {key: (title_id, title_en, permissions) for key, title_id, title_en, permissions in ROLES}


@dataclass(frozen=True, slots=True)
class Group:
    """The rights that belong together: the portal's own, or a module's, which may be off here."""

    name: str
    title: str
    is_on: bool
    permissions: tuple[Permission, ...]


def groups() -> list[Group]:
    """Return all rights that there are: the portal's, those of the enabled modules, and those of the others."""
    enabled = tenant().modules
    own = Group("portal", _("The portal itself"), True, PERMISSIONS)
    found = [
        Group(module.name, str(module.title), module.name in enabled, module.permissions)
        for module in registry.modules()
        if module.permissions
    ]
    return [own, *sorted(found, key=lambda group: not group.is_on)]


def labels() -> dict[str, str]:
    """Return what each right is called."""
    return {one.name: str(one.label) for group in groups() for one in group.permissions}


def said(role: Role) -> list[str]:
    """Return the role's rights in words."""
    known = labels() | {"*": _("everything")}
    return [known.get(name, name) for name in role.permissions]


def default_of(role: Role) -> Content:
    """Return how the usual role begins; what it may do in modules that are off stays."""
    title_id, title_en, permissions = USUAL[role.key]
    wanted = {one.name for group in groups() if group.is_on for one in group.permissions if role.key in one.roles}
    of_off = {one.name for group in groups() if not group.is_on for one in group.permissions}
    return Content(title_id, title_en, {*permissions, *wanted, *(of_off & set(role.permissions))})
