"""Addresses in the region's console."""

from django.urls import path

from provisioning.backups import views

urlpatterns = [
    path("konsol/cadangan/", views.backups, name="backups"),
    path("konsol/cadangan/sekarang/", views.ask_for_backup, name="ask_for_backup"),
]
