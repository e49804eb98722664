"""Reports in the portal's search: only what an officer released."""

from django.urls import reverse
from django.utils.translation import gettext as _

from app_modules.complaints.queries import cases
from tenants.portal.contributions import Hit


def search(text: str, limit: int) -> list[Hit]:
    """Return released reports."""
    return [
        Hit(
            title=case.public_title,
            url=reverse("complaints:case", args=[case.ticket]),
            kind=_("Report"),
            summary=" · ".join(filter(None, (case.get_state_display(), case.place))),
        )
        for case in cases.search(text, limit)
    ]
