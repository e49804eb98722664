"""The cookie with messages is one tenant's own."""

from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import HttpResponse
from django.test import RequestFactory

from tenants.isolation.current import enter
from tenants.isolation.messages import TenantCookieStorage


def cookie_of(where) -> str:
    with enter(where):
        storage = TenantCookieStorage(RequestFactory().get("/"))
        response = HttpResponse()
        storage._store([Message(constants.INFO, "only here")], response)
        return response.cookies[storage.cookie_name].value


def read(where, cookie: str) -> list[str]:
    request = RequestFactory().get("/")
    request.COOKIES[TenantCookieStorage.cookie_name] = cookie
    with enter(where):
        return [message.message for message in TenantCookieStorage(request)]


def test_message_is_read_where_it_was_written(makassar) -> None:
    assert read(makassar, cookie_of(makassar)) == ["only here"]


def test_message_is_refused_elsewhere(makassar, jayapura) -> None:
    assert read(jayapura, cookie_of(makassar)) == []
