"""A module on trial, in a region that has it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Person
from kernel.modules.manifest import Module
from tenants.isolation import hosts
from tenants.isolation.current import Place, Tenancy, enter
from tenants.registry.models import InstalledModule


@dataclass(frozen=True)
class Subject:
    """The module, where its code is, a region in which it is enabled, and two of the region's people.

    `guest` may log in and nothing else.
    """

    module: Module
    package: str
    region: Tenancy
    browser: Callable[..., Client]
    administrator: Person
    guest: Person

    @property
    def name(self) -> str:
        """Return the module's name."""
        return self.module.name

    @property
    def dotted(self) -> str:
        """Return the name under which the module's code is imported."""
        return f"{self.package}.{self.name}"

    @cached_property
    def folder(self) -> Path:
        """Return where the module's files are."""
        return Path(str(import_module(self.dotted).__file__)).parent

    def file(self, name: str) -> ModuleType | None:
        """Return a file of the module, imported; None when it has none."""
        dotted = f"{self.dotted}.{name}"
        return import_module(dotted) if find_spec(dotted) else None

    def pages(self, of: str) -> list[tuple[str, URLPattern]]:
        """Return URL name and pattern of the module's `urlpatterns` or `console_urlpatterns`."""
        space = self.name if of == "urlpatterns" else f"{self.name}_console"
        patterns = getattr(self.file("urls"), of, [])
        return [(f"{space}:{pattern.name}", pattern) for pattern in patterns]

    def own_routes(self) -> Iterator[tuple[str, URLPattern]]:
        """Yield namespace and pattern of every page in the portal whose view is the module's."""
        yield from self._walk(get_resolver(settings.TENANT_URLCONF), "")

    def _walk(self, resolver: URLResolver, space: str) -> Iterator[tuple[str, URLPattern]]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from self._walk(pattern, space or pattern.namespace or "")
            elif getattr(pattern.callback, "__module__", "").startswith(f"{self.dotted}."):
                yield space, pattern

    def rows(self) -> list[Any]:
        """Return some rows of each of the module's models, to fill addresses with."""
        from django.apps import apps

        models = [model for model in apps.get_models() if model.__module__.startswith(f"{self.dotted}.")]
        with enter(self.region):
            return [row for model in models for row in model.objects.all()[:3]]

    def load(self) -> None:
        """Load the module's baseline and sample content."""
        code = self.file("provision")
        if code is not None:
            with enter(self.region):
                code.baseline(PLATFORM)
                code.sample(PLATFORM)

    @contextmanager
    def switched_off(self) -> Iterator[None]:
        """Disable the module in the region for the length of the block."""
        self._switch(on=False)
        yield
        self._switch(on=True)

    def _switch(self, *, on: bool) -> None:
        with enter(Place.PLATFORM):
            InstalledModule.objects.filter(tenant=self.region.id, module=self.name).update(is_enabled=on)
        hosts.forget()


def address(name: str, pattern: URLPattern, values: dict[str, Any] | None = None) -> str:
    """Return the address of a page, its gaps filled with values or with what does not exist."""
    kwargs = {
        key: (values or {}).get(key, 1 if type(converter).__name__ == "IntConverter" else "tidak-ada")
        for key, converter in pattern.pattern.converters.items()
    }
    return reverse(name, urlconf=settings.TENANT_URLCONF, kwargs=kwargs)
