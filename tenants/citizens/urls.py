"""Addresses of a citizen's own account."""

from django.urls import path

from tenants.citizens import desk, passkey_views, views

urlpatterns = [
    path("warga/", views.account, name="citizen"),
    path("warga/masuk/", views.log_in, name="citizen_log_in"),
    path("warga/kode/", views.code, name="citizen_code"),
    path("warga/kode/baru/", views.another_code, name="citizen_another_code"),
    path("warga/daftar/", views.register, name="citizen_register"),
    path("warga/data/", views.details, name="citizen_details"),
    path("warga/email/", views.address, {"kind": "email"}, name="citizen_email"),
    path("warga/hp/", views.address, {"kind": "phone"}, name="citizen_phone"),
    path("warga/masuk/kunci/", passkey_views.log_in, name="citizen_passkey_log_in"),
    path("warga/kunci/", passkey_views.passkeys, name="citizen_passkeys"),
    path("warga/kunci/<slug:key>/hapus/", passkey_views.remove, name="remove_citizen_passkey"),
    path("warga/nik/", views.nik, name="citizen_nik"),
    path("warga/nik/hapus/", views.forget_nik, name="forget_citizen_nik"),
    path("warga/keluar/", views.log_out, name="citizen_log_out"),
    path("warga/perangkat/lainnya/", views.end_other_sessions, name="end_other_citizen_sessions"),
    path("warga/perangkat/<slug:key>/", views.end_session, name="end_citizen_session"),
    path("warga/pemulihan/<str:token>/", views.stop_recovery, name="stop_recovery"),
    path("konsol/warga/", desk.citizens, name="console_citizens"),
    path("konsol/warga/<slug:key>/", desk.citizen, name="console_citizen"),
    path("konsol/warga/<slug:key>/pulihkan/", desk.recover, name="recover_citizen"),
    path("konsol/warga/<slug:key>/ktp/", desk.verify, name="verify_citizen"),
]
