"""The region that shares its applications, and the 21 that are known by name to have adopted some. Plain data.

Sources: public reports, 2016 to 2026. Codes: the Ministry of Home Affairs (Kemendagri).
"""

from dataclasses import dataclass

WIB = "Asia/Jakarta"
WITA = "Asia/Makassar"
WIT = "Asia/Jayapura"


@dataclass(frozen=True, slots=True)
class Place:
    """A region, its time zone, and where its seat of government is (degrees, WGS 84)."""

    code: str
    name: str
    time_zone: str
    latitude: float
    longitude: float


ORIGIN = Place("36.71", "Kota Tangerang", WIB, -6.1786, 106.6354)

ADOPTERS = (
    Place("36.03", "Kabupaten Tangerang", WIB, -6.1845, 106.4709),
    Place("36.74", "Kota Tangerang Selatan", WIB, -6.3028, 106.7137),
    Place("36.73", "Kota Serang", WIB, -6.1195, 106.1530),
    Place("36.72", "Kota Cilegon", WIB, -5.9699, 106.0284),
    Place("36.02", "Kabupaten Lebak", WIB, -6.6448, 106.1870),
    Place("36.01", "Kabupaten Pandeglang", WIB, -6.5485, 105.7975),
    Place("21.71", "Kota Batam", WIB, 1.0901, 104.0351),
    Place("33.20", "Kabupaten Jepara", WIB, -6.6029, 110.7811),
    Place("19.03", "Kabupaten Bangka Selatan", WIB, -2.7690, 106.2921),
    Place("19.06", "Kabupaten Belitung Timur", WIB, -2.9150, 108.0057),
    Place("35.73", "Kota Malang", WIB, -7.9827, 112.6448),
    Place("32.15", "Kabupaten Karawang", WIB, -6.2617, 107.4279),
    Place("32.16", "Kabupaten Bekasi", WIB, -6.2008, 107.1646),
    Place("32.04", "Kabupaten Bandung", WIB, -7.0642, 107.6313),
    Place("13.74", "Kota Padang Panjang", WIB, -0.4697, 100.4028),
    Place("73.71", "Kota Makassar", WITA, -5.1439, 119.4650),
    Place("73.03", "Kabupaten Bantaeng", WITA, -5.4710, 119.9849),
    Place("73.24", "Kabupaten Luwu Timur", WITA, -2.5127, 121.0863),
    Place("73.15", "Kabupaten Pinrang", WITA, -3.6527, 119.6023),
    Place("72.02", "Kabupaten Poso", WITA, -1.6643, 120.5380),
    Place("91.71", "Kota Jayapura", WIT, -2.6723, 140.8147),
)
