"""Addresses of the portal itself. Modules are mounted beside them by `config.urls_tenant`."""

from django.urls import URLPattern, URLResolver, include, path

from tenants.customization import urls as customization
from tenants.portal.views import console, delegations, exports, people, public, review, roles, units

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
    path("konsol/orang/langkah-kedua/", people.second_step_rule, name="second_step_rule"),
    path("konsol/orang/undangan/<slug:key>/", people.invitation, name="invitation"),
    path("konsol/orang/undangan/<slug:key>/tarik/", people.withdraw, name="withdraw_invitation"),
    path("konsol/orang/tinjauan/", review.review, name="review"),
    path("konsol/orang/tinjauan/unduh/", review.review_file, name="review_file"),
    path("konsol/orang/<slug:key>/ditinjau/", review.mark_reviewed, name="mark_reviewed"),
    path("konsol/orang/<slug:key>/", people.person, name="person"),
    path("konsol/orang/<slug:key>/cabut/", people.unassign, name="unassign"),
    path("konsol/orang/<slug:key>/keadaan/", people.open_or_close, name="person_state"),
    path("konsol/wakil/", delegations.delegations, name="delegations"),
    path("konsol/wakil/<slug:key>/akhiri/", delegations.end_delegation, name="end_delegation"),
    path("konsol/peran/", roles.roles, name="roles"),
    path("konsol/peran/baru/", roles.add_role, name="add_role"),
    path("konsol/peran/<slug:key>/", roles.role, name="role"),
    path("konsol/peran/<slug:key>/kembalikan/", roles.bring_back, name="role_default"),
    path("konsol/peran/<slug:key>/hapus/", roles.remove, name="remove_role"),
    path("konsol/orang/<slug:key>/perangkat/", people.end_sessions, name="end_sessions"),
    path("konsol/orang/<slug:key>/langkah-kedua/", people.reset_second_step, name="reset_second_step"),
    path("konsol/unit/", units.units, name="units"),
    path("konsol/unit/biasa/", units.usual_units, name="usual_units"),
    path("konsol/unit/<slug:key>/", units.unit, name="unit"),
    path("konsol/unit/<slug:key>/keadaan/", units.open_or_close_unit, name="unit_state"),
    path("konsol/modul/", console.modules, name="modules"),
    path("konsol/kuota/", console.quota, name="quota"),
    path("konsol/kata/", console.words, name="words"),
    path("konsol/riwayat/", console.history, name="history"),
    path("konsol/salinan/", exports.exports, name="exports"),
    path("konsol/salinan/buat/", exports.ask_for_export, name="ask_for_export"),
    path("konsol/salinan/<slug:key>/", exports.export, name="export"),
    path("konsol/", include(customization.urlpatterns)),
]
