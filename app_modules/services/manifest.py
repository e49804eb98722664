"""What the module of services says of itself."""

from kernel.modules.manifest import Act, Menu, Module, Permission, Settings, Word, setting
from kernel.text import Text


class ServicesSettings(Settings):
    """What a region may set."""

    check_links: bool = setting(
        True,
        label=Text(id="Periksa tautan aplikasi", en="Check links to applications"),
        help=Text(
            id="Tautan dibuka setiap 6 jam. Warga melihat apakah tautan berfungsi.",
            en="Links are opened every 6 hours. Citizens see whether a link works.",
        ),
    )
    show_cost: bool = setting(
        True,
        label=Text(id="Tampilkan biaya", en="Show the cost"),
        help=Text(
            id="Bila dimatikan, biaya tidak tampil di halaman layanan dan lembar cetak.",
            en="When off, the cost is neither on the service's page nor on its printed sheet.",
        ),
    )


MODULE = Module(
    name="services",
    title=Text(id="Layanan", en="Services"),
    summary=Text(
        id="Layanan publik daerah: persyaratan, langkah, biaya, waktu, dan tautan ke aplikasi yang sudah ada.",
        en="The region's public services: requirements, steps, cost, time, and links to existing applications.",
    ),
    version="1.0.0",
    path="layanan",
    pillars=("L", "I", "V", "E"),
    dimension="governance",
    settings=ServicesSettings,
    permissions=(
        Permission(
            "services.write",
            Text(id="Menulis dan mengubah layanan", en="Write and change services"),
            roles=("administrator", "officer"),
        ),
        Permission(
            "services.publish",
            Text(id="Menerbitkan dan menarik layanan", en="Publish and withdraw services"),
            roles=("administrator",),
        ),
    ),
    acts=(
        Act("services.write", Text(id="Menulis layanan", en="Wrote a service")),
        Act("services.publish", Text(id="Menerbitkan layanan", en="Published a service")),
        Act("services.withdraw", Text(id="Menarik layanan", en="Withdrew a service")),
        Act("services.ask_check", Text(id="Meminta tautan diperiksa", en="Asked for a check of the link")),
        Act("services.check_link", Text(id="Keadaan tautan berubah", en="The state of the link changed")),
    ),
    menu=(
        Menu("portal", Text(id="Layanan", en="Services"), "services:index", "list", word="title"),
        Menu("console", Text(id="Layanan", en="Services"), "services_console:index", "list", "services.write"),
    ),
    words=(
        Word(
            "title",
            Text(id="Judul halaman layanan", en="Title of the services page"),
            Text(id="Layanan", en="Services"),
        ),
        Word(
            "empty",
            Text(id="Kalimat bila belum ada layanan", en="Sentence while there are no services"),
            Text(
                id="Daftar layanan sedang disiapkan. Untuk sementara, tanyakan langsung ke kantor pelayanan.",
                en="The list of services is being prepared. Until then, ask at the service office.",
            ),
        ),
    ),
)
