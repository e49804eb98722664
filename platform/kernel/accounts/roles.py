"""Make, change and remove roles."""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Q

from kernel import turns
from kernel.accounts import queries, rights
from kernel.accounts.actor import Actor
from kernel.accounts.errors import RoleChangedMeanwhile, RoleExists, RoleInUse, RoleIsFixed
from kernel.accounts.models import Invitation, InvitedRole, Role
from kernel.audit import actions as audit
from kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Content:
    """What somebody writes of a role: its name in both languages, and what it may do."""

    title_id: str
    title_en: str
    permissions: Collection[str]


def operator() -> Role:
    """Return the role of who operates the platform, made with the first one."""
    told = {"title_id": "Operator", "title_en": "Operator", "permissions": ["*"]}
    return Role.objects.get_or_create(key="operator", defaults=told)[0]


def state(role: Role) -> str:
    """Return what is another text after each change of the role."""
    return sha256(repr([role.title_id, role.title_en, sorted(role.permissions)]).encode()).hexdigest()[:16]


@transaction.atomic
def add(content: Content, *, by: Actor) -> Role:
    """Make a role; its key is random, so that it may be renamed.

    Raises: MoreThanOwn, RoleExists.
    """
    turns.wait("accounts.role")
    rights.require_own(by, content.permissions)
    _refuse_twice(content)
    role = Role(key=new_id())
    _write(role, content)
    audit.record("roles.add", role, by=by, summary=f"Made the role {role.title_en}", after=_said(role))
    return role


@transaction.atomic
def change(role: Role, content: Content, *, base: str, by: Actor, action: str = "roles.change") -> Role:
    """Rename a role, or change what it may do. `base` is the state that the writer saw.

    One at a time, also with whatever takes a person's rights.

    Raises: LastAdministrator, MoreThanOwn, RoleChangedMeanwhile, RoleExists, RoleIsFixed.
    """
    locked = _locked(role)
    if state(locked) != base:
        raise RoleChangedMeanwhile
    rights.require_own(by, set(locked.permissions) ^ set(content.permissions))
    _refuse_twice(content, besides=locked)
    before = _said(locked)
    _write(locked, content)
    rights.keep_a_manager()
    after = _said(locked)
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        kept = {"before": {name: before[name] for name in changed}, "after": {name: after[name] for name in changed}}
        audit.record(action, locked, by=by, summary=f"Changed the role {locked.title_en}", **kept)
    return locked


@transaction.atomic
def remove(role: Role, *, by: Actor) -> None:
    """Remove a role that nobody has and that is offered to nobody.

    Raises: MoreThanOwn, RoleInUse, RoleIsFixed.
    """
    locked = _locked(role)
    rights.require_own(by, locked.permissions)
    if names := queries.names_of(locked):
        raise RoleInUse(names)
    audit.record("roles.remove", locked, by=by, summary=f"Removed the role {locked.title_en}", before=_said(locked))
    InvitedRole.objects.filter(role=locked).delete()
    Invitation.objects.filter(role=locked).delete()  # accepted ones: who has joined has another role by now
    locked.delete()


def _locked(role: Role) -> Role:
    turns.wait("accounts.role")
    rights.lock()
    locked = Role.objects.select_for_update().get(pk=role.pk)
    if locked.has_all:
        raise RoleIsFixed
    return locked


def _refuse_twice(content: Content, besides: Role | None = None) -> None:
    same = Q(title_id__iexact=content.title_id) | Q(title_en__iexact=content.title_en)
    others = Role.objects.exclude(pk=besides.pk) if besides else Role.objects.all()
    if others.filter(same).exists():
        raise RoleExists


def _write(role: Role, content: Content) -> None:
    """Save the role; permissions that stay keep their places."""
    role.title_id, role.title_en = content.title_id, content.title_en
    kept = [name for name in role.permissions if name in content.permissions]
    role.permissions = kept + sorted(set(content.permissions) - set(kept))
    role.save()


def _said(role: Role) -> dict[str, Any]:
    return {"name": role.title_id, "name_en": role.title_en, "permissions": list(role.permissions)}
