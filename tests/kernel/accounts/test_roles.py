import pytest

from kernel.accounts import actions, roles
from kernel.accounts.actor import PLATFORM
from kernel.accounts.errors import (
    LastAdministrator,
    MoreThanOwn,
    RoleChangedMeanwhile,
    RoleExists,
    RoleInUse,
    RoleIsFixed,
)
from kernel.accounts.models import Assignment, Invitation, Role
from kernel.accounts.queries import as_actor
from kernel.accounts.roles import Content
from kernel.audit.models import Entry
from tests.conftest import make_person

READER = Content("Pembaca", "Reader", ["news.write", "audit.view"])


@pytest.fixture
def reader(in_makassar, as_sari) -> Role:
    return roles.add(READER, by=as_sari)


def change(role, by, *permissions, base=None):
    content = Content(role.title_id, role.title_en, permissions)
    return roles.change(role, content, base=base or roles.state(role), by=by)


@pytest.fixture
def lia(in_makassar):
    """Somebody who may manage people and units, and nothing else."""
    Role.objects.create(key="staff", title_id="SDM", title_en="Staff", permissions=["people.manage", "units.manage"])
    return make_person("Lia", "staff")


def test_permissions_that_stay_keep_their_places(reader, as_sari):
    Role.objects.filter(pk=reader.pk).update(permissions=["news.write", "audit.view"])

    changed = change(Role.objects.get(pk=reader.pk), as_sari, "audit.view", "complaints.view", "news.write")

    assert changed.permissions == ["news.write", "audit.view", "complaints.view"]


def test_change_is_in_the_log_with_what_was_before(reader, as_sari):
    change(reader, as_sari, "news.write")

    entry = Entry.objects.order_by("-id").first()
    assert (entry.action, entry.subject_key) == ("roles.change", reader.key)
    assert entry.before == {"permissions": ["audit.view", "news.write"]}
    assert entry.after == {"permissions": ["news.write"]}


def test_change_of_nothing_is_not_in_the_log(reader, as_sari):
    change(reader, as_sari, *READER.permissions)

    assert Entry.objects.order_by("-id").first().action == "roles.add"


@pytest.mark.parametrize("title", ["PEMBACA", "Lain"])
def test_role_of_the_same_name_in_either_language_is_refused(reader, as_sari, title):
    with pytest.raises(RoleExists):
        roles.add(Content(title, "reader", []), by=as_sari)


def test_nobody_gives_a_role_what_she_does_not_have(reader, lia):
    with pytest.raises(MoreThanOwn):
        change(reader, as_actor(lia), *READER.permissions, "settings.change")


def test_nobody_takes_from_a_role_what_she_does_not_have(reader, lia):
    with pytest.raises(MoreThanOwn):
        change(reader, as_actor(lia), "news.write")


def test_nobody_makes_a_role_with_more_than_her_own(lia):
    with pytest.raises(MoreThanOwn):
        roles.add(READER, by=as_actor(lia))


def test_nobody_removes_a_role_with_more_than_her_own(reader, lia):
    with pytest.raises(MoreThanOwn):
        roles.remove(reader, by=as_actor(lia))


def test_what_she_has_she_may_add_to_a_role_that_has_more(reader, lia):
    changed = change(reader, as_actor(lia), *READER.permissions, "units.manage")

    assert changed.permissions == ["audit.view", "news.write", "units.manage"]


def test_right_held_in_one_unit_only_is_not_given_on(in_makassar, as_sari):
    unit = actions.add_unit("Dinas Contoh", by=as_sari)
    wati = make_person("Wati", "administrator")
    wati.assignments.update(unit=unit)

    with pytest.raises(MoreThanOwn):
        roles.add(READER, by=as_actor(wati))


def test_last_who_manages_people_cannot_take_it_from_her_own_role(in_makassar, lia):
    staff = Role.objects.get(key="staff")

    with pytest.raises(LastAdministrator):
        change(staff, as_actor(lia), "units.manage")


def test_one_of_two_who_manage_people_may_lose_it(in_makassar, lia, sari):
    changed = change(Role.objects.get(key="staff"), as_actor(lia), "units.manage")

    assert changed.permissions == ["units.manage"]


def test_last_who_manages_people_cannot_be_deactivated(in_makassar, lia):
    with pytest.raises(LastAdministrator):
        actions.deactivate(lia, by=PLATFORM)


def test_older_state_of_a_role_is_not_saved_over_a_newer_one(reader, as_sari):
    base = roles.state(reader)
    change(reader, as_sari, "news.write")

    with pytest.raises(RoleChangedMeanwhile):
        change(reader, as_sari, "audit.view", base=base)
    assert Role.objects.get(pk=reader.pk).permissions == ["news.write"]


@pytest.mark.parametrize("verb", ["change", "remove"])
def test_administrators_role_stays(in_makassar, as_sari, verb):
    administrator = Role.objects.get(key="administrator")

    with pytest.raises(RoleIsFixed):
        change(administrator, as_sari) if verb == "change" else roles.remove(administrator, by=as_sari)


def test_role_that_people_have_is_not_removed_and_they_are_named(reader, as_sari, budi):
    Assignment.objects.create(person=budi, role=reader)
    actions.invite("ani@example.org", name="Ani", role=reader, by=as_sari)

    with pytest.raises(RoleInUse, match="Ani, Budi memegang peran ini"):
        roles.remove(reader, by=as_sari)


def test_of_many_people_some_are_named_and_the_others_counted(reader, as_sari):
    for name in ("Ani", "Beni", "Cici", "Dodi", "Eka", "Feri", "Gita"):
        actions.invite(f"{name}@example.org", name=name, role=reader, by=as_sari)

    with pytest.raises(RoleInUse, match="Ani, Beni, Cici, Dodi, Eka dan 2 orang lain memegang"):
        roles.remove(reader, by=as_sari)


def test_role_that_nobody_has_any_more_is_removed(reader, as_sari):
    invitation = actions.invite("ani@example.org", name="Ani", role=reader, by=as_sari)
    ani = actions.accept(invitation, name="Ani", password="sampan kecil di teluk")
    actions.unassign(ani.assignments.get(), by=as_sari)

    roles.remove(reader, by=as_sari)

    assert not Role.objects.filter(pk=reader.pk).exists()
    assert not Invitation.objects.exists()
    assert Entry.objects.order_by("-id").first().before["name"] == "Pembaca"
