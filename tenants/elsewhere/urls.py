"""Addresses of a person's other regions."""

from django.urls import path

from tenants.elsewhere import views

urlpatterns = [
    path("akun/daerah/", views.regions, name="regions"),
    path("akun/daerah/setuju/<str:token>/", views.agree, name="agree_region"),
    path("akun/daerah/selesai/<str:token>/", views.finish, name="finish_region"),
    path("akun/daerah/<slug:key>/", views.go, name="go_to_region"),
    path("akun/daerah/<slug:key>/hapus/", views.remove, name="remove_region"),
]
