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
STOPPED = Kind(
    key="citizens.recovery_stopped",
    title=Text(id="Pemulihan akun warga dihentikan", en="The recovery of a citizen’s account was stopped"),
    who=Text(id="Semua yang boleh memulihkan akun warga", en="Everybody who may recover citizens’ accounts"),
    subject=Text(
        id="Pemulihan akun warga oleh {officer} dihentikan",
        en="{officer}’s recovery of a citizen’s account was stopped",
    ),
    text=Text(
        id="seseorang yang membaca alamat lama menghentikan pemulihan akun oleh {officer}. Alamat baru sudah dicabut, "
        "dan semua perangkat dikeluarkan. Mungkin KTP yang ditunjukkan bukan milik pemilik akun. Bila pemiliknya "
        "datang lagi, petugas lain harus melihat KTP-nya dan memulihkan akun itu.\n\n{link}",
        en="somebody who reads an old address has stopped {officer}’s recovery of an account. The new address is gone, "
        "and all devices are logged out. Perhaps the identity card was not the owner’s. If the owner comes again, "
        "another officer must see the card and recover the account.\n\n{link}",
    ),
    sample={
        "officer": Text(id="Budi", en="Budi"),
        "link": Text(id="/konsol/warga/contoh/", en="/en/konsol/warga/contoh/"),
    },
    permission="citizens.recover",
    why_always=Text(
        id="Mungkin seseorang mencoba mengambil alih akun warga lewat loket Anda.",
        en="Perhaps somebody tried to take a citizen’s account over at your counter.",
    ),
)
KINDS = (RECOVERED, STOPPED)
