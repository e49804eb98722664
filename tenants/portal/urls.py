"""Addresses of the portal itself. Modules are mounted beside them by `config.urls_tenant`."""

from django.urls import URLPattern, URLResolver, include, path

from tenants.customization import urls as customization
from tenants.portal.views import console, exports, history, people, public, units

urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.home, name="home"),
    path("cari/", public.search, name="search"),
    path("aksesibilitas/", public.accessibility, name="accessibility"),
    path("privasi/", public.privacy, name="privacy"),
    path("kontak/", public.contact, name="contact"),
    path("konsol/", console.home, name="console"),
    path("konsol/langkah/sembunyikan/", console.put_first_steps_away, name="first_steps_away"),
    path("konsol/langkah/tampilkan/", console.bring_first_steps_back, name="first_steps_back"),
    path("konsol/orang/", people.people, name="people"),
    path("konsol/orang/undang/", people.invite, name="invite"),
    path("konsol/orang/undangan/<slug:key>/", people.invitation, name="invitation"),
    path("konsol/orang/undangan/<slug:key>/tarik/", people.withdraw, name="withdraw_invitation"),
    path("konsol/orang/<slug:key>/", people.person, name="person"),
    path("konsol/orang/<slug:key>/keadaan/", people.open_or_close, name="person_state"),
    path("konsol/unit/", units.units, name="units"),
    path("konsol/unit/biasa/", units.usual_units, name="usual_units"),
    path("konsol/unit/<slug:key>/", units.unit, name="unit"),
    path("konsol/unit/<slug:key>/keadaan/", units.open_or_close_unit, name="unit_state"),
    path("konsol/modul/", console.modules, name="modules"),
    path("konsol/kuota/", console.quota, name="quota"),
    path("konsol/kata/", console.words, name="words"),
    path("konsol/riwayat/", history.history, name="history"),
    path("konsol/riwayat/unduh/", history.history_export, name="history_export"),
    path("konsol/riwayat/bukti/", history.history_proof, name="history_proof"),
    path("konsol/riwayat/bukti/periksa/", history.verify_history, name="verify_history"),
    path("konsol/riwayat/bukti/bukti.txt", history.history_head, name="history_head"),
    path("konsol/riwayat/bukti/periksa.py", history.history_checker, name="history_checker"),
    path("konsol/salinan/", exports.exports, name="exports"),
    path("konsol/salinan/buat/", exports.ask_for_export, name="ask_for_export"),
    path("konsol/salinan/<slug:key>/", exports.export, name="export"),
    path("konsol/", include(customization.urlpatterns)),
]
