"""Places on the map (WGS 84, longitude first), and the time zones of the archipelago."""

from datetime import UTC, datetime
from math import isfinite
from zoneinfo import ZoneInfo

from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _

from kernel.errors import DomainError

WGS84 = 4326
# Sabang to Merauke, Rote to Miangas, with the sea around.
WEST, SOUTH, EAST, NORTH = 94.5, -11.5, 141.5, 6.5


class NotInIndonesia(DomainError):
    """The place is not in Indonesia, or latitude and longitude were exchanged."""

    code = "not-in-indonesia"

    def __init__(self) -> None:
        super().__init__(_("This place is not in Indonesia. Choose it on the map again."))


def point(longitude: float, latitude: float) -> Point:
    """Return the place as a point.

    Raises: NotInIndonesia.
    """
    inside = isfinite(longitude) and isfinite(latitude) and WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH
    if not inside:
        raise NotInIndonesia
    return Point(longitude, latitude, srid=WGS84)


def zone_name(time_zone: str) -> str:
    """Return WIB, WITA or WIT for the name of a time zone."""
    return datetime.now(UTC).astimezone(ZoneInfo(time_zone)).strftime("%Z")
