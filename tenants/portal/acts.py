"""What the history calls the acts that belong to no module."""

from kernel.modules.manifest import Act
from kernel.text import Text

ACTS = (
    Act("people.invite", Text(id="Mengundang orang", en="Invited somebody")),
    Act("people.join", Text(id="Bergabung", en="Joined")),
    Act("people.withdraw", Text(id="Menarik undangan", en="Withdrew an invitation")),
    Act("people.deactivate", Text(id="Menonaktifkan orang", en="Deactivated a person")),
    Act("people.activate", Text(id="Mengaktifkan orang", en="Activated a person")),
    Act("people.assign", Text(id="Mengubah peran orang", en="Changed a person's role")),
    Act("units.add", Text(id="Menambah unit kerja", en="Added a unit")),
    Act("units.rename", Text(id="Mengganti nama unit kerja", en="Renamed a unit")),
    Act("units.close", Text(id="Menutup unit kerja", en="Closed a unit")),
    Act("units.reopen", Text(id="Membuka lagi unit kerja", en="Reopened a unit")),
    Act("portal.put_steps_away", Text(id="Menyembunyikan langkah pertama", en="Put the first steps away")),
    Act("portal.bring_steps_back", Text(id="Menampilkan lagi langkah pertama", en="Brought the first steps back")),
    Act("audit.export", Text(id="Mengunduh riwayat", en="Downloaded the history")),
    Act("audit.verify", Text(id="Meminta pemeriksaan riwayat", en="Asked to verify the history")),
    Act("exports.ask", Text(id="Meminta salinan semua data", en="Asked for a copy of all data")),
    Act("backups.ask", Text(id="Meminta cadangan", en="Asked for a backup")),
    Act("portal.suspended", Text(id="Menangguhkan portal", en="Suspended the portal")),
    Act("portal.restored", Text(id="Memulihkan portal dari cadangan", en="Restored the portal from a backup")),
    Act("portal.imported", Text(id="Memindahkan portal ke sini", en="Moved the portal here")),
    Act("portal.open_again", Text(id="Membuka kembali portal", en="Opened the portal again")),
    Act("portal.rename", Text(id="Mengganti nama atau alamat portal", en="Renamed or moved the portal")),
    Act("portal.limits", Text(id="Mengubah kuota portal", en="Changed the quota of the portal")),
    Act("portal.backup_rule", Text(id="Mengubah aturan cadangan", en="Changed the backup rule")),
    Act("portal.time_zone", Text(id="Mengganti zona waktu portal", en="Changed the time zone of the portal")),
    Act("provisioning.enable", Text(id="Menyalakan modul", en="Enabled a module")),
    Act("provisioning.disable", Text(id="Mematikan modul", en="Disabled a module")),
    Act("provisioning.install", Text(id="Memasang modul", en="Installed a module")),
    Act("provisioning.uninstall", Text(id="Mencopot modul", en="Uninstalled a module")),
    Act("customization.setting", Text(id="Mengubah pengaturan", en="Changed settings")),
    Act("customization.word", Text(id="Mengubah kata", en="Changed words")),
    Act("customization.brand", Text(id="Mengubah tampilan", en="Changed the look")),
)
