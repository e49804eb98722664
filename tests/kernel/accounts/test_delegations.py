import ast
import datetime
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from app_modules.news.models import Category
from kernel.accounts import actions, delegations, rights, roles
from kernel.accounts.actor import Actor, ActorKind, Grant
from kernel.accounts.delegations import MOST_DAYS, Terms
from kernel.accounts.errors import DelegationRefused, MoreThanOwn
from kernel.accounts.models import Delegation, Person, Role
from kernel.accounts.permissions import may, require
from kernel.accounts.queries import as_actor
from kernel.accounts.scopes import Scope
from kernel.audit.models import Entry
from kernel.errors import NotPermitted
from tests.conftest import make_person, queries

ROOT = Path(__file__).resolve().parents[3]
DAY = datetime.timedelta(days=1)
RIGHT = "settings.change"


def terms(first: int = 0, last: int = 5) -> Terms:
    today = timezone.localdate()
    return Terms(today + first * DAY, today + last * DAY, "Cuti")


@pytest.fixture
def lend(in_makassar, sari, budi, as_sari):
    """Sari lends all of hers to Budi."""

    def order(first: int = 0, last: int = 5, to: Person = budi) -> Delegation:
        given = list(sari.assignments.select_related("role"))
        return delegations.delegate(given, to=to, terms=terms(first, last), by=as_sari)[0]

    return order


def test_colleague_has_the_rights_from_the_first_to_the_last_day(lend, budi):
    lend(first=1, last=2)
    now = timezone.now()

    held = {}
    for days in range(4):
        with time_machine.travel(now + days * DAY):
            held[days] = may(as_actor(budi), RIGHT)
    assert held == {0: False, 1: True, 2: True, 3: False}


def test_days_are_the_regions_own(lend, budi):
    with time_machine.travel("2027-03-01 10:00 +0800"):
        lend(first=1, last=1)

    with time_machine.travel("2027-03-01 23:59 +0800"):
        assert not may(as_actor(budi), RIGHT)
    with time_machine.travel("2027-03-02 00:01 +0800"):
        assert may(as_actor(budi), RIGHT)


def test_grants_are_one_query_with_and_without_what_is_lent(lend, budi):
    as_actor(budi)
    with queries(1):
        as_actor(budi)
    lend()

    with queries(1):
        assert as_actor(budi).lenders == ["Sari"]


def test_ended_it_is_over_at_once(lend, budi, as_sari):
    lent = lend()

    delegations.end(lent, by=as_sari)
    delegations.end(lent, by=as_sari)

    assert not may(as_actor(budi), RIGHT)
    assert Entry.objects.filter(action="people.end_delegation").count() == 1


def test_who_manages_people_ends_it_too_and_nobody_else(lend, budi):
    lent = lend()
    wati, tono = make_person("Wati", "administrator"), make_person("Tono", "officer")

    with pytest.raises(NotPermitted):
        delegations.end(lent, by=as_actor(tono))
    delegations.end(lent, by=as_actor(wati))

    assert Delegation.objects.get().ended_by.name == "Wati"


def test_it_dies_with_the_givers_account(lend, sari, budi):
    lend()
    actions.deactivate(sari, by=as_actor(make_person("Wati", "administrator")))

    assert not may(as_actor(budi), RIGHT)


def test_it_dies_with_the_givers_right(lend, sari, budi):
    lend()
    actions.unassign(sari.assignments.get(), by=as_actor(make_person("Wati", "administrator")))

    assert not may(as_actor(budi), RIGHT)
    assert not Delegation.objects.exists()


def test_only_what_is_chosen_is_lent(in_makassar, budi, as_sari):
    other = actions.assign(budi, role=Role.objects.get(key="officer"), scope=Scope(area_code="73.71.01"), by=as_sari)
    tono = Person.objects.create_user("tono@example.org", "Tono")

    delegations.delegate([other], to=tono, terms=terms(), by=as_actor(budi))

    assert [(grant.area_code, grant.lent_by) for grant in as_actor(tono).grants] == [("73.71.01", "Budi")]


def test_what_was_lent_is_not_lent_on(lend, sari, budi):
    lend()
    tono = make_person("Tono", "officer")

    with pytest.raises(NotPermitted):
        delegations.delegate(list(sari.assignments.all()), to=tono, terms=terms(), by=as_actor(budi))


def test_what_was_lent_is_not_given_to_anybody(lend, budi):
    lend()
    actor, administrator = as_actor(budi), Role.objects.get(key="administrator")

    with pytest.raises(MoreThanOwn):
        actions.assign(budi, role=administrator, by=actor)
    with pytest.raises(MoreThanOwn):
        actions.invite("baru@example.org", name="Baru", role=administrator, by=actor)
    with pytest.raises(MoreThanOwn):
        roles.add(roles.Content("Semua", "All", [RIGHT]), by=actor)


REFUSED = {
    "yesterday": ((-1, 2), "first_day"),
    "backwards": ((2, 1), "last_day"),
    "too long": ((0, MOST_DAYS), "last_day"),
}


@pytest.mark.parametrize(("days", "field"), REFUSED.values(), ids=REFUSED)
def test_days_that_cannot_be_are_refused_at_their_field(lend, days, field):
    with pytest.raises(DelegationRefused) as refused:
        lend(*days)

    assert refused.value.field == field


def test_longest_that_may_be_is_taken(lend):
    assert lend(0, MOST_DAYS - 1).pk


def test_nobody_stands_in_for_herself(lend, sari):
    with pytest.raises(DelegationRefused, match="Anda tidak dapat mewakili diri sendiri"):
        lend(to=sari)


def test_nobody_deactivated_stands_in(lend, budi):
    Person.objects.filter(pk=budi.pk).update(is_active=False)
    budi.refresh_from_db()

    with pytest.raises(DelegationRefused, match="dinonaktifkan"):
        lend(to=budi)


def test_same_days_to_the_same_colleague_are_refused_and_later_ones_taken(lend, as_sari):
    lent = lend(0, 5)

    with pytest.raises(DelegationRefused, match="sebagian hari itu"):
        lend(5, 8)
    lend(6, 8)
    delegations.end(lent, by=as_sari)
    lend(0, 5)

    assert Delegation.objects.count() == 3


def test_lending_is_in_the_log(lend, budi):
    lend()

    entry = Entry.objects.get(action="people.delegate")
    assert (entry.subject_key, entry.actor.name, entry.after["role"]) == (budi.key, "Sari", "administrator")


def test_who_acts_with_her_own_right_acts_in_her_own_name(lend, budi):
    lend()

    assert require(as_actor(budi), "complaints.view").signature == "Budi"


def test_who_needs_a_lent_right_acts_on_behalf_of_the_lender(lend, budi):
    lend()

    assert require(as_actor(budi), RIGHT).signature == "Budi (a.n. Sari)"


def test_own_name_comes_back_for_what_is_her_own(lend, budi):
    lend()

    acting = require(as_actor(budi), RIGHT)

    assert require(acting, "complaints.view").on_behalf_of == ""


def test_of_a_subject_the_right_that_reaches_it_decides():
    here, there = Category(), Category()
    here.area_code, there.area_code = "73.71.01.1001", "73.71.02.1001"
    rights = frozenset({"news.write"})
    own, lent = Grant(rights, area_code="73.71.01"), Grant(rights, area_code="73.71.02", lent_by="Sari")
    budi = Actor(ActorKind.PERSON, "b", "Budi", (own, lent))

    assert require(budi, "news.write", here).on_behalf_of == ""
    assert require(budi, "news.write", there).on_behalf_of == "Sari"


def test_long_names_fit_where_they_are_kept():
    assert len(Actor(ActorKind.PERSON, "b", "B" * 120, on_behalf_of="S" * 120).signature) == 120


def test_no_action_forgets_who_acts():
    forgotten = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for folder in ("tenants", "app_modules", "platform")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == "require"
    ]

    assert forgotten == []


@pytest.mark.parametrize("first", [0, 3])
def test_what_is_lent_protects_the_account_of_the_receiver(lend, budi, first):
    manager = make_person("Tono", "officer")
    permissions = {"people.manage", *as_actor(budi).grants[0].permissions}
    actor = Actor(ActorKind.PERSON, manager.key, "Tono", (Grant(frozenset(permissions)),))
    rights.require_own_roles(budi, by=actor)
    lend(first)

    with pytest.raises(MoreThanOwn):
        rights.require_own_roles(budi, by=actor)
