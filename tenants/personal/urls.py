"""Addresses of a citizen's own data, and of the officers who answer."""

from django.urls import path

from tenants.personal import console_views, views

urlpatterns = [
    path("warga/data-saya/", views.my_data, name="my_data"),
    path("warga/data-saya/unduh/", views.download, name="download_my_data"),
    path("warga/data-saya/minta/<slug:right>/", views.ask, name="ask_about_my_data"),
    path("warga/data-saya/persetujuan/<str:purpose>/", views.choose, name="choose_consent"),
    path("warga/data-saya/permintaan/<slug:key>/tarik/", views.take_back, name="take_data_request_back"),
    path("konsol/data-warga/", console_views.data_requests, name="data_requests"),
    path("konsol/data-warga/<slug:key>/", console_views.data_request, name="data_request"),
]
