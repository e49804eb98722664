"""What the complaints module says of itself."""

from kernel.modules.manifest import Act, Menu, Module, Permission, Settings, Word, setting
from kernel.text import Text

OFFICERS = ("administrator", "officer")


class ComplaintSettings(Settings):
    """How a region takes reports; a term may be promised shorter than the national one, never longer."""

    ticket_prefix: str = setting(
        "",
        label=Text(id="Awalan nomor tiket", en="Prefix of tickets"),
        help=Text(
            id="Tiga huruf besar, misalnya MKS. Kosong: dibuat dari nama daerah.",
            en="Three capital letters, for example MKS. Empty: made from the region's name.",
        ),
        pattern=r"^([A-Z]{3})?$",
    )
    photos_required: bool = setting(
        False,
        label=Text(id="Foto wajib", en="A photo is required"),
        help=Text(id="Tanpa foto, laporan tidak dapat dikirim.", en="Without a photo the report cannot be sent."),
    )
    contact_required: bool = setting(
        False,
        label=Text(id="Kontak wajib", en="Contact is required"),
        help=Text(
            id="Pelapor harus menulis email atau nomor telepon.", en="Reporters must leave an e-mail or a number."
        ),
    )
    public_list: bool = setting(
        True,
        label=Text(id="Daftar untuk umum", en="Public list"),
        help=Text(
            id="Laporan yang sudah dirilis petugas tampil untuk semua orang.",
            en="Reports that an officer released are shown to everybody.",
        ),
    )
    reports_per_hour: int = setting(
        40,
        ge=5,
        le=500,
        label=Text(id="Kiriman per jam dari satu alamat", en="Submissions an hour from one address"),
        help=Text(
            id="Menahan kiriman otomatis. Satu alamat internet dapat dipakai banyak ponsel.",
            en="Holds back robots. Many phones may share one internet address.",
        ),
    )
    verify_days: int = setting(
        3,
        ge=1,
        le=3,
        label=Text(id="Periksa dan teruskan (hari kerja)", en="Check and forward (working days)"),
        help=Text(id="SP4N-LAPOR!: paling lama 3 hari kerja.", en="SP4N-LAPOR!: at most 3 working days."),
    )
    informational_days: int = setting(
        5,
        ge=1,
        le=5,
        label=Text(id="Jawab permintaan informasi (hari kerja)", en="Answer a request for information (working days)"),
        help=Text(id="SP4N-LAPOR!: paling lama 5 hari kerja.", en="SP4N-LAPOR!: at most 5 working days."),
    )
    non_supervision_days: int = setting(
        14,
        ge=1,
        le=14,
        label=Text(id="Jawab laporan biasa (hari kerja)", en="Answer an ordinary report (working days)"),
        help=Text(
            id="SP4N-LAPOR!, tidak berkadar pengawasan: paling lama 14 hari kerja.",
            en="SP4N-LAPOR!, not for supervision: at most 14 working days.",
        ),
    )
    supervision_days: int = setting(
        60,
        ge=1,
        le=60,
        label=Text(id="Jawab laporan pengawasan (hari kerja)", en="Answer a report for supervision (working days)"),
        help=Text(
            id="SP4N-LAPOR!, berkadar pengawasan: paling lama 60 hari kerja.",
            en="SP4N-LAPOR!, for supervision: at most 60 working days.",
        ),
    )
    reaction_days: int = setting(
        10,
        ge=10,
        le=30,
        label=Text(id="Waktu menanggapi jawaban (hari kerja)", en="Time to react to an answer (working days)"),
        help=Text(
            id="SP4N-LAPOR!: tanpa tanggapan pelapor, laporan ditutup setelah 10 hari kerja.",
            en="SP4N-LAPOR!: without the reporter's reaction a case is closed after 10 working days.",
        ),
    )


MODULE = Module(
    name="complaints",
    title=Text(id="Laporan warga (LAKSA)", en="Citizens' reports (LAKSA)"),
    summary=Text(
        id="Warga melapor tanpa akun, lalu mengikuti tenggat dan jawabannya.",
        en="Citizens report without an account, and follow the deadline and the answer.",
    ),
    version="1.0.0",
    path="laporan",
    pillars=("L", "E"),
    dimension="living",
    settings=ComplaintSettings,
    permissions=(
        Permission("complaints.view", Text(id="Melihat laporan", en="See reports"), OFFICERS),
        Permission(
            "complaints.handle", Text(id="Menangani dan menjawab laporan", en="Handle and answer reports"), OFFICERS
        ),
        Permission(
            "complaints.forward", Text(id="Meneruskan laporan ke unit", en="Forward reports to a unit"), OFFICERS
        ),
        Permission(
            "complaints.close", Text(id="Menutup dan membuka lagi laporan", en="Close and reopen reports"), OFFICERS
        ),
        Permission(
            "complaints.release", Text(id="Menampilkan laporan untuk umum", en="Show reports to the public"), OFFICERS
        ),
    ),
    acts=(
        Act("complaints.receive", Text(id="Laporan masuk", en="Report received")),
        Act("complaints.take", Text(id="Mengambil laporan", en="Took the report")),
        Act("complaints.forward", Text(id="Meneruskan laporan ke unit", en="Forwarded the report to a unit")),
        Act("complaints.message", Text(id="Menulis kepada pelapor", en="Wrote to the reporter")),
        Act("complaints.note", Text(id="Menulis catatan dalam", en="Wrote an internal note")),
        Act("complaints.plan", Text(id="Merencanakan langkah berikutnya", en="Planned the next step")),
        Act("complaints.answer", Text(id="Menjawab laporan", en="Answered the report")),
        Act("complaints.close", Text(id="Menutup laporan", en="Closed the report")),
        Act(
            "complaints.close_expired",
            Text(id="Menutup laporan, pelapor tidak menanggapi", en="Closed the report, the reporter did not react"),
        ),
        Act("complaints.reopen", Text(id="Membuka lagi laporan", en="Reopened the report")),
        Act("complaints.release", Text(id="Menampilkan laporan untuk umum", en="Showed the report to the public")),
        Act(
            "complaints.withdraw",
            Text(id="Menarik laporan dari daftar umum", en="Withdrew the report from the public list"),
        ),
        Act("complaints.recount", Text(id="Menghitung ulang tenggat", en="Counted the deadline anew")),
        Act(
            "complaints.escalate",
            Text(id="Tenggat lewat, pimpinan diberi tahu", en="Deadline passed, those in charge were told"),
        ),
        Act("complaints.add_information", Text(id="Pelapor menambah keterangan", en="The reporter added information")),
        Act("complaints.keep", Text(id="Pelapor menyimpan di akunnya", en="The reporter kept it in her account")),
        Act("complaints.confirm", Text(id="Pelapor menyatakan sudah beres", en="The reporter said that it is solved")),
        Act(
            "complaints.object", Text(id="Pelapor menyatakan belum beres", en="The reporter said that it is not solved")
        ),
        Act("complaints.add_category", Text(id="Menambah kategori laporan", en="Added a category of reports")),
        Act("complaints.change_category", Text(id="Mengubah kategori laporan", en="Changed a category of reports")),
        Act("complaints.sample", Text(id="Mengisi laporan contoh", en="Loaded sample reports")),
    ),
    menu=(
        Menu("portal", Text(id="Laporan", en="Reports"), "complaints:index", "inbox"),
        Menu("console", Text(id="Antrean", en="Queue"), "complaints_console:queue", "inbox", "complaints.view"),
    ),
    words=(
        Word(
            "title",
            Text(id="Judul formulir", en="Title of the form"),
            Text(id="Buat laporan", en="Make a report"),
        ),
        Word(
            "question",
            Text(id="Pertanyaan di beranda", en="Question on the home page"),
            Text(id="Ada yang rusak atau mengganggu?", en="Is something broken or a nuisance?"),
        ),
        Word(
            "invitation",
            Text(id="Ajakan di beranda", en="Invitation on the home page"),
            Text(
                id="Tulis keadaannya dan tempatnya. Foto membantu petugas menemukannya.",
                en="Say what it is and where. A photo helps officers to find it.",
            ),
        ),
        Word(
            "thanks",
            Text(id="Ucapan setelah laporan terkirim", en="Words after a report was sent"),
            Text(
                id="Terima kasih. Petugas memeriksa laporan Anda dan meneruskannya ke unit yang tepat.",
                en="Thank you. Officers check your report and forward it to the right unit.",
            ),
        ),
        Word(
            "privacy",
            Text(id="Kalimat pelindungan data", en="Sentence on data protection"),
            Text(
                id="Foto dan tempat persis tidak tampil untuk umum sebelum diperiksa petugas.",
                en="Photos and the exact place are not shown to the public before an officer has checked them.",
            ),
        ),
        Word(
            "consent",
            Text(id="Kalimat persetujuan kontak", en="Sentence of consent on contact details"),
            Text(
                id="Dengan mengisi kontak, Anda setuju dihubungi tentang laporan ini. "
                "Kontak tidak ditampilkan kepada umum.",
                en="By leaving contact details you agree to be contacted about this report. "
                "They are never shown to the public.",
            ),
        ),
    ),
)
