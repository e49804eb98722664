"""Addresses of one's own account: what keeps it safe."""

from allauth.mfa.base.views import authenticate
from django.urls import path

from kernel.accounts.factors import passkey_views, views
from kernel.accounts.log_ins import views as log_ins
from kernel.accounts.sessions import views as sessions

urlpatterns = [
    path("masuk/kode/", authenticate, name="mfa_authenticate"),
    path("akun/keamanan/", views.security, name="security"),
    path("akun/keamanan/aplikasi/", views.app, name="set_up_app"),
    path("akun/keamanan/aplikasi/matikan/", views.turn_off_app, name="turn_off_app"),
    path("masuk/kunci/", passkey_views.log_in, name="passkey_login"),
    path("akun/keamanan/kunci/", passkey_views.show, name="passkeys"),
    path("akun/keamanan/kunci/<slug:key>/", passkey_views.one, name="passkey"),
    path("akun/keamanan/kunci/<slug:key>/hapus/", passkey_views.remove, name="remove_passkey"),
    path("akun/keamanan/perangkat/", sessions.sessions, name="sessions"),
    path("akun/keamanan/perangkat/lainnya/", sessions.end_other_sessions, name="end_other_sessions"),
    path("akun/keamanan/perangkat/<slug:key>/", sessions.end_session, name="end_session"),
    path("akun/keamanan/masuk/", log_ins.log_ins, name="log_ins"),
    path("akun/bukan-saya/<str:token>/", log_ins.disown, name="disown_log_in"),
    path("akun/keamanan/kode-cadangan/", views.recovery_codes, name="recovery_codes"),
]
