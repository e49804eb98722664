"""One region's rush leaves threads to the others."""

from contextlib import ExitStack, suppress

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from tenants.isolation.crowd import Crowd
from tenants.isolation.middleware import TenantMiddleware


def test_as_many_as_allowed_enter() -> None:
    crowd = Crowd(2)

    with ExitStack() as stack:
        entered = [stack.enter_context(crowd.entered("poso")) for _ in range(3)]

    assert entered == [True, True, False]


def test_others_are_counted_apart() -> None:
    crowd = Crowd(1)

    with crowd.entered("poso"), crowd.entered("batam") as is_inside:
        assert is_inside is True


def test_who_leaves_makes_room() -> None:
    crowd = Crowd(1)
    with crowd.entered("poso"), crowd.entered("poso"):
        pass

    with crowd.entered("poso") as is_inside:
        assert is_inside is True


def test_who_fails_makes_room() -> None:
    crowd = Crowd(1)
    with suppress(ValueError), crowd.entered("poso"):
        raise ValueError

    with crowd.entered("poso") as is_inside:
        assert is_inside is True


def test_request_over_the_limit_is_asked_to_come_back(committed, settings) -> None:
    settings.REQUESTS_A_TENANT = 1
    meanwhile: list[HttpResponse] = []

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path == "/first/":
            meanwhile.extend(ask(host, "/second/") for host in ("makassar.localhost", "jayapura.localhost"))
        return HttpResponse("answered")

    def ask(host: str, path: str) -> HttpResponse:
        return door(RequestFactory(SERVER_NAME=host).get(path))

    door = TenantMiddleware(answer)
    ask("makassar.localhost", "/first/")

    assert [(each.status_code, each.get("Retry-After")) for each in meanwhile] == [(503, "3"), (200, None)]
    assert "Sedang banyak yang membuka portal ini" in meanwhile[0].content.decode()
