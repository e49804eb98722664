"""Examine an archive from outside: all that it holds is checked before anything is made."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from kernel.modules import registry
from provisioning import structure
from provisioning.archives import reader
from provisioning.archives.errors import NotKnown
from provisioning.archives.manifest import Manifest
from provisioning.errors import OrderRefused
from provisioning.imports import loading, packed
from provisioning.imports.errors import NoSpace
from provisioning.imports.packed import HERE
from provisioning.orders import check_modules

Word = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.+-]{0,20}$")]


class Told(BaseModel):
    """A part of what the archive's writer says of it."""

    model_config = ConfigDict(frozen=True)


class Facts(Told):
    """What the other installation's tables said of the tenant."""

    name: str
    slug: str
    kind: Literal["province", "regency", "city", "agency"]
    region_code: str | None
    works_in: str
    time_zone: str
    release: Word
    is_example: bool


class Module(Told):
    """A module that was installed."""

    module: Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,31}$")]
    is_enabled: bool
    version: Word
    installed_at: AwareDatetime
    baseline_at: AwareDatetime | None
    sample_at: AwareDatetime | None


class About(Told):
    """All that is taken from what the writer says."""

    tenant: Facts
    modules: tuple[Module, ...]
    migrations: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """An archive that can be brought in: as it was written, and really loaded to try. `is_other` is its release."""

    path: Path
    kept: Manifest
    about: About
    is_other: bool


def examine(path: Path) -> Found:
    """Read the whole archive, and load it where nothing of it stays.

    Raises: NotFinished, NotAsWritten, NotKnown, TooDense, NoSpace, OrderRefused.
    """
    with packed.read(path) as archive:
        kept = reader.verify(HERE, archive.open)
        archive.require_rest(kept)
        about = _about(kept)
        modules = _known_modules(about)
        is_other = _is_other(about, modules)
        _require_room(kept)
        loading.try_out(archive, kept)
    return Found(path.resolve(), kept, about, is_other)


def _about(kept: Manifest) -> About:
    try:
        return About.model_validate(kept.about)
    except ValidationError as error:
        raise NotKnown from error


def _known_modules(about: About) -> tuple[str, ...]:
    has = [told.module for told in about.modules]
    if unknown := ", ".join(sorted(name for name in has if registry.get(name) is None)):
        message = _("The archive has modules that this installation lacks: %(modules)s. Add them here first.")
        raise OrderRefused(message % {"modules": unknown}, field="modules")
    return check_modules(has)


def _is_other(about: About, modules: tuple[str, ...]) -> bool:
    """Say whether the archive is of an older release than this one.

    Raises: OrderRefused where it is of a newer one.
    """
    known = frozenset[structure.Key]().union(*map(structure.migrations, (structure.CORE, *modules)))
    if strange := frozenset(about.migrations) - known:
        message = _(
            "The archive is of release %(theirs)s, and %(count)d changes of its tables are not known to this one,"
            " %(ours)s. Bring this installation to that release first."
        )
        named = {"theirs": about.tenant.release, "ours": settings.RELEASE, "count": len(strange)}
        raise OrderRefused(message % named, field="release")
    return frozenset(about.migrations) != known


def _require_room(kept: Manifest) -> None:
    needed = sum(file.size for file in kept.files)
    free = shutil.disk_usage(settings.FILES_ROOT).free
    if needed > free:
        raise NoSpace(filesizeformat(needed), filesizeformat(free))
