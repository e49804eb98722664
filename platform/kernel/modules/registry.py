"""Which modules there are: a folder with a `manifest.py` is a module."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from django.core.exceptions import ImproperlyConfigured

from kernel.modules import checks
from kernel.modules.manifest import Module

PACKAGE = "app_modules"


@cache
def modules() -> tuple[Module, ...]:
    """Return all modules of this release, each after what it requires.

    Raises: ImproperlyConfigured with one sentence that names the folder and the fault.
    """
    spec = find_spec(PACKAGE)
    folders = [Path(path) for path in (spec.submodule_search_locations or [])] if spec else []
    names = sorted(file.parent.name for folder in folders for file in folder.glob("*/manifest.py"))
    return in_order([read(name) for name in names])


def get(name: str) -> Module | None:
    """Return the module of this name, or None."""
    return next((module for module in modules() if module.name == name), None)


def app_names() -> list[str]:
    """Return the modules' Django apps."""
    return [f"{PACKAGE}.{module.name}" for module in modules()]


def read(name: str, package: str = PACKAGE) -> Module:
    """Import and check the manifest in the folder `name`.

    Raises: ImproperlyConfigured.
    """
    where = f"{package}/{name}/manifest.py"
    try:
        _refuse_heavy(where, f"{package}.{name}.manifest")
        module = getattr(import_module(f"{package}.{name}.manifest"), "MODULE", None)
    except TypeError as error:
        raise ImproperlyConfigured(f"{where}: {_sentence(error)}") from error
    except SyntaxError as error:
        raise ImproperlyConfigured(f"{where}: is no valid Python (line {error.lineno}: {error.msg}).") from error
    except (ImportError, NameError, AttributeError) as error:
        raise ImproperlyConfigured(f"{where}: cannot be imported: {error}.") from error
    if not isinstance(module, Module):
        raise ImproperlyConfigured(f"{where}: has no MODULE = Module(…).")
    for fault in checks.faults(module, folder=name):
        raise ImproperlyConfigured(f"{where}: {fault}")
    return module


def _refuse_heavy(where: str, dotted: str) -> None:
    spec = find_spec(dotted)
    source = Path(spec.origin).read_text(encoding="utf-8") if spec and spec.origin else ""
    for fault in checks.heavy_imports(source):
        raise ImproperlyConfigured(f"{where}: {fault}")


def _sentence(error: TypeError) -> str:
    text = str(error)
    if match := re.search(r"unexpected keyword argument '(\w+)'", text):
        return f"unknown key {match[1]!r}."
    if match := re.search(r"missing \d+ required .*arguments?: (.+)", text):
        return f"missing {match[1]}."
    return text


def in_order(found: Iterable[Module]) -> tuple[Module, ...]:
    """Return the modules so that each stands behind what it requires.

    Raises: ImproperlyConfigured when one requires what does not exist, or itself, or two share a path.
    """
    waiting = {module.name: module for module in found}
    _refuse_shared_paths(waiting.values())
    known = set(waiting)
    done: dict[str, Module] = {}
    while waiting:
        ready = [module for module in waiting.values() if done.keys() >= set(module.requires)]
        if not ready:
            raise ImproperlyConfigured(_unsatisfied(waiting, known))
        for module in ready:
            done[module.name] = waiting.pop(module.name)
    return tuple(done.values())


def _refuse_shared_paths(found: Iterable[Module]) -> None:
    owners: dict[str, str] = {}
    for module in found:
        owner = owners.setdefault(module.path, module.name)
        if owner != module.name:
            where = f"{PACKAGE}/{module.name}/manifest.py"
            raise ImproperlyConfigured(f"{where}: path {module.path!r} belongs to the module {owner!r}.")


def _unsatisfied(waiting: dict[str, Module], known: set[str]) -> str:
    for module in waiting.values():
        for name in module.requires:
            if name not in known:
                return f"{PACKAGE}/{module.name}/manifest.py: requires {name!r}, which does not exist."
    return f"The modules {', '.join(sorted(waiting))} require each other in a circle."


def contributions(file: str, enabled: Iterable[str]) -> Iterator[tuple[Module, ModuleType]]:
    """Yield each enabled module that has a file of this name, with the file imported."""
    on = set(enabled)
    for module in modules():
        dotted = f"{PACKAGE}.{module.name}.{file}"
        if module.name in on and _exists(dotted):
            yield module, import_module(dotted)


@cache
def _exists(dotted: str) -> bool:
    return find_spec(dotted) is not None
