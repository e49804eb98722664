"""Who may open which page of the module, and what is answered."""

from typing import Any

from django.db.models import Model

from app_modules.complaints.models import Case
from app_modules.complaints.queries.links import FOLLOW

PAGES = """
#                                GET                        POST
#                                outside  officer  admin.   outside  officer  admin.
complaints:index                 200      200      200      405      405      405
complaints:report                200      200      200      400      400      400
complaints:ticket                200      200      200      200      200      200
complaints:sent                  200      200      200      405      405      405
complaints:follow                200      200      200      405      405      405
complaints:inform                405      405      405      400      400      400
complaints:mine                  login|404 login   login      405      405      405
complaints:keep                  405      405      405      login|302 login  login
complaints:confirm               405      405      405      302      302      302
complaints:dispute               405      405      405      400      400      400
complaints:case                  200      200      200      405      405      405
complaints_console:queue         login    200      200      405      405      405
complaints_console:guide         login    200      200      405      405      405
complaints_console:categories    login    403      200      login    403      200
complaints_console:add_category  login    403      200      login    403      400
complaints_console:category      login    403      200      login    403      400
complaints_console:case          login    200      200      405      405      405
complaints_console:take          login    405      405      login    302      302
complaints_console:forward       login    405      405      login    400      400
complaints_console:message       login    405      405      login    400      400
complaints_console:note          login    405      405      login    400      400
complaints_console:plan          login    405      405      login    400      400
complaints_console:answer        login    405      405      login    400      400
complaints_console:close         login    405      405      login    400      400
complaints_console:reopen        login    405      405      login    400      400
complaints_console:release       login    405      405      login    400      400
complaints_console:withdraw      login    405      405      login    400      400
"""


def followed() -> tuple[Model, dict[str, Any]]:
    """Return a case and the token of its reporter's link."""
    case = Case.objects.filter(answer="").order_by("pk")[0]
    return case, {"token": FOLLOW.sign(case.key)}


def answered() -> tuple[Model, dict[str, Any]]:
    """Return a case that waits for its reporter, and the token of her link."""
    case = Case.objects.filter(closed_at=None).exclude(answer="").order_by("pk")[0]
    return case, {"token": FOLLOW.sign(case.key)}


SIGNED = {
    **{f"complaints:{name}": followed for name in ("sent", "follow", "inform", "keep")},
    **{f"complaints:{name}": answered for name in ("confirm", "dispute")},
}
QUERIES = {
    "complaints:index": ("", "?keadaan=done"),
    "complaints:ticket": ("", "?tiket=MKS-ABCDE"),
    "complaints_console:queue": ("", "?q=contoh", "?milik=saya"),
}
