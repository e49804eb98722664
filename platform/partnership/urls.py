"""The operators' addresses."""

from django.urls import path
from django.views.generic import RedirectView

from partnership import backup_rule, backups, copies, leaving, past, support, views
from partnership.bulk import views as bulk

urlpatterns = [
    path("", views.regions, name="home"),
    path("konsol/", RedirectView.as_view(pattern_name="home"), name="console"),  # where log-in leads to, as in a region
    path("proses/", views.runs_now, name="runs_now"),
    path("daerah/siapkan/", views.order, name="order"),
    path("daerah/<slug:key>/", views.region, name="region"),
    path("daerah/<slug:key>/tayang/", views.go_live, name="go_live"),
    path("daerah/<slug:key>/jeda/", views.suspend, name="suspend"),
    path("daerah/<slug:key>/buka-lagi/", views.open_again, name="open_again"),
    path("daerah/<slug:key>/nama/", views.rename, name="rename"),
    path("daerah/<slug:key>/zona-waktu/", views.time_zone, name="time_zone"),
    path("daerah/<slug:key>/kuota/", views.change_limits, name="change_limits"),
    path("daerah/<slug:key>/cadangan/", backups.backups, name="backups"),
    path("daerah/<slug:key>/cadangan/sekarang/", backups.back_up, name="back_up"),
    path("daerah/<slug:key>/cadangan/coba/", backups.try_backup, name="try_backup"),
    path("daerah/<slug:key>/cadangan/pulihkan/", backups.restore_backup, name="restore_backup"),
    path("daerah/<slug:key>/cadangan/aturan/", backup_rule.backup_rule, name="backup_rule"),
    path("daerah/<slug:key>/cadangan/lihat/", copies.restore_beside, name="restore_beside"),
    path("daerah/<slug:key>/akses/", support.access, name="access"),
    path("daerah/<slug:key>/akses/<slug:access>/masuk/", support.enter_console, name="enter_console"),
    path("daerah/<slug:key>/akses/<slug:access>/akhiri/", support.end_access, name="end_access"),
    path("daerah/<slug:key>/modul/<slug:module>/", views.switch, name="switch"),
    path("daerah/<slug:key>/modul/<slug:module>/pasang/", views.install, name="install"),
    path("daerah/<slug:key>/modul/<slug:module>/copot/", views.uninstall, name="uninstall"),
    path("daerah/<slug:key>/modul/<slug:module>/pulihkan/", views.undo, name="undo"),
    path("daerah/<slug:key>/hapus/", leaving.delete, name="delete"),
    path("daerah/<slug:key>/salinan/", leaving.ask_for_copy, name="ask_for_copy"),
    path("daerah/<slug:key>/salinan/kemajuan/", leaving.copy_progress, name="copy_progress"),
    path("penghapusan/<slug:key>/", leaving.deletion, name="deletion"),
    path("penghapusan/<slug:key>/batalkan/", leaving.call_off, name="call_off"),
    path("surat-penghapusan/<slug:key>/", leaving.certificate, name="certificate"),
    path("surat-penghapusan/<slug:key>/<str:part>", leaving.certificate_part, name="certificate_part"),
    path("proses/<slug:key>/", views.run, name="run"),
    path("proses/<slug:key>/lanjutkan/", views.resume_run, name="resume_run"),
    path("proses/<slug:key>/sisihkan/", views.set_aside_run, name="set_aside_run"),
    path("massal/", bulk.choose, name="bulk"),
    path("massal/daftar/", bulk.batches, name="batches"),
    path("massal/<slug:key>/", bulk.batch, name="batch"),
    path("massal/<slug:key>/mulai/", bulk.start, name="start_batch"),
    path("massal/<slug:key>/coba-lagi/", bulk.retry, name="retry_batch"),
    path("massal/<slug:key>/kebalikan/", bulk.opposite, name="undo_batch"),
    path("riwayat/", past.history, name="history"),
    path("riwayat/unduh/", past.history_export, name="history_export"),
    path("riwayat/bukti/", past.history_proof, name="history_proof"),
    path("riwayat/bukti/periksa/", past.verify_history, name="verify_history"),
    path("riwayat/bukti/bukti.txt", past.history_head, name="history_head"),
    path("riwayat/bukti/periksa.py", past.history_checker, name="history_checker"),
    path("riwayat/<slug:key>/", past.history_entry, name="history_entry"),
    path("riwayat/bukti/<slug:key>/periksa/", past.verify_region_history, name="verify_region_history"),
]
