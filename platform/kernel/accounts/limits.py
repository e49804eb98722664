"""How often somebody may try to get in.

Guessing is slow from one network, and an account is slow to guess from many. Who has logged in with a browser or from a
network before can do so however many strangers try elsewhere: nobody can lock a known account out. A browser that is
known (`trusted`) has a count of its own, so that strangers behind the same address are not in its way either.
"""

from contextlib import suppress
from typing import NamedTuple

from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from redis.exceptions import RedisError

from kernel.accounts import trusted
from kernel.accounts.models import Person
from kernel.rates import Limit, hidden, network

# Failures of one account from one network, of one account from everywhere, of everybody behind one address.
FAILED = Limit("log-in-failed", 5, 5 * 60, is_strict=True)
FAILED_ACCOUNT = Limit("log-in-failed-account", 50, is_strict=True)
FAILED_NETWORK = Limit("log-in-failed-network", 300, is_strict=True)
# Of one account in a browser that it has logged in with; codes are counted like passwords there.
FAILED_BROWSER = Limit("log-in-failed-browser", 10, 5 * 60, is_strict=True)
MONTH = 30 * 24 * 60 * 60
FORGOTTEN = Limit("password-forgotten", 3)
FORGOTTEN_ACCOUNT = Limit("password-forgotten-account", 10)
FORGOTTEN_NETWORK = Limit("password-forgotten-network", 60)
INVITATION = Limit("invitation", 60)
PASSKEY = Limit("passkey", 300, is_strict=True)
PROVIDER = Limit("provider-log-in", 300, is_strict=True)
# Wrong codes after a right password: of one account from one network, and of one account from everywhere.
CODE = Limit("code-failed", 5, 5 * 60, is_strict=True)
CODE_ACCOUNT = Limit("code-failed-account", 20, is_strict=True)


class Sort(NamedTuple):
    """What is counted of a sort of attempt: of an account from one network, from everywhere, and of an address."""

    near: Limit
    anywhere: Limit
    address: Limit | None = None


OF_A_PASSWORD, OF_A_CODE = Sort(FAILED, FAILED_ACCOUNT, FAILED_NETWORK), Sort(CODE, CODE_ACCOUNT)


def before_log_in(request: HttpRequest, email: str) -> None:
    """Count an attempt before its password is looked at; `succeeded` takes it back.

    Raises: TooMany.
    """
    account = _normal(email)
    count(OF_A_PASSWORD, request, account, account)


def succeeded(request: HttpRequest, email: str) -> None:
    """Take the attempt back."""
    account = _normal(email)
    take_back(OF_A_PASSWORD, request, account, account)


def before_code(request: HttpRequest, person: Person) -> None:
    """Count a code before it is looked at; `code_was_right` takes it back.

    Raises: TooMany.
    """
    count(OF_A_CODE, request, _normal(person.email), person.key)


def code_was_right(request: HttpRequest, person: Person) -> None:
    """Take the attempt back."""
    take_back(OF_A_CODE, request, _normal(person.email), person.key)


def count(sort: Sort, request: HttpRequest, account: str, name: str) -> None:
    """Count an attempt under the name: in the account's own browser there alone.

    Raises: TooMany.
    """
    here = network(request)
    if browser := trusted.number(request, account):
        FAILED_BROWSER.take(name, browser)
        return
    if sort.address:
        sort.address.take(here)
    sort.near.take(name, here)
    if not _is_known(account, here):
        sort.anywhere.take(name)


def take_back(sort: Sort, request: HttpRequest, account: str, name: str) -> None:
    """Take an attempt back that was counted under the name."""
    here = network(request)
    if browser := trusted.number(request, account):
        FAILED_BROWSER.forget(name, browser)
        return
    if sort.address:
        sort.address.give_back(here)
    sort.near.forget(name, here)
    if not _is_known(account, here):
        sort.anywhere.give_back(name)


def logged_in(request: HttpRequest, email: str) -> None:
    """Know the network from now on: of who gave all that was asked for, not of who only has the password."""
    account, here = _normal(email), network(request)
    with suppress(RedisError):
        cache.set(f"log-in-known:{hidden(account, here)}", 1, MONTH)


def remember(request: HttpRequest, response: HttpResponseBase, email: str) -> None:
    """Know the browser from now on."""
    trusted.remember(request, response, _normal(email))


def _is_known(account: str, here: str) -> bool:
    """Say whether this account has logged in from this network within the month."""
    try:
        return bool(cache.get(f"log-in-known:{hidden(account, here)}"))
    except RedisError:
        return False


def changed_password(request: HttpRequest, email: str) -> None:
    """Let her in who has just proved that the mailbox is hers."""
    account = _normal(email)
    FAILED.forget(account, network(request))
    FAILED_ACCOUNT.forget(account)


def forgot(request: HttpRequest, email: str) -> None:
    """Count a mail with a link to a new password.

    Raises: TooMany.
    """
    account, here = _normal(email), network(request)
    FORGOTTEN_NETWORK.take(here)
    FORGOTTEN.take(account, here)
    FORGOTTEN_ACCOUNT.take(account)


def _normal(email: str) -> str:
    return email.strip().lower()
