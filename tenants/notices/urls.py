"""Addresses of what people are told, and of the mails that a region writes."""

from django.urls import path

from tenants.notices import citizen_views, letter_views, views

urlpatterns = [
    path("konsol/pemberitahuan/", views.notices, name="notices"),
    path("konsol/pemberitahuan/dibaca/", views.read_notices, name="read_notices"),
    path("konsol/pemberitahuan/pilihan/", views.notice_choices, name="notice_choices"),
    path("konsol/pemberitahuan/<slug:key>/", views.open_notice, name="open_notice"),
    path("warga/pemberitahuan/", citizen_views.notices, name="citizen_notices"),
    path("warga/pemberitahuan/dibaca/", citizen_views.read_notices, name="read_citizen_notices"),
    path("warga/pemberitahuan/pilihan/", citizen_views.choices, name="citizen_notice_choices"),
    path("warga/pemberitahuan/<slug:key>/", citizen_views.open_notice, name="open_citizen_notice"),
    path("berhenti/<str:token>/", views.leave_notices, name="leave_notices"),
    path("konsol/surat/", letter_views.letters, name="letters"),
    path("konsol/surat/<str:kind>/<slug:language>/", letter_views.letter, name="letter"),
    path("konsol/surat/<str:kind>/<slug:language>/pratinjau/", letter_views.letter_preview, name="letter_preview"),
    path("konsol/surat/<str:kind>/<slug:language>/bawaan/", letter_views.letter_default, name="letter_default"),
]
