"""A citizen's account as the holder of her data."""

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.accounts.actor import Actor
from kernel.audit import actions as audit
from tenants.citizens.models import Citizen, Code
from tenants.personal.holdings import Fact, Holding, Subject, Thing


def subject_of(citizen: Citizen) -> Subject:
    """Return whose data it is, by what she has proved."""
    return Subject(citizen.key, citizen.name, citizen.email, citizen.phone)


def held(citizen: Citizen) -> Holding:
    """Return what her account holds."""
    why = _("So that you can log in and find your reports in one place.")
    facts = (
        Fact("name", _("Name"), citizen.name),
        Fact("email", _("E-mail address"), citizen.email),
        Fact("phone", _("Phone number"), citizen.phone),
        Fact("nik", _("NIK"), citizen.nik_masked),
        Fact("nik_verified_by", _("NIK checked"), citizen.get_verified_by_display() if citizen.nik_masked else ""),
        Fact("nik_verified_at", _("NIK checked on"), citizen.verified_at if citizen.nik_masked else None),
        Fact("language", _("Language"), citizen.get_language_display()),
        Fact("registered_at", _("Registered"), citizen.registered_at),
        Fact("logged_in_from", _("Logged in from"), ", ".join(row.address or "" for row in citizen.sessions.all())),
    )
    return Holding("account", _("Your account"), why, [Thing(citizen.name, facts)])


@transaction.atomic
def close(citizen_key: str, *, by: Actor) -> None:
    """Delete the account with its sessions; whoever has none any more is done."""
    citizen = Citizen.objects.select_for_update().filter(key=citizen_key).first()
    if citizen is None:
        return
    Code.objects.filter(address__in={citizen.email, citizen.phone}).delete()
    audit.record("citizens.delete", citizen, by=by, summary="Deleted a citizen's account")
    citizen.delete()
