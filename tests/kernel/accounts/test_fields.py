"""Who did something is kept as kind, key and name, and stays when the person goes."""

from collections.abc import Iterable

import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import isolate_apps

from kernel.accounts import actions
from kernel.accounts.actor import NO_ONE, Actor, ActorKind
from kernel.accounts.fields import ActorField
from kernel.accounts.models import Invitation, Person, Role
from tests.conftest import kept

OURS = {"kernel", "partnership", "tenants", "provisioning", "app_modules"}
# What a person may do goes with her; a lease is held by a process; `verified_by` is what stands behind a NIK.
NO_ACTORS = [
    "accounts.assignment.person",
    "accounts.delegation.receiver",
    "accounts.linkedaccount.person",
    "accounts.login.person",
    "accounts.personsession.person",
    "citizens.citizen.verified_by",
    "provisioning.run.leased_by",
]


@pytest.fixture
def invitation(in_makassar, as_sari) -> Invitation:
    return actions.invite("citra@example.org", name="Citra", role=Role.objects.get(key="officer"), by=as_sari)


def test_invitation_keeps_who_invited_after_she_is_renamed(invitation, sari, as_sari):
    Person.objects.filter(pk=sari.pk).update(name="Sari Dewi")

    assert Invitation.objects.get(pk=invitation.pk).invited_by == kept(as_sari)


def test_invitation_keeps_who_invited_after_she_is_removed(invitation, sari, as_sari):
    sari.delete()

    assert Invitation.objects.get(pk=invitation.pk).invited_by == kept(as_sari)


def test_actor_is_found_by_kind_key_and_name(invitation, sari):
    found = Invitation.objects.filter(invited_by_kind="person", invited_by_key=sari.key, invited_by_name="Sari")

    assert list(found) == [invitation]


def test_row_that_an_older_release_writes_has_a_name_only(in_makassar):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_invitation (key, email, name, role_id, invited_by, created_at)"
            " SELECT 'k', 'citra@example.org', 'Citra', id, 'Sari', now() FROM accounts_role LIMIT 1"
        )

    assert Invitation.objects.get().invited_by == Actor(ActorKind.UNKNOWN, "", "Sari")


def test_row_that_nobody_touched_has_no_one():
    assert Invitation(email="citra@example.org").invited_by == NO_ONE


def stray(found: Iterable[type[models.Model]]) -> list[str]:
    """Return the columns that seem to keep an actor by another way than an `ActorField`."""
    return sorted(
        f"{model._meta.label_lower}.{field.name}"
        for model in found
        for field in model._meta.concrete_fields
        if field.name.endswith("_by") or field.related_model is Person
    )


def test_every_actor_is_kept_by_an_actor_field():
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in OURS]

    assert stray(ours) == NO_ACTORS


@isolate_apps("kernel.accounts")
def test_an_actor_kept_otherwise_is_found():
    class Note(models.Model):
        written_by = models.CharField(max_length=120)
        reader = models.ForeignKey(Person, on_delete=models.CASCADE)
        checked_by = ActorField()

        class Meta:
            app_label = "accounts"

    assert stray([Note]) == ["accounts.note.reader", "accounts.note.written_by"]
