"""Check codes, and use each up."""

from collections.abc import Callable

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kernel.accounts.factors import sealing
from kernel.accounts.models import Person

APP, RECOVERY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES


@transaction.atomic
def use(person: Person, code: str) -> Authenticator | None:
    """Use a code up and return what made it; None where it is wrong or was used before.

    Locks what the person has, so that of two who send the same code at once one is refused.
    """
    held: QuerySet[Authenticator] = (
        Authenticator.objects.select_for_update().filter(user=person, type__in=CHECKS).order_by("-type")
    )
    for row in held:
        if CHECKS[row.type](row, code):
            row.last_used_at = timezone.now()
            row.save(update_fields=["data", "last_used_at"])
            return row
    return None


def counter_of(secret: str, code: str, *, after: int = 0) -> int | None:
    """Return the number of the half minute whose code this is; None where it is none of now, or not after that one."""
    for counter in totp.yield_hotp_counters_from_time():
        expected = totp.format_hotp_value(totp.hotp_value(secret, counter))
        if counter > after and compare_user_code(actual=code, expected=expected):
            return counter
    return None


def left(row: Authenticator) -> int:
    """Return how many recovery codes were not used yet."""
    return len(RecoveryCodes(row).get_unused_codes())


def _of_app(row: Authenticator, code: str) -> bool:
    secret = sealing.unseal(row.data["secret"])
    counter = counter_of(secret, code, after=row.data["counter"]) if secret else None
    if counter is None:
        return False
    # Sealed anew: a key that is on its way out need not be kept for who logs in now and then.
    row.data = {"secret": sealing.seal(secret), "counter": counter}
    return True


def _of_paper(row: Authenticator, code: str) -> bool:
    seed = sealing.unseal(row.data["seed"])
    made = RecoveryCodes(row).generate_codes() if seed else []
    for number, expected in enumerate(made):
        is_used = row.data["used_mask"] >> number & 1
        if not is_used and compare_user_code(actual=code, expected=expected):
            row.data = {"seed": sealing.seal(seed), "used_mask": row.data["used_mask"] | 1 << number}
            return True
    return False


CHECKS: dict[str, Callable[[Authenticator, str], bool]] = {APP: _of_app, RECOVERY: _of_paper}
