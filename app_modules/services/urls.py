"""Addresses: `/layanan/` for citizens, `/konsol/layanan/` for officers."""

from django.urls import path

from app_modules.services.views import console, public

urlpatterns = [
    path("", public.index, name="index"),
    path("pilar/<slug:path>/", public.pillar, name="pillar"),
    path("<slug:slug>/", public.service, name="service"),
    path("<slug:slug>/lembar/", public.sheet, name="sheet"),
]

console_urlpatterns = [
    path("", console.index, name="index"),
    path("baru/", console.create, name="create"),
    path("bantuan/", console.help_page, name="help"),
    path("<slug:key>/", console.edit, name="edit"),
    path("<slug:key>/terbitkan/", console.publish, name="publish"),
    path("<slug:key>/tarik/", console.unpublish, name="unpublish"),
    path("<slug:key>/periksa/", console.check, name="check"),
]
