"""Why more is refused."""

from django.utils.translation import gettext as _

from kernel.errors import DomainError


class NoRoomForRows(DomainError):
    """The tenant has as many rows as it may have: what can wait is refused."""

    code = "no-room-for-rows"
    status = 409

    def __init__(self) -> None:
        super().__init__(
            _(
                "Not saved: the portal holds as much as it may. Nothing is lost, citizens can go on reporting."
                " Ask Kota Tangerang for more room: the page “Quota” says how."
            )
        )
