"""What is wrong with a manifest, as sentences."""

import re
from collections.abc import Iterator

from kernel.modules.manifest import DIMENSIONS, PILLARS, Module
from kernel.text import Text

NAME = re.compile(r"[a-z][a-z0-9_]{1,30}")
PATH = re.compile(r"[a-z][a-z0-9-]{1,30}")
VERSION = re.compile(r"\d+\.\d+\.\d+")
RESERVED_PATHS = {"konsol", "masuk", "keluar", "berkas", "tema", "undangan", "en", "id", "static", "akun", "cari"}


def faults(module: Module, *, folder: str) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong with the manifest."""
    yield from _identity(module, folder)
    yield from _texts(module)
    yield from _classification(module)
    yield from _permissions(module)
    yield from _menu(module)
    yield from _words(module)
    yield from _settings(module)


def _identity(module: Module, folder: str) -> Iterator[str]:
    if not NAME.fullmatch(module.name):
        yield f"name {module.name!r} may only have a-z, 0-9 and _, beginning with a letter."
    if module.name != folder:
        yield f"name is {module.name!r}, but the folder is called {folder!r}."
    if not VERSION.fullmatch(module.version):
        yield f"version {module.version!r} must look like 1.0.0."
    if not PATH.fullmatch(module.path):
        yield f"path {module.path!r} may only have a-z, 0-9 and -, beginning with a letter."
    if module.path in RESERVED_PATHS:
        yield f"path {module.path!r} belongs to the portal itself."
    if module.name in module.requires:
        yield "requires itself."


def _texts(module: Module) -> Iterator[str]:
    for key in ("title", "summary"):
        yield from _text(getattr(module, key), key)


def _text(value: object, what: str) -> Iterator[str]:
    if not isinstance(value, Text):
        yield f"{what} must be Text(id=…, en=…)."
    elif not (value.id.strip() and value.en.strip()):
        yield f"{what} must be said in both languages."


def _classification(module: Module) -> Iterator[str]:
    if not module.pillars:
        yield "pillars is empty: name at least one of L, I, V, E."
    for pillar in module.pillars:
        if pillar not in PILLARS:
            yield f"pillar {pillar!r} is not one of L, I, V, E."
    if module.dimension not in DIMENSIONS:
        yield f"dimension {module.dimension!r} is not one of {', '.join(DIMENSIONS)}."


def _permissions(module: Module) -> Iterator[str]:
    seen: set[str] = set()
    for permission in module.permissions:
        if not re.fullmatch(rf"{module.name}\.[a-z_]+", permission.name):
            yield f"permission {permission.name!r} must be called {module.name}.<verb>."
        if permission.name in seen:
            yield f"permission {permission.name!r} is there twice."
        seen.add(permission.name)
        yield from _text(permission.label, f"label of permission {permission.name!r}")


def _menu(module: Module) -> Iterator[str]:
    known = {permission.name for permission in module.permissions}
    for entry in module.menu:
        if entry.place not in ("portal", "console"):
            yield f"menu entry {entry.url!r}: place must be 'portal' or 'console'."
        if not entry.url.startswith((f"{module.name}:", f"{module.name}_console:")):
            yield f"menu entry {entry.url!r} must lead to the module's own pages."
        if entry.permission is not None and entry.permission not in known:
            yield f"menu entry {entry.url!r} asks for the unknown permission {entry.permission!r}."
        if entry.place == "console" and entry.permission is None:
            yield f"menu entry {entry.url!r} of the console needs a permission."
        yield from _text(entry.label, f"label of menu entry {entry.url!r}")


def _words(module: Module) -> Iterator[str]:
    for word in module.words:
        if not NAME.fullmatch(word.key):
            yield f"word {word.key!r} may only have a-z, 0-9 and _, beginning with a letter."
        yield from _text(word.label, f"label of word {word.key!r}")
        yield from _text(word.default, f"default of word {word.key!r}")


def _settings(module: Module) -> Iterator[str]:
    for name, field in module.settings.model_fields.items():
        extra = field.json_schema_extra
        if not isinstance(extra, dict) or not isinstance(extra.get("label"), Text):
            yield f"setting {name!r} has no label: declare it with setting(default, label=Text(…))."
        if field.is_required():
            yield f"setting {name!r} has no default."
