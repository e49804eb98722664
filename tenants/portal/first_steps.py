"""What a new region does first, until its portal is its own. Whether it is done is read from its rows."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.accounts.actor import Actor
from kernel.accounts.models import Invitation, Person, Unit
from kernel.accounts.permissions import may
from tenants.customization import queries as customization
from tenants.customization.models import Value as Stored
from tenants.portal import contributions
from tenants.portal.contributions import FirstStep

AWAY = "portal.first_steps"


def are_away() -> bool:
    """Say whether the region has put the first steps away."""
    return (Stored.Kind.SETTING, AWAY) in customization.values()


def page(actor: Actor) -> dict[str, Any]:
    """Return what the home of the console shows of the first steps. One query for all of them, none once put away."""
    may_put_away = may(actor, "settings.change")
    if are_away():
        return {"may_bring_back": may_put_away}
    steps = sorted([*_own(actor), *contributions.first_steps(actor)], key=lambda step: step.order)
    done = _done(steps)
    if len(done) == len(steps):
        return {}
    following = next(number for number in range(len(steps)) if number not in done)
    rows = [
        {"step": step, "is_done": number in done, "is_next": number == following} for number, step in enumerate(steps)
    ]
    return {"first_steps": rows, "done_count": len(done), "may_put_away": may_put_away}


def _done(steps: list[FirstStep]) -> set[int]:
    """Return the numbers of the steps that are done."""
    asked = [(number, rows) for number, step in enumerate(steps) if not step.is_done for rows in step.seen_in]
    return {number for number, step in enumerate(steps) if step.is_done} | _with_rows(asked)


def _with_rows(asked: Iterable[tuple[int, QuerySet[Any]]]) -> set[int]:
    """Return the numbers whose rows exist, all in one query."""
    parts = [
        rows.order_by().annotate(of_step=Value(number)).values_list("of_step", flat=True)[:1] for number, rows in asked
    ]
    return set(parts[0].union(*parts[1:], all=True)) if parts else set()


def _own(actor: Actor) -> list[FirstStep]:
    """Return the steps that belong to no module, where the actor may do them."""
    brand = customization.branding()
    is_reachable = bool(brand.address and brand.hours and brand.phone and not brand.is_sample)
    steps = [
        ("brand.change", _look(is_done=bool(brand.emblem_key))),
        ("brand.change", _contact(is_done=is_reachable)),
        ("units.manage", _units()),
        ("people.manage", _people(actor)),
    ]
    return [step for permission, step in steps if may(actor, permission)]


def _look(*, is_done: bool) -> FirstStep:
    return FirstStep(
        title=_("Set your emblem and colour"),
        why=_("Citizens recognise the official portal by them."),
        label=_("Change the look"),
        url=reverse("brand"),
        order=10,
        is_done=is_done,
    )


def _contact(*, is_done: bool) -> FirstStep:
    return FirstStep(
        title=_("Give address, office hours and telephone"),
        why=_("Citizens then know where to come and whom to call."),
        label=_("Fill in the contact details"),
        url=f"{reverse('brand')}#id_address",
        order=20,
        is_done=is_done,
    )


def _units() -> FirstStep:
    return FirstStep(
        title=_("Add your units"),
        why=_("Reports and services each belong to a unit."),
        label=_("Add units"),
        url=reverse("units"),
        order=30,
        seen_in=(Unit.objects.filter(is_active=True),),
    )


def _people(actor: Actor) -> FirstStep:
    return FirstStep(
        title=_("Invite your colleagues"),
        why=_("Each of them works under a name and with rights of their own."),
        label=_("Invite somebody"),
        url=reverse("invite"),
        order=40,
        seen_in=(Person.objects.filter(is_active=True).exclude(key=actor.key), Invitation.open()),
    )
