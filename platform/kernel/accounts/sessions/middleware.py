"""Note that sessions are used."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kernel.accounts.actor import NO_ONE
from kernel.accounts.sessions import actions


class SeenMiddleware:
    """Where a page has found out who asks, note now and then that her session is used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "_actor", NO_ONE).is_known:
            actions.touch(request)
        return response
