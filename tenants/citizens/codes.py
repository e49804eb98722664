"""Send a code to an address, and take it once."""

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from tenants.citizens import telling, tokens
from tenants.citizens.errors import CodeOver, CodeWrong, NoCode
from tenants.citizens.models import GOOD_FOR, Citizen, Code


@transaction.atomic
def send(address: str, *, kind: str, browser: str, citizen: Citizen | None = None) -> None:
    """Send a new code to the address; only who has the browser's token can use it.

    Nobody looks whether the address is known: answer and time are the same. `citizen` is whose address it is to become,
    None where somebody logs in.
    """
    Code.objects.filter(browser_hash=tokens.digest(browser)).delete()
    digits = tokens.new_code()
    row = Code(kind=kind, address=address, citizen=citizen, browser_hash=tokens.digest(browser))
    row.code_hash = tokens.code_digest(row.key, digits)
    row.save()
    subject = _("Your code: %(digits)s") % {"digits": digits}
    minutes = GOOD_FOR.seconds // 60
    telling.tell(address, kind=kind, template="code", subject=subject, digits=digits, minutes=minutes)


def prove(browser: str, digits: str) -> Code:
    """Use the code up that this browser asked for, and return what it proved.

    Each try counts, so nobody may call this inside a transaction that an error takes back.

    Raises: NoCode, CodeOver, CodeWrong.
    """
    with transaction.atomic():
        row = Code.objects.select_for_update().filter(browser_hash=tokens.digest(browser)).first()
        if row is None:
            raise NoCode
        if row.is_over:
            raise CodeOver
        if constant_time_compare(row.code_hash, tokens.code_digest(row.key, digits)):
            row.delete()
            return row
        row.tries += 1
        row.save()
    raise CodeOver if row.is_over else CodeWrong(row.tries_left)


def forget_old() -> None:
    """Delete codes that nobody can use any more."""
    Code.objects.filter(asked_at__lt=timezone.now() - GOOD_FOR).delete()
