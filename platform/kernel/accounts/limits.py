"""How often somebody may try to get in.

Guessing is slow from one network, and an account is slow to guess from many. Who has logged in with a browser or from a
network before can do so however many strangers try elsewhere: nobody can lock a known account out. A browser that is
known (`trusted`) has a count of its own, so that strangers behind the same address are not in its way either.
"""

from contextlib import suppress

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
# Wrong codes after a right password: of one account from one network, and of one account from everywhere.
CODE = Limit("code-failed", 5, 5 * 60, is_strict=True)
CODE_ACCOUNT = Limit("code-failed-account", 20, is_strict=True)


def before_log_in(request: HttpRequest, email: str) -> None:
    """Count an attempt before its password is looked at; `succeeded` takes it back.

    Raises: TooMany.
    """
    account, here = _normal(email), network(request)
    if browser := trusted.number(request, account):
        FAILED_BROWSER.take(account, browser)
        return
    FAILED_NETWORK.take(here)
    FAILED.take(account, here)
    if not _is_known(account, here):
        FAILED_ACCOUNT.take(account)


def succeeded(request: HttpRequest, email: str) -> None:
    """Take the attempt back."""
    account, here = _normal(email), network(request)
    if browser := trusted.number(request, account):
        FAILED_BROWSER.forget(account, browser)
        return
    FAILED_NETWORK.give_back(here)
    FAILED.forget(account, here)
    if not _is_known(account, here):
        FAILED_ACCOUNT.give_back(account)


def before_code(request: HttpRequest, person: Person) -> None:
    """Count a code before it is looked at; `code_was_right` takes it back.

    Raises: TooMany.
    """
    here = network(request)
    if browser := trusted.number(request, _normal(person.email)):
        FAILED_BROWSER.take(person.key, browser)
        return
    CODE.take(person.key, here)
    if not _is_known(_normal(person.email), here):
        CODE_ACCOUNT.take(person.key)


def code_was_right(request: HttpRequest, person: Person) -> None:
    """Take the attempt back."""
    here = network(request)
    if browser := trusted.number(request, _normal(person.email)):
        FAILED_BROWSER.forget(person.key, browser)
        return
    CODE.forget(person.key, here)
    if not _is_known(_normal(person.email), here):
        CODE_ACCOUNT.give_back(person.key)


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
