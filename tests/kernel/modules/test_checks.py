import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from kernel.modules import registry
from kernel.modules.manifest import Module

HEAD = """
from typing import Literal
from pydantic import BaseModel
from kernel.modules.manifest import Act, Menu, Module, Permission, Settings, Word, setting
from kernel.text import Text

T = Text(id="Taman", en="Parks")
"""
SOUND = {
    "name": '"parks"',
    "title": "T",
    "summary": "T",
    "version": '"1.0.0"',
    "path": '"taman"',
    "pillars": '("L",)',
    "dimension": '"living"',
}


@pytest.fixture
def written(tmp_path: Path, monkeypatch) -> Iterator[Callable[[str, str], Module]]:
    """Write a manifest into a package of its own, and read it as the registry does at start."""
    package = tmp_path / "sample_modules"
    monkeypatch.syspath_prepend(str(tmp_path))

    def write(text: str, folder: str = "parks") -> Module:
        (package / folder).mkdir(parents=True)
        (package / folder / "manifest.py").write_text(text)
        return registry.read(folder, package="sample_modules")

    yield write
    for name in [name for name in sys.modules if name.startswith("sample_modules")]:
        del sys.modules[name]


def manifest(before: str = "", **changed: str) -> str:
    keys = {key: value for key, value in (SOUND | changed).items() if value}
    arguments = ", ".join(f"{key}={value}" for key, value in keys.items())
    return f"{HEAD}\n{before}\nMODULE = Module({arguments})\n"


def settings(line: str, base: str = "Settings") -> str:
    return manifest(f"class Own({base}):\n    {line}\n", settings="Own")


def test_a_sound_manifest_is_read(written):
    assert written(manifest()).path == "taman"


FAULTS = {
    "unknown key": (manifest(colour='"red"'), "unknown key 'colour'."),
    "missing key": (manifest(title=""), "missing 'title'."),
    "two missing keys": (manifest(title="", path=""), "missing 'title' and 'path'."),
    "no MODULE": (HEAD, "has no MODULE = Module(…)."),
    "MODULE of another type": (HEAD + 'MODULE = {"name": "parks"}', "has no MODULE = Module(…)."),
    "not Python": ("MODULE = = 1", "is no valid Python (line 1: invalid syntax)."),
    "import that does not exist": ("import nowhere", "cannot be imported: No module named 'nowhere'."),
    "import of Django": (
        "from django.db import models\n" + manifest(),
        "imports 'django.db', but a manifest is read before Django: it is plain data.",
    ),
    "import of models": (
        "from app_modules.parks import models\n" + manifest(),
        "imports 'app_modules.parks.models', but a manifest is read before Django: it is plain data.",
    ),
    "name undefined": ("MODULE = Modul()", "cannot be imported: name 'Modul' is not defined."),
    "name of another folder": (manifest(name='"gardens"'), "name is 'gardens', but the folder is called 'parks'."),
    "name with a capital": (
        manifest(name='"Parks"'),
        "name 'Parks' may only have a-z, 0-9 and _, beginning with a letter.",
    ),
    "name that is no text": (manifest(name="7"), "name must be a text in quotation marks."),
    "version": (manifest(version='"1.0"'), "version '1.0' must look like 1.0.0."),
    "path with a slash": (
        manifest(path='"taman/kota"'),
        "path 'taman/kota' may only have a-z, 0-9 and -, beginning with a letter.",
    ),
    "reserved path": (manifest(path='"konsol"'), "path 'konsol' belongs to the portal itself."),
    "requires itself": (manifest(requires='("parks",)'), "requires itself."),
    "requires as a bare text": (manifest(requires='("news")'), "requires must be a list in parentheses: (…,)."),
    "title as a bare text": (manifest(title='"Taman"'), "title must be Text(id=…, en=…)."),
    "summary in one language": (
        manifest(summary='Text(id="Taman", en=" ")'),
        "summary must be said in both languages.",
    ),
    "text with one argument": (manifest(title='Text(id="Taman")'), "missing 'en'."),
    "no pillar": (manifest(pillars="()"), "pillars is empty: name at least one of L, I, V, E."),
    "unknown pillar": (manifest(pillars='("X",)'), "pillar 'X' is not one of L, I, V, E."),
    "pillar twice": (manifest(pillars='("L", "L")'), "pillar 'L' is there twice."),
    "pillars as a bare text": (manifest(pillars='("LE")'), "pillars must be a list in parentheses: (…,)."),
    "unknown dimension": (
        manifest(dimension='"air"'),
        "dimension 'air' is not one of governance, branding, economy, living, society, environment.",
    ),
    "permission of another module": (
        manifest(permissions='(Permission("news.write", T),)'),
        "permission 'news.write' must be called parks.<verb>.",
    ),
    "permission twice": (
        manifest(permissions='(Permission("parks.write", T), Permission("parks.write", T))'),
        "permission 'parks.write' is there twice.",
    ),
    "permission without a label": (
        manifest(permissions='(Permission("parks.write", "Menulis"),)'),
        "label of permission 'parks.write' must be Text(id=…, en=…).",
    ),
    "permission that is a text": (
        manifest(permissions='("parks.write",)'),
        "permissions holds 'parks.write', which is no Permission(…).",
    ),
    "menu in an unknown place": (
        manifest(menu='(Menu("footer", T, "parks:index", "trees"),)'),
        "menu entry 'parks:index': place must be 'portal' or 'console'.",
    ),
    "menu that leads elsewhere": (
        manifest(menu='(Menu("portal", T, "news:index", "trees"),)'),
        "menu entry 'news:index' must lead to the module's own pages.",
    ),
    "menu with an unknown permission": (
        manifest(menu='(Menu("console", T, "parks_console:index", "trees", "parks.write"),)'),
        "menu entry 'parks_console:index' asks for the unknown permission 'parks.write'.",
    ),
    "menu with an unknown word": (
        manifest(menu='(Menu("portal", T, "parks:index", "trees", word="name"),)'),
        "menu entry 'parks:index' is called by the unknown word 'name'.",
    ),
    "console menu without a permission": (
        manifest(menu='(Menu("console", T, "parks_console:index", "trees"),)'),
        "menu entry 'parks_console:index' of the console needs a permission.",
    ),
    "word with a dot": (
        manifest(words='(Word("parks.title", T, T),)'),
        "word 'parks.title' may only have a-z, 0-9 and _, beginning with a letter.",
    ),
    "word twice": (manifest(words='(Word("title", T, T), Word("title", T, T))'), "word 'title' is there twice."),
    "word without a default": (
        manifest(words='(Word("title", T, Text(id="", en="")),)'),
        "default of word 'title' must be said in both languages.",
    ),
    "settings that are no class": (
        manifest(settings="dict"),
        "settings must be a class derived from kernel.modules.manifest.Settings.",
    ),
    "settings of plain pydantic": (
        settings("limit: int = 3", base="BaseModel"),
        "settings must be a class derived from kernel.modules.manifest.Settings.",
    ),
    "setting without a label": (
        settings("limit: int = 3"),
        "setting 'limit' has no label: declare it with setting(default, label=Text(…)).",
    ),
    "setting without a default": (settings("limit: int = setting(..., label=T)"), "setting 'limit' has no default."),
    "setting whose default does not fit": (
        settings("limit: int = setting(9, label=T, le=5)"),
        "setting 'limit' does not accept its own default 9.",
    ),
    "setting with a label in one language": (
        settings('limit: int = setting(3, label=Text(id="Batas", en=""))'),
        "label of setting 'limit' must be said in both languages.",
    ),
    "act of another module": (manifest(acts='(Act("news.write", T),)'), "act 'news.write' must be called parks.<act>."),
    "act twice": (manifest(acts='(Act("parks.mow", T), Act("parks.mow", T))'), "act 'parks.mow' is there twice."),
    "act without a label": (
        manifest(acts='(Act("parks.mow", "Memotong"),)'),
        "label of act 'parks.mow' must be Text(id=…, en=…).",
    ),
    "choice without a text": (
        settings('order: Literal["new", "old"] = setting("new", label=T, choices={"new": T})'),
        "setting 'order' has no text for its choice 'old'.",
    ),
    "choices without any text": (
        settings('order: Literal["new"] | None = setting("new", label=T)'),
        "setting 'order' has no text for its choice 'new'.",
    ),
    "text for a choice that is none": (
        settings('order: Literal["new"] = setting("new", label=T, choices={"new": T, "old": T})'),
        "setting 'order' has no choice 'old'.",
    ),
    "choice with a bare text": (
        settings('order: Literal["new"] = setting("new", label=T, choices={"new": "Baru"})'),
        "text of choice 'new' of setting 'order' must be Text(id=…, en=…).",
    ),
    "choices that are no table": (
        settings('order: str = setting("new", label=T, choices=("new",))'),
        "choices of setting 'order' must be {value: Text(…)}.",
    ),
    "setting with a bare help": (
        settings('limit: int = setting(3, label=T, help="Batas")'),
        "help of setting 'limit' must be Text(id=…, en=…).",
    ),
}


@pytest.mark.parametrize(("text", "sentence"), FAULTS.values(), ids=FAULTS.keys())
def test_a_broken_manifest_is_named_with_its_fault(written, text: str, sentence: str):
    with pytest.raises(ImproperlyConfigured) as refused:
        written(text)

    assert str(refused.value) == f"sample_modules/parks/manifest.py: {sentence}"
