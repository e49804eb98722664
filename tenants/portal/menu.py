"""The console's own entries, behind those of the modules."""

from kernel.modules.manifest import Menu
from kernel.text import Text

CONSOLE = (
    Menu("console", Text(id="Orang", en="People"), "people", "users", "people.manage"),
    Menu("console", Text(id="Peran", en="Roles"), "roles", "key-round", "people.manage"),
    Menu("console", Text(id="Unit kerja", en="Units"), "units", "building-2", "units.manage"),
    Menu("console", Text(id="Modul", en="Modules"), "modules", "layout-grid", "modules.view"),
    Menu("console", Text(id="Kata", en="Words"), "words", "type", "settings.change"),
    Menu("console", Text(id="Surat", en="Mails"), "letters", "mail", "settings.change"),
    Menu("console", Text(id="Tampilan", en="Look"), "brand", "palette", "brand.change"),
    Menu("console", Text(id="Kuota", en="Quota"), "quota", "gauge", "modules.view"),
    Menu("console", Text(id="Salinan data", en="Copy of all data"), "exports", "file-down", "exports.make"),
    Menu("console", Text(id="Cadangan", en="Backups"), "backups", "archive", "exports.make"),
    Menu("console", Text(id="Akses operator", en="Operators' access"), "support", "life-buoy", "support.grant"),
    Menu("console", Text(id="Data warga", en="Citizens’ data"), "data_requests", "shield-check", "personal.answer"),
    Menu("console", Text(id="Akun warga", en="Citizens' accounts"), "console_citizens", "user", "citizens.recover"),
    Menu("console", Text(id="Riwayat", en="History"), "history", "history", "audit.view"),
)
