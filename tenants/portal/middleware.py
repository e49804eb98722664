"""What is refused at the door, and what is said when something goes wrong."""

from collections.abc import Callable, Iterator

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse

from kernel.errors import DomainError, TooMany
from tenants.portal import failures

# Three photos of 15 MB, and what is typed beside them.
BODY_AT_MOST = 50 * 1024 * 1024

Respond = Callable[[HttpRequest], HttpResponse]


class RequestMiddleware:
    """Refuse at the door what no browser sends for a form of ours."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isdigit() and int(length) > BODY_AT_MOST:
            return failures.too_large(request)
        if "HTTP_TRANSFER_ENCODING" in request.META:  # its end is known when it is there, after any number of bytes
            return failures.without_length(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        """Refuse NUL, which Postgres cannot store nor compare, wherever it was typed."""
        if "\0" in request.path_info or any("\0" in value for value in _typed(request)):
            raise SuspiciousOperation("A NUL was sent.")
        return None


def _typed(request: HttpRequest) -> Iterator[str]:
    """Yield what was sent; most pages are asked for with nothing, and Django would read that all the same."""
    given = [request.GET] if request.META.get("QUERY_STRING") else []
    if request.method == "POST":
        given.append(request.POST)
    return (value for each in given for _name, values in each.lists() for value in values)


class ErrorMiddleware:
    """Translate errors at the edge: a page, or a fragment for htmx."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == TooMany.status:  # a form's page says it too
            response.headers.setdefault("Retry-After", str(TooMany.seconds))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what a user may see; what is our own fault goes on to the log."""
        if isinstance(exception, DomainError):
            return failures.refused(request, exception)
        if failures.is_away(exception):
            return failures.unavailable(request)
        return None
