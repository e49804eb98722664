"""The reports of a citizen with an account, for her own list."""

from django.urls import reverse
from django.utils.translation import get_language

from app_modules.complaints.models import Case
from app_modules.complaints.queries import cases, clock, links, tickets
from tenants.citizens.models import Citizen
from tenants.portal.contributions import Link, Sent


def mine(citizen: Citizen, limit: int) -> list[Sent]:
    """Return what she reported while logged in, kept in her account, or sent with an address that she has proved."""
    return [
        Sent(
            title=case.title,
            url=links.follow_path(case, get_language()),
            number=case.ticket,
            kind=clock.KINDS[Case.State(case.state)],
            state=case.get_state_display(),
            at=case.received_at,
        )
        for case in cases.of_citizen(citizen.key, email=citizen.email, phone=citizen.phone)[:limit]
    ]


def senders(number: str) -> list[Link]:
    """Return whose account the report of this ticket is in; who asks may recover accounts."""
    kept = Case.objects.filter(ticket=tickets.normal(number)).exclude(citizen_key="")
    rows = kept.values_list("ticket", "citizen_key")
    return [Link(ticket, reverse("console_citizen", args=[key])) for ticket, key in rows]
