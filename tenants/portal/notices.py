"""What the region's people are told of their rights and of their portal."""

from kernel.text import Text
from tenants.notices.kinds import Audience, Kind

INVITED = Kind(
    key="portal.invitation",
    title=Text(id="Undangan", en="Invitation"),
    who=Text(id="Orang yang Anda undang ke konsol", en="Who is invited to the console"),
    subject=Text(id="Undangan Anda ke {portal}", en="Your invitation to {portal}"),
    text=Text(
        id="{by} mengundang Anda ke portal {portal}. Buka tautan ini, pilih kata sandi, lalu Anda langsung masuk:\n\n"
        "{link}\n\nTautan ini berlaku satu kali, selama 14 hari. Bila Anda tidak tahu tentang ini, abaikan saja.",
        en="{by} invites you to the portal of {portal}. Open this link, choose a password, and you are in:\n\n"
        "{link}\n\nThe link works once, for 14 days. If you do not know what this is about, do nothing.",
    ),
    sample={
        "by": Text(id="Sari", en="Sari"),
        "portal": Text(id="Kota Makassar", en="Kota Makassar"),
        "link": Text(id="/undangan/contoh/", en="/en/undangan/contoh/"),
    },
    audience=Audience.ADDRESS,
    why_always=Text(id="Tanpa undangan tidak ada yang dapat bergabung.", en="Without it nobody can join."),
)
RIGHTS = Text(id="Ini menyangkut hak Anda di konsol.", en="It is about your rights in the console.")
LENT = {
    "colleague": Text(id="Budi", en="Budi"),
    "giver": Text(id="Sari", en="Sari"),
    "link": Text(id="/konsol/wakil/", en="/en/konsol/wakil/"),
}
DELEGATED = Kind(
    key="portal.delegation",
    title=Text(id="Hak dititipkan", en="Rights are lent"),
    who=Text(
        id="Yang menitipkan haknya dan rekan yang mewakili", en="Who lends rights, and the colleague who stands in"
    ),
    subject=Text(id="{colleague} mewakili {giver}", en="{colleague} stands in for {giver}"),
    text=Text(
        id="{colleague} mewakili {giver} dari {first_day} sampai {last_day}, dengan hak ini:\n\n{list}\n\n"
        "Alasan: {reason}\n\nMulai dan berakhirnya otomatis, dan dapat diakhiri lebih awal. Yang dilakukan tercatat di "
        "riwayat dengan kedua nama. Lihat di sini:\n\n{link}",
        en="{colleague} stands in for {giver} from {first_day} to {last_day}, with these rights:\n\n{list}\n\n"
        "Reason: {reason}\n\nIt begins and ends by itself, and can be ended before. What is done stands in the history "
        "under both names. See it here:\n\n{link}",
    ),
    sample=LENT
    | {
        "first_day": Text(id="Senin, 7 Desember 2026", en="Monday, 7 December 2026"),
        "last_day": Text(id="Jumat, 11 Desember 2026", en="Friday, 11 December 2026"),
        "list": Text(id="- Petugas · seluruh daerah", en="- Officer · the whole region"),
        "reason": Text(id="Cuti", en="Leave"),
    },
    why_always=RIGHTS,
)
DELEGATION_ENDED = Kind(
    key="portal.delegation_ended",
    title=Text(id="Titipan hak diakhiri", en="Lent rights were taken back"),
    who=DELEGATED.who,
    subject=Text(id="{colleague} tidak lagi mewakili {giver}", en="{colleague} no longer stands in for {giver}"),
    text=Text(
        id="{by} mengakhiri titipan hak {giver} kepada {colleague}. Sejak sekarang hak itu tidak berlaku.\n\n{link}",
        en="{by} ended that {giver}'s rights are lent to {colleague}. From now on they no longer hold.\n\n{link}",
    ),
    sample=LENT | {"by": Text(id="Sari", en="Sari")},
    why_always=RIGHTS,
)
HISTORY_BROKEN = Kind(
    key="portal.history_broken",
    title=Text(id="Riwayat tidak utuh", en="The history is not as it was written"),
    who=Text(id="Semua yang boleh membaca riwayat", en="Everybody who may read the history"),
    subject=Text(id="Riwayat {portal} tidak utuh", en="The history of {portal} is not as it was written"),
    text=Text(
        id="pemeriksaan menemukan catatan yang berubah atau hilang di riwayat portal Anda. Simpan bukti yang ada, "
        "lalu hubungi Kota Tangerang. Apa yang salah, dan di baris mana:\n\n{link}",
        en="the check found an entry of your portal's history that was changed or is missing. Keep the proofs that "
        "you have, and call Kota Tangerang. What is wrong, and in which row:\n\n{link}",
    ),
    sample={
        "portal": Text(id="Kota Makassar", en="Kota Makassar"),
        "link": Text(id="/konsol/riwayat/bukti/", en="/en/konsol/riwayat/bukti/"),
    },
    permission="audit.view",
    why_always=Text(id="Ini menyangkut keamanan data daerah.", en="It is about the safety of the region's data."),
)
RESTORED = Kind(
    key="portal.restored",
    title=Text(id="Portal dipulihkan dari cadangan", en="The portal was restored"),
    who=Text(id="Semua yang mengatur orang dan peran", en="Everybody who manages people and roles"),
    subject=Text(id="Portal Anda dipulihkan dari cadangan", en="Your portal was restored from a backup"),
    text=Text(
        id="portal Anda kembali seperti pada {taken_at}. Semua orang masuk lagi dengan akunnya.\n\n"
        "Pemulihan tidak membuka pintu: yang sudah dinonaktifkan tetap nonaktif, kata sandi dan langkah kedua tetap "
        "seperti sekarang, akses operator ditutup, dan undangan yang sudah ditarik atau dipakai tidak berlaku lagi. "
        "Data warga yang sudah dihapus atas permintaannya dihapus lagi.\n\n"
        "Peran kembali seperti dahulu. Tinjau orang yang haknya menjadi lain:\n\n{link}",
        en="your portal is again as it was on {taken_at}. Everybody logs in again.\n\n"
        "A restore opens no door: who was deactivated stays so, passwords and second steps stay as they are now, "
        "operators' accesses are closed, and invitations that were withdrawn or used are not good again. Data that "
        "citizens had deleted is deleted again.\n\n"
        "Roles are as they were then. Look through the people whose rights are others now:\n\n{link}",
    ),
    sample={
        "taken_at": Text(id="2026-11-27 01:00", en="2026-11-27 01:00"),
        "link": Text(id="/konsol/orang/tinjauan/?perhatian=1", en="/en/konsol/orang/tinjauan/?perhatian=1"),
    },
    permission="people.manage",
    why_always=RIGHTS,
)
KINDS = (INVITED, DELEGATED, DELEGATION_ENDED, HISTORY_BROKEN, RESTORED)
