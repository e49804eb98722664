"""What the pages about people show."""

from typing import Any

from kernel.accounts import queries as accounts
from kernel.accounts.factors import queries as factors
from kernel.accounts.log_ins import queries as log_ins
from kernel.accounts.models import Assignment, Person
from kernel.accounts.sessions import queries as sessions
from tenants.notices import failing
from tenants.portal import scopes
from tenants.portal.forms import AddressForm

LOG_INS = 20


def people() -> dict[str, Any]:
    """Return everybody who has joined or is invited, each with what she may do and where."""
    joined, invited = list(accounts.people()), list(accounts.open_invitations())
    offered = iter(scopes.rights(offer for one in invited for offer in one.offers))
    rights = iter(scopes.rights(held for person in joined for held in person.assignments.all()))
    return {
        "people": [(person, [next(rights) for _held in person.assignments.all()]) for person in joined],
        "failed": failing.of(person.email for person in joined),
        "invited": [(one, [next(offered) for _offer in one.offers]) for one in invited],
    }


def person(subject: Person) -> dict[str, Any]:
    """Return a person with what she may do and where, and with what she logged in."""
    held = accounts.assignments_of(subject)
    rights = [(right, scopes.token(right.held)) for right in scopes.rights(held)]
    failed = failing.of([subject.email]).get(subject.email.lower())
    return {
        "subject": subject,
        "rights": rights,
        "failed": failed,
        "address": AddressForm(initial={"email": subject.email}) if failed else None,
        "has_second_step": factors.held_by(subject).is_any,
        "places": sessions.of(subject),
        "attempts": log_ins.of(subject, most=LOG_INS),
        **delegations(subject),
    }


def held(subject: Person, wanted: str) -> Assignment | None:
    """Return the person's role of this token, None where she no longer has it."""
    return next((one for one in accounts.assignments_of(subject) if scopes.token(one) == wanted), None)


def delegations(subject: Person) -> dict[str, Any]:
    """Return what the person lends to colleagues, and what is lent to her, each with the right in words."""
    found = list(accounts.delegations_of(subject))
    rows = list(zip(found, scopes.rights(one.assignment for one in found), strict=True))
    return {
        "lends": [row for row in rows if row[0].assignment.person_id == subject.pk],
        "lent": [row for row in rows if row[0].receiver_id == subject.pk],
    }
