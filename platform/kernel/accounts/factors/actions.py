"""Set second steps up, turn them off, reset somebody else's; each is in the audit log."""

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.db.models import Q
from django.utils.translation import override

from kernel.accounts import rights
from kernel.accounts.actor import Actor
from kernel.accounts.factors import codes, passkeys, policy, queries
from kernel.accounts.factors.errors import NotOneself, StillRequired
from kernel.accounts.models import Person
from kernel.accounts.sessions import actions as sessions
from kernel.audit import actions as audit

MAIL = "factors/email"


@transaction.atomic
def set_up_app(person: Person, secret: str, *, counter: int, by: Actor) -> list[str]:
    """Ask for codes of the person's app from now on; `counter` is the code that proved it and is used up.

    Returns new recovery codes, which nobody can see again; none where she had some. Locks the person.
    """
    _lock(person)
    Authenticator.objects.filter(user=person, type=codes.APP).delete()
    row = TOTP.activate(person, secret).instance
    row.data["counter"] = counter
    row.save(update_fields=["data"])
    audit.record("factors.set_up", person, by=by, summary="Set an authenticator app up")
    tell_changed(person, "app")
    return [] if queries.held_by(person).recovery else _new_codes(person)


@transaction.atomic
def turn_off_app(person: Person, *, by: Actor) -> None:
    """Ask for no codes of the app any more, and tell the person by mail.

    Raises: StillRequired.
    """
    _remove(_lock(person), Q(type=codes.APP), by=by)
    audit.record("factors.turn_off", person, by=by, summary="Turned the authenticator app off")


@transaction.atomic
def add_passkey(person: Person, credential: str, *, name: str, by: Actor) -> list[str]:
    """Let the person log in with this passkey, and tell her by mail; returns new recovery codes where she had none."""
    _lock(person)
    passkeys.keep(person, credential, name=name)
    audit.record("factors.add_passkey", person, by=by, summary="Added a passkey")
    _tell(person, "passkey_added", name=name)
    return [] if queries.held_by(person).recovery else _new_codes(person)


@transaction.atomic
def rename_passkey(passkey: Authenticator, name: str, *, by: Actor) -> None:
    """Call a passkey something else."""
    passkey.data["name"] = name
    passkey.save(update_fields=["data"])
    audit.record("factors.rename_passkey", passkey.user, by=by, summary="Renamed a passkey")


@transaction.atomic
def remove_passkey(passkey: Authenticator, *, by: Actor) -> None:
    """Let nobody log in with this passkey any more.

    Raises: StillRequired.
    """
    _remove(_lock(passkey.user), Q(pk=passkey.pk), by=by)
    audit.record("factors.remove_passkey", passkey.user, by=by, summary="Removed a passkey")


@transaction.atomic
def renew_codes(person: Person, *, by: Actor) -> list[str]:
    """Return new recovery codes, which nobody can see again; those of before are void. Locks the person."""
    _lock(person)
    audit.record("factors.codes", person, by=by, summary="Made new recovery codes")
    tell_changed(person, "codes")
    return _new_codes(person)


@transaction.atomic
def use_code(person: Person, code: str, *, by: Actor) -> Authenticator | None:
    """Use a code up; None where it is wrong. A recovery code is written down, since the app was not at hand."""
    row = codes.use(person, code)
    if row is not None and row.type == codes.RECOVERY:
        left = codes.left(row)
        audit.record("factors.recovery_code", person, by=by, summary="Used a recovery code", after={"left": left})
    return row


@transaction.atomic
def reset(person: Person, *, by: Actor) -> None:
    """Forget all second steps of somebody whose phone is gone, end her sessions, and tell her by mail.

    Raises: MoreThanOwn, NotOneself.
    """
    if by.key == person.key:
        raise NotOneself
    rights.require_own_roles(person, by=by)
    _reset(_lock(person), by, None)


@transaction.atomic
def reset_on_request(person: Person, *, reason: str, by: Actor) -> None:
    """Do the same from outside, for who has no other administrator to ask; the reason stands in the history."""
    _reset(_lock(person), by, {"reason": reason})


def _reset(person: Person, by: Actor, after: dict[str, str] | None) -> None:
    Authenticator.objects.filter(user=person).delete()
    sessions.end_quietly(person)
    audit.record("factors.reset", person, by=by, summary="Reset a person's second step", after=after)
    _tell(person, "reset", by=by.name if by.key else "")


def _remove(person: Person, chosen: Q, *, by: Actor) -> None:
    """Forget a second step; with the last one go the recovery codes. A mail says what is left."""
    held = Authenticator.objects.filter(user=person)
    is_last = not held.exclude(chosen).exclude(type=codes.RECOVERY).exists()
    if is_last and policy.is_asked_of(by):
        raise StillRequired
    held.filter(chosen).delete()
    if is_last:
        held.delete()
        _tell(person, "turned_off")
    else:
        tell_changed(person, "removed")


def tell_changed(person: Person, what: str, *, to: str = "") -> None:
    """Tell by mail that `password`, `app`, `address` or recovery `codes` are new, or that a way was `removed`."""
    _tell(person, "changed", to=to, change=what)


def _tell(person: Person, what: str, *, to: str = "", **context: str) -> None:
    with override(person.language):
        get_adapter().send_mail(f"{MAIL}/{what}", to or person.email, {"person": person, **context})


def _lock(person: Person) -> Person:
    return Person.objects.select_for_update().get(pk=person.pk)


def _new_codes(person: Person) -> list[str]:
    Authenticator.objects.filter(user=person, type=codes.RECOVERY).delete()
    made: list[str] = RecoveryCodes.activate(person).generate_codes()
    return made
