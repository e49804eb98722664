"""Questions about regions. They run on the platform: a tenant has a copy of its own districts and villages."""

import re
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kernel.errors import NotFound
from kernel.regions import codes
from kernel.regions.models import Region

GOVERNMENTS = (Region.Kind.PROVINCE, Region.Kind.REGENCY, Region.Kind.CITY)
AREAS = (Region.Kind.DISTRICT, Region.Kind.DESA, Region.Kind.KELURAHAN)
LEVEL = re.compile(r"^(Kabupaten|Kota)( Administrasi)? ")
SHORT = {"kab": "kabupaten", "kab.": "kabupaten", "prov": "", "prov.": "", "provinsi": ""}
time_zone = codes.time_zone


@dataclass(frozen=True, slots=True)
class Area:
    """A district or village, ready to be copied into a tenant.

    `level` is "district" or "village", `kind` what it is called there, `parent_code` None for a district.
    """

    code: str
    name: str
    level: str
    kind: str
    parent_code: str | None


def find(code: str) -> Region:
    """Return the region with this code.

    Raises: NotFound.
    """
    region = Region.objects.filter(code=code.strip()).first()
    if region is None:
        raise NotFound(_("There is no region with the code “%(code)s”.") % {"code": code})
    return region


def governments() -> QuerySet[Region]:
    """Return provinces, regencies and cities, by code."""
    return Region.objects.filter(kind__in=GOVERNMENTS)


def provinces() -> QuerySet[Region]:
    """Return the provinces, by name."""
    return Region.objects.filter(kind=Region.Kind.PROVINCE).order_by("name")


def search(text: str, limit: int = 10) -> list[Region]:
    """Return the provinces, regencies and cities whose name has all of these words, or whose code begins so.

    Shorter names come first: who types “tangerang” sees the city before Tangerang Selatan.
    """
    words = [SHORT.get(word, word) for word in text.lower().split()]
    if not any(words):
        return []
    named = Q()
    for word in words:
        named &= Q(name__icontains=word)
    found = governments().filter(named | Q(code__startswith=text.strip()))
    return list(found.order_by(Length("name"), "code")[:limit])


def children(region: Region) -> QuerySet[Region]:
    """Return the regions of the next level, by code."""
    return Region.objects.filter(parent=region)


def areas_of(region: Region) -> list[Area]:
    """Return the districts, then the villages of a province, regency or city, by code."""
    found = Region.objects.filter(kind__in=AREAS, code__startswith=f"{region.code}.").order_by("code")
    areas = [_area(below) for below in found]
    return sorted(areas, key=lambda area: area.level)


def _area(region: Region) -> Area:
    is_district = region.kind == Region.Kind.DISTRICT
    return Area(
        code=region.code,
        name=region.name,
        level="district" if is_district else "village",
        kind=region.title,
        parent_code=None if is_district else region.parent_id,
    )


def default_slug(region: Region) -> str:
    """Return the usual slug: a city takes its name, a regency `kab-` and its name, a province `prov-` and its name.

    26 names belong to both a regency and a city.
    """
    prefix = {Region.Kind.REGENCY: "kab-", Region.Kind.PROVINCE: "prov-"}.get(Region.Kind(region.kind), "")
    return prefix + slugify(LEVEL.sub("", region.name))


def with_slug(slug: str) -> Region | None:
    """Return the region whose usual slug this is."""
    autonomous = governments().filter(autonomous=True)
    return next((region for region in autonomous if default_slug(region) == slug), None)
