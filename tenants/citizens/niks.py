"""Identity numbers (NIK): checked for structure with the reason of a refusal, sealed, shown masked.

Sixteen digits: province, regency, district where it was first issued; date of birth, 40 added to a woman's day; a
serial number. Whoever has moved keeps hers: another region's is as good. Structure proves nothing about a person.
"""

import re

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from lokal.nik import parse_nik

from kernel import sealing, signing

DIGITS, SHOWN = 16, 4


def normal(typed: str) -> str:
    """Return its sixteen digits, however they are spaced.

    Raises: ValidationError with the reason.
    """
    digits = re.sub(r"[\s.-]", "", typed)
    if not (digits.isascii() and digits.isdigit()):
        raise ValidationError(_("A NIK has digits only."))
    if len(digits) != DIGITS:
        raise ValidationError(_("A NIK has 16 digits; this one has %(count)d.") % {"count": len(digits)})
    if errors := parse_nik(digits, reference_date=timezone.localdate()).errors:
        raise ValidationError(_reason(errors[0].code, digits))
    return digits


def _reason(code: str, digits: str) -> str:
    match code:
        case "province":
            text = _("A NIK begins with the code of a province; %(part)s is none. Check the first two digits.")
            return text % {"part": digits[:2]}
        case "wilayah":
            text = _("Digits 3 to 6 of a NIK are a regency and a district, neither 00; here they are %(part)s.")
            return text % {"part": digits[2:6]}
        case "birth_date":
            text = _(
                "Digits 7 to 12 of a NIK are the date of birth, with 40 added to the day for women; "
                "%(part)s is no date. Check them."
            )
            return text % {"part": digits[6:12]}
    return _("The last four digits of a NIK are a number from 0001 on; here they are 0000.")


def masked(nik: str) -> str:
    """Return the little of it that pages show."""
    return "•" * (DIGITS - SHOWN) + nik[-SHOWN:]


def seal(nik: str) -> str:
    """Return it sealed with the installation's present key, for this tenant alone."""
    return sealing.seal(nik, mark=_mark())


def unseal(sealed: str) -> str:
    """Return what was sealed here; empty where its key is not among ours any more, or it was sealed elsewhere."""
    return sealing.unseal(sealed, mark=_mark())


def _mark() -> bytes:
    return f"tenants.citizens:{signing.current_scope()}".encode()
