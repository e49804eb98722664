"""Mobile numbers of Indonesia, in one spelling: +62 and what follows."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

COUNTRY = "+62"
# After the country's 62 a mobile number has 9 to 12 digits, the first an 8.
LEAST, MOST = 9, 12
BETWEEN = str.maketrans("", "", " -.()/")


def normal(typed: str) -> str:
    """Return the number in one spelling, whichever way people write it.

    Raises: ValidationError with the reason.
    """
    number = typed.translate(BETWEEN)
    if not re.fullmatch(r"\+?[0-9]+", number):
        raise ValidationError(_("A mobile number has digits only, for example 0812 3456 7890."))
    if number.startswith("+") and not number.startswith(COUNTRY):
        raise ValidationError(_("We can send codes to Indonesian numbers only. Use your e-mail address instead."))
    national = re.sub(r"^(\+62|62|0)0?", "", number)
    if not national.startswith("8"):
        raise ValidationError(_("A code reaches mobile numbers only: they begin with 08."))
    if not LEAST <= len(national) <= MOST:
        said = {"least": LEAST + 1, "most": MOST + 1, "count": len(national) + 1}
        text = _("A mobile number has %(least)d to %(most)d digits, counted from its 0; this one has %(count)d.")
        raise ValidationError(text % said)
    return f"{COUNTRY}{national}"
