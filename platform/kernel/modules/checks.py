"""What is wrong with a manifest, as sentences."""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from kernel.modules.manifest import DIMENSIONS, PILLARS, Act, Menu, Module, Permission, Settings, Word, choices_of
from kernel.text import Text

NAME = re.compile(r"[a-z][a-z0-9_]{1,30}")
PATH = re.compile(r"[a-z][a-z0-9-]{1,30}")
VERSION = re.compile(r"\d+\.\d+\.\d+")
PORTAL_PATHS = {"masuk", "keluar", "berkas", "tema", "undangan", "en", "id", "static", "akun", "cari", "aksesibilitas"}
CONSOLE_PATHS = {"konsol", "orang", "unit", "modul", "kata", "tampilan", "riwayat"}
RESERVED_PATHS = PORTAL_PATHS | CONSOLE_PATHS | {"privasi", "kontak", "healthz", "readyz", "metrics"}
LISTS: dict[str, type] = {
    "pillars": str,
    "requires": str,
    "permissions": Permission,
    "acts": Act,
    "menu": Menu,
    "words": Word,
}
NAMES = {str: "text", Permission: "Permission(…)", Act: "Act(…)", Menu: "Menu(…)", Word: "Word(…)"}


def faults(module: Module, *, folder: str) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong with the manifest."""
    shapes = list(_shapes(module))
    yield from shapes
    if not shapes:
        yield from _contents(module, folder)


def heavy_imports(source: str) -> Iterator[str]:
    """Yield a sentence for each import of Django or of models: settings read a manifest before either exists."""
    for node in ast.walk(ast.parse(source)):
        found = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            found = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in found:
            if name.split(".")[0] == "django" or name.endswith(".models"):
                yield f"imports {name!r}, but a manifest is read before Django: it is plain data."
                break


def _shapes(module: Module) -> Iterator[str]:
    """Look at the types first, so that what follows can rely on them."""
    for key in ("name", "version", "path", "dimension"):
        if not isinstance(getattr(module, key), str):
            yield f"{key} must be a text in quotation marks."
    for key, kind in LISTS.items():
        value = getattr(module, key)
        if not isinstance(value, tuple):
            yield f"{key} must be a list in parentheses: (…,)."
        else:
            yield from (f"{key} holds {item!r}, which is no {NAMES[kind]}." for item in value if type(item) is not kind)
    if not (isinstance(module.settings, type) and issubclass(module.settings, Settings)):
        yield "settings must be a class derived from kernel.modules.manifest.Settings."


def _contents(module: Module, folder: str) -> Iterator[str]:
    yield from _identity(module, folder)
    yield from _texts(module)
    yield from _classification(module)
    yield from _permissions(module)
    yield from _acts(module)
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
    yield from (f"pillar {pillar!r} is there twice." for pillar in _twice(module.pillars))
    if module.dimension not in DIMENSIONS:
        yield f"dimension {module.dimension!r} is not one of {', '.join(DIMENSIONS)}."


def _permissions(module: Module) -> Iterator[str]:
    for permission in module.permissions:
        if not re.fullmatch(rf"{module.name}\.[a-z_]+", permission.name):
            yield f"permission {permission.name!r} must be called {module.name}.<verb>."
        yield from _text(permission.label, f"label of permission {permission.name!r}")
    yield from (f"permission {name!r} is there twice." for name in _twice(item.name for item in module.permissions))


def _acts(module: Module) -> Iterator[str]:
    for act in module.acts:
        if not re.fullmatch(rf"{module.name}\.[a-z_]+", act.name):
            yield f"act {act.name!r} must be called {module.name}.<act>."
        yield from _text(act.label, f"label of act {act.name!r}")
    yield from (f"act {name!r} is there twice." for name in _twice(item.name for item in module.acts))


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def _menu(module: Module) -> Iterator[str]:
    known = {permission.name for permission in module.permissions}
    words = {word.key for word in module.words}
    for entry in module.menu:
        if entry.place not in ("portal", "console"):
            yield f"menu entry {entry.url!r}: place must be 'portal' or 'console'."
        if not entry.url.startswith((f"{module.name}:", f"{module.name}_console:")):
            yield f"menu entry {entry.url!r} must lead to the module's own pages."
        if entry.permission is not None and entry.permission not in known:
            yield f"menu entry {entry.url!r} asks for the unknown permission {entry.permission!r}."
        if entry.place == "console" and entry.permission is None:
            yield f"menu entry {entry.url!r} of the console needs a permission."
        if entry.word is not None and entry.word not in words:
            yield f"menu entry {entry.url!r} is called by the unknown word {entry.word!r}."
        yield from _text(entry.label, f"label of menu entry {entry.url!r}")


def _words(module: Module) -> Iterator[str]:
    for word in module.words:
        if not NAME.fullmatch(word.key):
            yield f"word {word.key!r} may only have a-z, 0-9 and _, beginning with a letter."
        yield from _text(word.label, f"label of word {word.key!r}")
        yield from _text(word.default, f"default of word {word.key!r}")
    yield from (f"word {key!r} is there twice." for key in _twice(item.key for item in module.words))


def _settings(module: Module) -> Iterator[str]:
    for name, field in module.settings.model_fields.items():
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        if extra.get("label") is None:
            yield f"setting {name!r} has no label: declare it with setting(default, label=Text(…))."
        else:
            yield from _text(extra["label"], f"label of setting {name!r}")
        if extra.get("help") is not None:
            yield from _text(extra["help"], f"help of setting {name!r}")
        if field.is_required():
            yield f"setting {name!r} has no default."
        yield from _choices(name, choices_of(field.annotation) or (), extra.get("choices") or {})
    yield from _defaults(module.settings)


def _choices(name: str, values: tuple[str, ...], labels: Any) -> Iterator[str]:
    if not isinstance(labels, dict):
        yield f"choices of setting {name!r} must be {{value: Text(…)}}."
        return
    yield from (f"setting {name!r} has no text for its choice {value!r}." for value in values if value not in labels)
    yield from (f"setting {name!r} has no choice {value!r}." for value in labels if value not in values)
    for value, label in labels.items():
        yield from _text(label, f"text of choice {value!r} of setting {name!r}")


def _defaults(settings: type[Settings]) -> Iterator[str]:
    try:
        settings()
    except ValidationError as error:
        wrong = [fault for fault in error.errors() if fault["type"] != "missing"]
        yield from (
            f"setting {fault['loc'][0]!r} does not accept its own default {fault['input']!r}." for fault in wrong
        )
