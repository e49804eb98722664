"""Addresses of the region's side, and the door through which an operator enters."""

from django.urls import path

from tenants.support import views

urlpatterns = [
    path("konsol/akses-operator/", views.support, name="support"),
    path("konsol/akses-operator/<slug:key>/", views.access, name="access"),
    path("konsol/akses-operator/<slug:key>/jawab/", views.answer, name="answer_access"),
    path("konsol/akses-operator/<slug:key>/akhiri/", views.end, name="end_access"),
    path("operator/masuk/<str:token>/", views.enter, name="enter_by_access"),
    path("operator/keluar/", views.leave, name="leave_access"),
]
