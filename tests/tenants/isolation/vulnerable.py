"""A portal with pages as nobody may write them: what a visitor types becomes SQL."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config import urls_tenant


def page(request: HttpRequest) -> HttpResponse:
    """Answer with what the visitor's own SQL finds."""
    with connection.cursor() as cursor:
        cursor.execute(request.GET["sql"])
        return HttpResponse(repr(cursor.fetchall()))


urlpatterns = [path("bocor/", page), *urls_tenant.urlpatterns]
handler404, handler500 = urls_tenant.handler404, urls_tenant.handler500
