"""What the pages about people show."""

from typing import Any

from kernel.accounts import queries as accounts
from kernel.accounts.models import Assignment, Person
from tenants.portal import scopes


def people() -> dict[str, Any]:
    """Return everybody who has joined or is invited, each with what she may do and where."""
    joined, invited = list(accounts.people()), scopes.rights(accounts.open_invitations())
    rights = iter(scopes.rights(held for person in joined for held in person.assignments.all()))
    return {
        "people": [(person, [next(rights) for _held in person.assignments.all()]) for person in joined],
        "invited": invited,
    }


def person(subject: Person) -> dict[str, Any]:
    """Return a person with what she may do and where."""
    held = accounts.assignments_of(subject)
    return {"subject": subject, "rights": [(right, token(right.held)) for right in scopes.rights(held)]}


def token(held: Any) -> str:
    """Return what tells one role of a person from her others; nothing that is known of the database."""
    return f"{held.role.key}:{held.unit.key if held.unit else ''}:{held.area_code}"


def held(subject: Person, wanted: str) -> Assignment | None:
    """Return the person's role of this token, None where she no longer has it."""
    return next((one for one in accounts.assignments_of(subject) if token(one) == wanted), None)
