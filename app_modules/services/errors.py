"""What the module refuses."""

from kernel.errors import Conflict, NotFound


class ServiceNotFound(NotFound):
    """There is no such service, or it is not published."""

    code = "service-not-found"


class ServiceIncomplete(Conflict):
    """The service lacks what a citizen needs before it may be published."""

    code = "service-incomplete"


class NoLink(Conflict):
    """The service has no link that could be checked."""

    code = "no-link"
