"""A citizen's account as the holder of her data."""

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.accounts.actor import Actor
from kernel.audit import actions as audit
from kernel.ui.templatetags.dates import moment
from tenants.citizens.models import Citizen, Code
from tenants.notices import actions as notices
from tenants.notices import kinds, pages, queries
from tenants.notices.pages import Row
from tenants.personal.holdings import Fact, Holding, Subject, Thing
from tenants.personal.models import Consent, DataRequest


def subject_of(citizen: Citizen) -> Subject:
    """Return whose data it is, by what she has proved."""
    return Subject(citizen.key, citizen.name, citizen.email, citizen.phone)


def holdings(citizen: Citizen) -> list[Holding]:
    """Return what her account holds, and what she was told in it."""
    return [part for part in (_account(citizen), _notices(citizen)) if part.things]


def said(citizen: Citizen) -> list[Holding]:
    """Return what she asked and agreed to: her own page shows both in parts of their own."""
    why = _("So that the region can show what you asked and agreed to, and what it answered.")
    requests = [_request(row) for row in DataRequest.objects.filter(citizen_key=citizen.key).order_by("id")]
    consents = [_consent(row) for row in Consent.objects.filter(citizen_key=citizen.key)]
    return [
        Holding("requests", _("What you asked"), why, requests),
        Holding("consents", _("What you agree to"), why, consents),
    ]


def _request(row: DataRequest) -> Thing:
    facts = (
        Fact("asked_at", _("Asked on"), row.asked_at),
        Fact("text", _("What you wrote"), row.text),
        Fact("state", _("State"), row.get_state_display()),
        Fact("answer", _("What the region answered"), row.answer),
        Fact("answered_at", _("Answered on"), row.answered_at),
    )
    return Thing(row.get_kind_display(), (Fact("kind", _("Request"), row.get_kind_display()), *facts))


def _consent(row: Consent) -> Thing:
    facts = (
        Fact("purpose", _("Purpose"), row.purpose),
        Fact("text", _("What you read"), row.text),
        Fact("given_at", _("Agreed on"), row.given_at),
        Fact("withdrawn_at", _("Said no on"), row.withdrawn_at),
    )
    return Thing(row.purpose, facts)


def _account(citizen: Citizen) -> Holding:
    why, sessions = _("So that you can log in and find your reports in one place."), citizen.sessions.all()
    facts = (
        Fact("name", _("Name"), citizen.name),
        Fact("email", _("E-mail address"), citizen.email),
        Fact("phone", _("Phone number"), citizen.phone),
        Fact("nik", _("NIK"), citizen.nik_masked),
        Fact("nik_verified_by", _("NIK checked"), citizen.get_verified_by_display() if citizen.nik_masked else ""),
        Fact("nik_verified_at", _("NIK checked on"), citizen.verified_at if citizen.nik_masked else None),
        Fact("language", _("Language"), citizen.get_language_display()),
        Fact("registered_at", _("Registered"), citizen.registered_at),
        Fact("logged_in_from", _("Logged in from"), ", ".join(row.address or "" for row in sessions)),
        Fact("browsers", _("Browsers"), ", ".join(row.agent for row in sessions if row.agent)),
        Fact("passkeys", _("Passkeys"), ", ".join(row.name for row in citizen.passkeys.all())),
        Fact(
            "recovered_at", _("Recovered by the office"), ", ".join(moment(row.at) for row in citizen.recoveries.all())
        ),
        *_choices(citizen.as_actor()),
    )
    return Holding("account", _("Your account"), why, [Thing(citizen.name, facts)])


def _choices(citizen: Actor) -> list[Fact]:
    """Return how she wants to hear of what, as far as she chose."""
    known, chosen = kinds.everywhere(), queries.chosen(citizen)
    return [Fact(key, str(known[key].title), str(channel.label)) for key, channel in chosen.items() if key in known]


def _notices(citizen: Citizen) -> Holding:
    why = _("So that you can read in your account what happened. Each goes after 90 days.")
    rows = pages.rows(queries.held(citizen.as_actor()))
    return Holding("notices", _("What you were told"), why, [_thing(row) for row in rows])


def _thing(row: Row) -> Thing:
    facts = (
        Fact("at", _("When"), row.notice.at),
        Fact("read_at", _("Read"), row.notice.read_at),
        Fact("said", _("What it said"), " · ".join(filter(None, pages.said(row.notice).values()))),
    )
    return Thing(row.title, facts, pages.way(row.notice))


@transaction.atomic
def close(citizen_key: str, *, by: Actor) -> None:
    """Delete the account with its sessions and all that she was told in it; whoever has none any more is done."""
    citizen = Citizen.objects.select_for_update().filter(key=citizen_key).first()
    if citizen is None:
        return
    Code.objects.filter(address__in={citizen.email, citizen.phone}).delete()
    notices.forget(citizen.as_actor())
    audit.record("citizens.delete", citizen, by=by, summary="Deleted a citizen's account")
    citizen.delete()
