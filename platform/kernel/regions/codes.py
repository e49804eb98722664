"""What a region's code says of it: its level, its time zone, and what its level is called there. Plain data."""

from kernel.regions.adopters import WIB, WIT, WITA

PAPUA = ("91", "92", "93", "94", "95", "96")

# Provinces outside western time (Keppres 41/1987; provinces made later keep the zone they were in).
CENTRAL = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
EASTERN = frozenset({"81", "82", *PAPUA})

# What a district is called; the longest beginning of the code decides. UU 21/2001 (Papua), Pergub DIY 25/2019.
DISTRICTS = {
    "": "Kecamatan",
    "34": "Kapanewon",
    "34.71": "Kemantren",
    **dict.fromkeys(PAPUA, "Distrik"),
}

# What a self-governing village (desa) is called, where a whole region has a word of its own.
# UU 11/2006 (Aceh), Perda Sumatera Barat 7/2018, Pergub DIY 25/2019, UU 21/2001 (Papua).
VILLAGES = {
    "": "Desa",
    "11": "Gampong",
    "13": "Nagari",
    "13.09": "Desa",
    "13.73": "Desa",
    "13.77": "Desa",
    "34": "Kalurahan",
    **dict.fromkeys(PAPUA, "Kampung"),
}
CUSTOMARY_VILLAGE = "Desa Adat"
WARD = "Kelurahan"

# Jakarta's regency and cities are administrative: they are parts of the province's own government.
ADMINISTRATIVE = "31."


def time_zone(code: str) -> str:
    """Return the name of the time zone that the code's province is in."""
    province = code[:2]
    if province in CENTRAL:
        return WITA
    return WIT if province in EASTERN else WIB


def parent(code: str) -> str | None:
    """Return the code of the region above; None for a province."""
    return code.rpartition(".")[0] or None


def called(words: dict[str, str], code: str) -> str:
    """Return the word for the longest beginning of the code that has one."""
    return next(words[code[:length]] for length in (5, 2, 0) if code[:length] in words)
