"""What officers and reporters are told of a report."""

from kernel.text import Text
from tenants.notices.kinds import Audience, Channel, Kind

LINK = Text(id="/konsol/laporan/", en="/en/konsol/laporan/")
CASE = {
    "ticket": Text(id="MKS-ABCDE", en="MKS-ABCDE"),
    "category": Text(id="Lampu jalan", en="Street light"),
    "place": Text(id="Tamamaung, Panakkukang", en="Tamamaung, Panakkukang"),
    "link": LINK,
}

NEW = Kind(
    key="complaints.new",
    title=Text(id="Laporan baru", en="New report"),
    who=Text(
        id="Petugas yang boleh melihat laporan di kecamatannya atau di seluruh daerah",
        en="Officers who may see the reports of their district, or all",
    ),
    subject=Text(id="Laporan baru {ticket}: {category}, {place}", en="New report {ticket}: {category}, {place}"),
    text=Text(
        id="ada laporan baru {ticket}: {category}, {place}.\n\n{link}",
        en="there is a new report {ticket}: {category}, {place}.\n\n{link}",
    ),
    sample=CASE,
    permission="complaints.view",
    channel=Channel.DIGEST,
)
FORWARDED = Kind(
    key="complaints.forwarded",
    title=Text(id="Laporan diteruskan ke unit Anda", en="Report forwarded to your unit"),
    who=Text(id="Petugas yang boleh menangani laporan unit itu", en="Officers who may handle reports of the unit"),
    subject=Text(id="{ticket} diteruskan ke {unit}", en="{ticket} was forwarded to {unit}"),
    text=Text(
        id="laporan {ticket} ({category}, {place}) diteruskan ke {unit}. {deadline}\n\n{link}",
        en="report {ticket} ({category}, {place}) was forwarded to {unit}. {deadline}\n\n{link}",
    ),
    sample=CASE
    | {
        "unit": Text(id="Dinas Pekerjaan Umum", en="Public Works"),
        "deadline": Text(
            id="Dijawab paling lambat Senin, 14 Desember 2026.", en="Answered by Monday, 14 December 2026."
        ),
    },
    permission="complaints.handle",
    channel=Channel.DIGEST,
)
NEAR = Kind(
    key="complaints.near",
    title=Text(id="Tenggat sudah dekat", en="A deadline is near"),
    who=Text(
        id="Petugas laporan itu; bila belum ada, semua yang boleh menanganinya",
        en="The officer of the report; where there is none, all who may handle it",
    ),
    subject=Text(id="Tenggat {ticket} tinggal sehari", en="The deadline of {ticket} is a day away"),
    text=Text(
        id="laporan {ticket} ({category}, {place}) belum dijawab. {deadline}\n\n{link}",
        en="report {ticket} ({category}, {place}) is not answered. {deadline}\n\n{link}",
    ),
    sample=CASE | {"deadline": Text(id="Dijawab paling lambat besok.", en="Answered by tomorrow.")},
    permission="complaints.handle",
)
OVERDUE = Kind(
    key="complaints.overdue",
    title=Text(id="Tenggat terlewat", en="Deadline passed"),
    who=Text(id="Administrator yang boleh melihat laporan itu", en="Administrators who may see the report"),
    subject=Text(id="Laporan lewat tenggat: {count}", en="Reports past their deadline: {count}"),
    text=Text(
        id="tenggat laporan ini lewat tanpa jawaban:\n\n{list}\n\nBuka antrean:\n{link}",
        en="the term of these reports has passed without an answer:\n\n{list}\n\nOpen the queue:\n{link}",
    ),
    sample={
        "count": Text(id="2", en="2"),
        "list": Text(
            id="- MKS-ABCDE: Lampu jalan (Dinas Pekerjaan Umum)\n- MKS-FGHJK: Sampah",
            en="- MKS-ABCDE: Street light (Public Works)\n- MKS-FGHJK: Waste",
        ),
        "link": LINK,
    },
    permission="complaints.view",
)
OBJECTED = Kind(
    key="complaints.objected",
    title=Text(id="Pelapor menyatakan belum beres", en="The reporter says that it is not solved"),
    who=Text(
        id="Petugas laporan itu; bila belum ada, semua yang boleh menanganinya",
        en="The officer of the report; where there is none, all who may handle it",
    ),
    subject=Text(id="{ticket} belum beres, kata pelapornya", en="{ticket} is not solved, says the reporter"),
    text=Text(
        id="pelapor {ticket} ({category}, {place}) menyatakan belum beres. Tenggatnya mulai lagi hari ini.\n\n{link}",
        en="the reporter of {ticket} ({category}, {place}) says that it is not solved. The term begins anew.\n\n{link}",
    ),
    sample=CASE,
    permission="complaints.handle",
)
CHANGE = Kind(
    key="complaints.change",
    title=Text(id="Kabar tentang laporan", en="News of a report"),
    who=Text(
        id="Pelapor yang meninggalkan alamat email atau punya akun warga",
        en="The reporter, if she left an address or has a citizen's account",
    ),
    subject=Text(id="Laporan {ticket}: {title}", en="Report {ticket}: {title}"),
    text=Text(
        id="{sentence}\n\n{text}\n\n{deadline}\n\nTiket {ticket}. Halaman Anda, hanya untuk Anda:\n{link}",
        en="{sentence}\n\n{text}\n\n{deadline}\n\nTicket {ticket}. Your page, only for you:\n{link}",
    ),
    sample={
        "ticket": CASE["ticket"],
        "title": Text(id="Lampu jalan", en="Street lights"),
        "sentence": Text(id="Laporan Anda sudah diterima.", en="Your report was received."),
        "text": Text(id="Kabelnya diganti hari Senin.", en="The cable is replaced on Monday."),
        "deadline": Text(
            id="Diperiksa paling lambat Senin, 14 Desember 2026.", en="Checked by Monday, 14 December 2026."
        ),
        "link": Text(id="/laporan/ikuti/contoh/", en="/en/laporan/ikuti/contoh/"),
    },
    audience=Audience.CITIZENS,
    news=Text(id="{sentence}", en="{sentence}"),
)
RESENT = Kind(
    key="complaints.link",
    title=Text(id="Tautan laporan dikirim lagi", en="Link to a report, sent again"),
    who=Text(id="Pelapor yang memintanya", en="The reporter who asks for it"),
    subject=Text(id="Tautan laporan {ticket}", en="Your link to report {ticket}"),
    text=Text(
        id="ini tautan laporan {ticket} Anda. Siapa pun yang memegangnya dapat membaca laporan itu: simpan sendiri.\n\n"
        "{link}\n\nAnda tidak memintanya? Abaikan saja surat ini.",
        en="here is the link to your report {ticket}. Whoever has it can read the report: keep it to yourself.\n\n"
        "{link}\n\nYou did not ask for it? Then you need not do anything.",
    ),
    sample={"ticket": CASE["ticket"], "link": CHANGE.sample["link"]},
    audience=Audience.ADDRESS,
    why_always=Text(id="Anda sendiri yang memintanya.", en="You asked for it yourself."),
)
KINDS = (NEW, FORWARDED, NEAR, OVERDUE, OBJECTED, CHANGE, RESENT)
