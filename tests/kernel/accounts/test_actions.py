import pytest

from kernel.accounts import actions
from kernel.accounts.errors import AlreadyAssigned, LastAdministrator, MoreThanOwn, UnitExists
from kernel.accounts.models import Invitation, Person, Role, Unit
from kernel.accounts.queries import administrators, as_actor
from kernel.accounts.scopes import Scope
from kernel.audit.models import Entry
from kernel.signing import BadToken
from tests.conftest import kept, make_person


@pytest.fixture
def unit(in_makassar, as_sari) -> Unit:
    return actions.add_unit("Dinas Kebersihan", by=as_sari)


def test_assign_limits_a_person_to_a_unit(in_makassar, budi, as_sari, unit):
    budi.assignments.all().delete()

    actions.assign(budi, role=Role.objects.get(key="officer"), scope=Scope(unit), by=as_sari)

    assert {grant.unit_id for grant in as_actor(budi).grants} == {unit.pk}


def test_assign_adds_a_role_and_keeps_who_gave_it(in_makassar, budi, as_sari):
    given = actions.assign(budi, role=Role.objects.get(key="officer"), scope=Scope(area_code="73.71.01"), by=as_sari)

    assert sorted(grant.area_code for grant in as_actor(budi).grants) == ["", "73.71.01"]
    assert (given.given_by, given.created_at is not None) == (kept(as_sari), True)


def test_same_role_in_the_same_place_is_given_once(in_makassar, budi, as_sari):
    with pytest.raises(AlreadyAssigned):
        actions.assign(budi, role=Role.objects.get(key="officer"), by=as_sari)


def test_unassign_takes_one_role_and_leaves_the_others(in_makassar, budi, as_sari):
    actions.assign(budi, role=Role.objects.get(key="officer"), scope=Scope(area_code="73.71.01"), by=as_sari)

    actions.unassign(budi.assignments.get(area_code=""), by=as_sari)

    assert [grant.area_code for grant in as_actor(budi).grants] == ["73.71.01"]
    entry = Entry.objects.order_by("-id").first()
    assert (entry.action, entry.before) == ("people.unassign", {"role": "officer", "unit": None, "area": ""})


def test_unassign_again_changes_nothing(in_makassar, budi, as_sari):
    held = budi.assignments.get()
    actions.unassign(held, by=as_sari)

    actions.unassign(held, by=as_sari)

    assert Entry.objects.filter(action="people.unassign").count() == 1


def test_unassign_takes_nothing_from_who_may_do_more(in_makassar, sari, as_budi):
    with pytest.raises(MoreThanOwn):
        actions.unassign(sari.assignments.get(), by=as_budi)


def test_last_administrator_may_lose_a_part_of_her_rights_only_where_she_keeps_them_everywhere(
    in_makassar, sari, as_sari
):
    everywhere = sari.assignments.get()
    limited = actions.assign(sari, role=everywhere.role, scope=Scope(area_code="73.71.01"), by=as_sari)

    actions.unassign(limited, by=as_sari)
    with pytest.raises(LastAdministrator):
        actions.unassign(everywhere, by=as_sari)


def test_assign_gives_nobody_more_than_the_giver_has(in_makassar, budi, as_budi):
    with pytest.raises(MoreThanOwn):
        actions.assign(budi, role=Role.objects.get(key="administrator"), by=as_budi)


def test_deactivate_takes_nothing_from_who_may_do_more(in_makassar, sari, as_budi):
    with pytest.raises(MoreThanOwn):
        actions.deactivate(sari, by=as_budi)


def test_second_administrator_may_replace_the_first(in_makassar, sari, as_sari):
    wati = make_person("Wati", "administrator")

    actions.deactivate(sari, by=as_actor(wati))

    assert list(administrators()) == [wati]


def test_unit_of_the_same_name_is_refused(in_makassar, as_sari, unit):
    with pytest.raises(UnitExists):
        actions.add_unit("Dinas Kebersihan", by=as_sari)


def test_every_change_of_people_is_in_the_log(in_makassar, budi, as_sari):
    actions.deactivate(budi, by=as_sari)

    entry = Entry.objects.order_by("-id").first()
    assert (entry.action, entry.subject_key, entry.actor) == ("people.deactivate", budi.key, kept(as_sari))


@pytest.fixture
def invitation(in_makassar, sari, as_sari):
    make_person("Lia", "administrator")
    return actions.invite("ani@example.org", name="Ani", role=Role.objects.get(key="officer"), by=as_sari)


def test_deactivate_withdraws_what_the_person_has_offered(invitation, sari):
    actions.deactivate(sari, by=as_actor(Person.objects.get(name="Lia")))

    assert not Invitation.open().exists()
    assert Entry.objects.filter(action="people.withdraw").count() == 1


@pytest.mark.parametrize("change", [{"is_active": False}, {"key": "gone"}])
def test_invitation_of_who_is_gone_is_good_no_more(invitation, sari, change):
    Person.objects.filter(pk=sari.pk).update(**change)

    with pytest.raises(BadToken):
        actions.accept(invitation, name="Ani", password=None)


def test_invitation_to_what_the_inviter_has_no_more_is_good_no_more(invitation, sari):
    sari.assignments.all().delete()

    with pytest.raises(BadToken):
        actions.accept(invitation, name="Ani", password=None)


def test_invitation_to_more_than_ones_own_is_not_replaced(in_makassar, budi, as_sari, as_budi):
    actions.invite("ani@example.org", name="Ani", role=Role.objects.get(key="administrator"), by=as_sari)

    with pytest.raises(MoreThanOwn):
        actions.invite("ani@example.org", name="Ani", role=Role.objects.get(key="officer"), by=as_budi)

    assert Invitation.open().get().role.key == "administrator"
