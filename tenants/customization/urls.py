"""Addresses under /konsol/ where a region makes the portal its own."""

from django.urls import path

from tenants.customization import views

urlpatterns = [
    path("modul/<slug:name>/", views.settings, name="module_settings"),
    path("modul/<slug:name>/bawaan/", views.reset, name="module_reset"),
    path("kata/<slug:name>/", views.words, name="module_words"),
    path("tampilan/", views.brand, name="brand"),
    path("tampilan/bawaan/", views.reset_brand, name="brand_reset"),
    path("tampilan/pratinjau.css", views.preview, name="brand_preview"),
]
