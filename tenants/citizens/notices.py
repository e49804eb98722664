"""What officers are told of citizens' accounts."""

from kernel.text import Text
from tenants.notices.kinds import Kind

RECOVERED = Kind(
    key="citizens.recovered",
    title=Text(id="Akun warga dipulihkan", en="A citizen’s account was recovered"),
    who=Text(id="Semua yang boleh memulihkan akun warga", en="Everybody who may recover citizens’ accounts"),
    subject=Text(id="{officer} memulihkan akun seorang warga", en="{officer} recovered a citizen’s account"),
    text=Text(
        id="{officer} memberi akun seorang warga alamat baru. Alasannya ada di riwayat. "
        "Bila Anda ragu, tanyakan kepada {officer}.\n\n{link}",
        en="{officer} gave a citizen’s account a new address. The reason is in the history. "
        "If you have doubts, ask {officer}.\n\n{link}",
    ),
    sample={
        "officer": Text(id="Budi", en="Budi"),
        "link": Text(id="/konsol/warga/contoh/", en="/en/konsol/warga/contoh/"),
    },
    permission="citizens.recover",
)
KINDS = (RECOVERED,)
