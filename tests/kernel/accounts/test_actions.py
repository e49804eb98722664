import pytest

from kernel.accounts import actions
from kernel.accounts.errors import MoreThanOwn, UnitExists
from kernel.accounts.models import Role, Unit
from kernel.accounts.queries import administrators, as_actor
from kernel.audit.models import Entry
from tests.conftest import kept, make_person


@pytest.fixture
def unit(in_makassar, as_sari) -> Unit:
    return actions.add_unit("Dinas Kebersihan", by=as_sari)


def test_assign_limits_a_person_to_a_unit(in_makassar, budi, as_sari, unit):
    actions.assign(budi, role=Role.objects.get(key="officer"), unit=unit, by=as_sari)

    assert {grant.unit_id for grant in as_actor(budi).grants} == {unit.pk}


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
