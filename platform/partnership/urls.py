"""The operators' addresses."""

from django.urls import path
from django.views.generic import RedirectView

from partnership import views

urlpatterns = [
    path("", views.regions, name="home"),
    path("konsol/", RedirectView.as_view(pattern_name="home"), name="console"),  # where log-in leads to, as in a region
    path("proses/", views.runs_now, name="runs_now"),
    path("daerah/siapkan/", views.order, name="order"),
    path("daerah/<slug:key>/", views.region, name="region"),
    path("daerah/<slug:key>/keadaan/", views.move, name="move"),
    path("daerah/<slug:key>/modul/<slug:module>/", views.switch, name="switch"),
    path("daerah/<slug:key>/modul/<slug:module>/pasang/", views.install, name="install"),
    path("daerah/<slug:key>/modul/<slug:module>/copot/", views.uninstall, name="uninstall"),
    path("daerah/<slug:key>/modul/<slug:module>/pulihkan/", views.undo, name="undo"),
    path("proses/<slug:key>/", views.run, name="run"),
    path("proses/<slug:key>/lanjutkan/", views.resume_run, name="resume_run"),
    path("riwayat/", views.history, name="history"),
]
