"""What the news module says of itself."""

from kernel.modules.manifest import Act, Menu, Module, Permission, Settings, Word, setting
from kernel.text import Text


class NewsSettings(Settings):
    """What a region decides about its news."""

    comments_open: bool = setting(
        True,
        label=Text(id="Warga dapat berkomentar", en="Citizens can comment"),
        help=Text(id="Komentar yang sudah tampil tetap tampil.", en="Comments that are shown stay."),
    )
    comments_moderated: bool = setting(
        True,
        label=Text(id="Komentar diperiksa dahulu", en="Comments are checked first"),
        help=Text(
            id="Bila dimatikan, komentar yang lolos captcha langsung tampil. Komentar tanpa captcha tetap diperiksa.",
            en="When off, comments that pass the captcha are shown at once. Those without a captcha are still checked.",
        ),
    )
    articles_per_page: int = setting(
        12,
        label=Text(id="Berita per halaman", en="Articles on a page"),
        help=Text(id="5 sampai 50.", en="5 to 50."),
        ge=5,
        le=50,
    )
    show_read_count: bool = setting(
        True,
        label=Text(id="Tampilkan jumlah pembaca", en="Show how often an article was read"),
        help=Text(
            id="Robot dan kunjungan berulang pada hari yang sama tidak dihitung.",
            en="Robots and repeated visits on the same day are not counted.",
        ),
    )


MODULE = Module(
    name="news",
    title=Text(id="Berita", en="News"),
    summary=Text(
        id="Kabar resmi daerah, dengan komentar warga dan pencarian.",
        en="The region's official news, with comments and search.",
    ),
    version="1.0.0",
    path="berita",
    pillars=("E", "V"),
    dimension="branding",
    settings=NewsSettings,
    permissions=(
        Permission("news.write", Text(id="Menulis dan mengubah berita", en="Write and change articles"), ("officer",)),
        Permission("news.publish", Text(id="Menerbitkan dan menarik berita", en="Publish and withdraw articles")),
        Permission("news.moderate", Text(id="Memeriksa komentar", en="Moderate comments"), ("officer",)),
    ),
    acts=(
        Act("news.write", Text(id="Menulis berita", en="Wrote an article")),
        Act("news.revert", Text(id="Memulihkan versi lama berita", en="Took an older version of an article back")),
        Act("news.publish", Text(id="Menerbitkan berita", en="Published an article")),
        Act("news.withdraw", Text(id="Menarik berita", en="Withdrew an article")),
        Act("news.moderate", Text(id="Memeriksa komentar", en="Decided on a comment")),
        Act("news.comment", Text(id="Menulis komentar", en="Wrote a comment")),
        Act("news.answer", Text(id="Menjawab komentar", en="Answered a comment")),
        Act("news.add_category", Text(id="Menambah kategori berita", en="Added a news category")),
        Act("news.rename_category", Text(id="Mengganti nama kategori berita", en="Renamed a news category")),
        Act("news.remove_category", Text(id="Menghapus kategori berita", en="Removed a news category")),
    ),
    menu=(
        Menu("portal", Text(id="Berita", en="News"), "news:index", "newspaper", word="title"),
        Menu("console", Text(id="Berita", en="News"), "news_console:index", "newspaper", "news.write"),
        Menu("console", Text(id="Komentar", en="Comments"), "news_console:comments", "message-square", "news.moderate"),
    ),
    words=(
        Word("title", Text(id="Nama bagian berita", en="Name of the section"), Text(id="Berita", en="News")),
        Word(
            "empty",
            Text(id="Kalimat saat belum ada berita", en="Sentence when there is no news"),
            Text(
                id="Belum ada berita. Kabar terbaru akan tampil di sini.",
                en="No news yet. The latest will be shown here.",
            ),
        ),
        Word(
            "comment_invitation",
            Text(id="Ajakan berkomentar", en="Invitation to comment"),
            Text(id="Tulis pendapat atau pertanyaan Anda.", en="Write what you think or ask."),
        ),
    ),
)
