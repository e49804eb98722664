"""Addresses of the module: for everybody under /laporan/, for officers under /konsol/laporan/."""

from django.urls import path

from app_modules.complaints.views import categories, citizen, console, verbs

urlpatterns = [
    path("", citizen.index, name="index"),
    path("buat/", citizen.report, name="report"),
    path("tiket/", citizen.ticket, name="ticket"),
    path("terkirim/<str:token>/", citizen.sent, name="sent"),
    path("ikuti/<str:token>/", citizen.follow, name="follow"),
    path("ikuti/<str:token>/keterangan/", citizen.inform, name="inform"),
    path("ikuti/<str:token>/simpan/", citizen.keep, name="keep"),
    path("ikuti/<str:token>/beres/", citizen.confirm, name="confirm"),
    path("ikuti/<str:token>/belum-beres/", citizen.dispute, name="dispute"),
    path("saya/<slug:key>/", citizen.mine, name="mine"),
    path("<slug:ticket>/", citizen.case, name="case"),
]
console_urlpatterns = [
    path("", console.queue, name="queue"),
    path("bantuan/", console.guide, name="guide"),
    path("kategori/", categories.categories, name="categories"),
    path("kategori/baru/", categories.add_category, name="add_category"),
    path("kategori/<slug:key>/", categories.category, name="category"),
    path("<str:key>/", console.case, name="case"),
    path("<str:key>/ambil/", verbs.take, name="take"),
    path("<str:key>/teruskan/", verbs.forward, name="forward"),
    path("<str:key>/pesan/", verbs.message, name="message"),
    path("<str:key>/catatan/", verbs.note, name="note"),
    path("<str:key>/rencana/", verbs.plan, name="plan"),
    path("<str:key>/jawab/", verbs.answer, name="answer"),
    path("<str:key>/tutup/", verbs.close, name="close"),
    path("<str:key>/buka-lagi/", verbs.reopen, name="reopen"),
    path("<str:key>/rilis/", verbs.release, name="release"),
    path("<str:key>/tarik/", verbs.withdraw, name="withdraw"),
]
