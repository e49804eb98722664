"""How often a code may be asked for and tried: of strangers few, and nobody is in the way of a known browser.

A code itself ends after five tries. What is counted of an address from everywhere is far more than that: strangers who
guess must not keep her out who comes with a new phone, and 300 guesses a day are nothing beside a million codes.
"""

from django.http import HttpRequest, HttpResponseBase

from kernel.accounts import limits
from kernel.accounts.limits import Sort
from kernel.rates import Limit

DAY = 24 * 60 * 60
ASKED = Sort(
    Limit("citizen-code-asked", 5, is_strict=True),
    Limit("citizen-code-asked-address", 20, is_strict=True),
    Limit("citizen-code-asked-network", 300, is_strict=True),
)
# Accounts that one officer recovers in a day: more than a counter sees, few for who would take accounts over.
RECOVERED = Limit("citizens.recovered", 20, DAY, is_strict=True)
TRIED = Sort(
    Limit("citizen-code-tried", 15, is_strict=True), Limit("citizen-code-tried-address", 300, DAY, is_strict=True)
)


def before_asking(request: HttpRequest, address: str) -> None:
    """Count that a code is asked for.

    Raises: TooMany.
    """
    limits.count(ASKED, request, _account(address), f"ask:{address}")


def before_trying(request: HttpRequest, address: str) -> None:
    """Count a code before it is looked at; `was_right` takes it back.

    Raises: TooMany.
    """
    limits.count(TRIED, request, _account(address), f"try:{address}")


def was_right(request: HttpRequest, response: HttpResponseBase, address: str) -> None:
    """Take the attempts back, and know browser and network from now on."""
    for sort, name in ((ASKED, "ask"), (TRIED, "try")):
        limits.take_back(sort, request, _account(address), f"{name}:{address}")
    limits.logged_in(request, _account(address))
    limits.remember(request, response, _account(address))


def _account(address: str) -> str:
    """Return another name than that of an officer with the same address."""
    return f"citizen:{address}"
