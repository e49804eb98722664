"""Logging in and out, passwords, invitations: for regions and for operators alike."""

from allauth.account import views as allauth
from django.urls import path, re_path

from kernel.accounts import views
from kernel.accounts.factors import urls as factors
from kernel.accounts.providers import views as providers

urlpatterns = [
    *factors.urlpatterns,
    path("masuk/", views.LogIn.as_view(), name="account_login"),
    path("masuk/akun-lain/", providers.begin, name="provider_log_in"),
    path("masuk/akun-lain/kembali/", providers.come_back, name="provider_callback"),
    path("akun/keamanan/akun-lain/lepas/", providers.unlink, name="unlink_provider"),
    path("keluar/", allauth.logout, name="account_logout"),
    path("akun/nonaktif/", allauth.account_inactive, name="account_inactive"),
    path("akun/kata-sandi/", allauth.password_change, name="account_change_password"),
    path("akun/keamanan/bahasa/", views.language, name="mail_language"),
    path("akun/konfirmasi/", allauth.reauthenticate, name="account_reauthenticate"),
    path("akun/lupa-sandi/", allauth.password_reset, name="account_reset_password"),
    path("akun/lupa-sandi/terkirim/", allauth.password_reset_done, name="account_reset_password_done"),
    # allauth calls it uidb36; here it is the person's public id.
    re_path(
        r"^akun/sandi-baru/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.ChooseNewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path("akun/sandi-baru/selesai/", allauth.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("akun/lanjutkan/<str:key>/", views.continue_typing, name="account_continue"),
    path("undangan/<str:token>/", views.accept_invitation, name="accept_invitation"),
]
