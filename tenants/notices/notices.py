"""The mail of the morning."""

from kernel.text import Text
from tenants.notices.kinds import Audience, Kind

DIGEST = Kind(
    key="notices.digest",
    title=Text(id="Ringkasan pagi", en="Mail of the morning"),
    who=Text(
        id="Petugas yang memilih satu surat setiap pagi, bila ada yang belum dibaca",
        en="Officers who chose one mail each morning, when something unread waits",
    ),
    subject=Text(id="{count} pemberitahuan menunggu Anda", en="{count} notices wait for you"),
    text=Text(
        id="ini yang belum Anda baca:\n\n{list}\n\n{link}\n\nCara menerimanya dapat Anda ubah di halaman itu.",
        en="this is what you have not read yet:\n\n{list}\n\n{link}\n\nOn that page you can change how you hear of it.",
    ),
    sample={
        "count": Text(id="2", en="2"),
        "list": Text(
            id="- Laporan baru MKS-ABCDE: Lampu jalan\n- Laporan MKS-FGHJK jatuh tempo besok",
            en="- New report MKS-ABCDE: Street light\n- Report MKS-FGHJK is due tomorrow",
        ),
        "link": Text(id="/konsol/pemberitahuan/", en="/en/konsol/pemberitahuan/"),
    },
    audience=Audience.ADDRESS,
    why_always=Text(
        id="Surat ini hanya datang bila Anda memilihnya.",
        en="This mail only comes to who chose it.",
    ),
)
KINDS = (DIGEST,)
