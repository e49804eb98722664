"""What an operator may be let into: the portal's own settings, and each module. Never people, copies or this itself."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from kernel.modules import registry

PORTAL = "portal"
OF_THE_PORTAL = frozenset({"modules.view", "settings.change", "brand.change", "units.manage"})


def choices(modules: Collection[str]) -> list[tuple[str, str]]:
    """Return what can be asked for where these modules are enabled, each with its label."""
    titles = [(module.name, str(module.title)) for module in registry.modules() if module.name in modules]
    return [(PORTAL, _("Settings, words, look and units")), *titles]


def labels(scopes: Iterable[str]) -> list[str]:
    """Return what the scopes are called; those of a module that this release no longer has, by its name."""
    named = dict(choices([module.name for module in registry.modules()]))
    return [named.get(scope, scope) for scope in scopes]


def permissions(scopes: Iterable[str]) -> frozenset[str]:
    """Return what the scopes let somebody do."""
    found: set[str] = set()
    for scope in scopes:
        module = registry.get(scope)
        found |= OF_THE_PORTAL if scope == PORTAL else {one.name for one in module.permissions} if module else set()
    return frozenset(found)
