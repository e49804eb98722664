"""Rights of the portal itself, beside those that modules declare."""

from kernel.modules.manifest import Permission
from kernel.text import Text

PERMISSIONS = (
    Permission("people.manage", Text(id="Mengelola orang dan undangan", en="Manage people and invitations")),
    Permission("units.manage", Text(id="Mengelola unit kerja", en="Manage units")),
    Permission("modules.view", Text(id="Melihat modul", en="See the modules")),
    Permission("settings.change", Text(id="Mengubah pengaturan dan kata", en="Change settings and words")),
    Permission("brand.change", Text(id="Mengubah tampilan portal", en="Change the look of the portal")),
    Permission("exports.make", Text(id="Mengambil salinan semua data", en="Take a copy of all data")),
    Permission("support.grant", Text(id="Mengizinkan operator masuk", en="Let operators in")),
    Permission("personal.answer", Text(id="Menjawab permintaan data warga", en="Answer citizens about their data")),
    Permission("citizens.recover", Text(id="Memulihkan akun warga", en="Recover citizens' accounts")),
    Permission("audit.view", Text(id="Membaca riwayat", en="Read the history")),
)
