"""Tables made ahead: a tenant that gets them is as any other, and nothing of them is left over."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections, transaction

from kernel.accounts.actor import PLATFORM
from provisioning import actions, runner, spares, structure, tasks
from provisioning.models import Run, RunLine, Spare
from provisioning.step import Step
from provisioning.steps.apply_structure import ApplyStructure
from provisioning.steps.create_role import CreateRole
from provisioning.steps.create_schema import CreateSchema
from provisioning.steps.leave_out import LeaveOut
from tenants.isolation.current import Place, enter
from tenants.registry.models import Tenant
from tests import environment
from tests.provisioning.conftest import keep_spares, order
from tests.provisioning.dying_worker import die, kill
from tests.provisioning.twins import seen

STRUCTURE = ("columns", "constraints", "indexes", "rights", "schema", "role")


@pytest.fixture
def kept(stage, settings):
    """Two spares; none is left afterwards."""
    keep_spares(settings, 2)
    yield settings
    keep_spares(settings, 0)


def numbers() -> list[int]:
    return list(Spare.objects.order_by("number").values_list("number", flat=True))


def structures(superuser: Any) -> set[str]:
    superuser.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ '^t[0-9]+$'")
    schemas = {name for (name,) in superuser.fetchall()}
    superuser.execute("SELECT rolname FROM pg_roles WHERE rolname ~ %s", [f"^{environment.DATABASE}_t[0-9]"])
    return schemas | {name for (name,) in superuser.fetchall()}


def news_tables(run: Run, superuser: Any) -> list[str]:
    superuser.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [run.tenant.schema_name])
    return [name for (name,) in superuser.fetchall() if name.startswith("news_")]


@transaction.atomic
def taken() -> int | None:
    return spares.take()


def was_done(run: Run) -> set[str]:
    lines = RunLine.objects.filter(run=run, outcome=RunLine.Outcome.WAS_DONE).select_related("step")
    return {f"{line.step.kind} {line.step.args.get('part', '')}".strip() for line in lines}


def test_order_takes_a_spare_and_finds_its_structure_done(kept, superuser) -> None:
    first, second = numbers()

    run = runner.execute(order().key)

    assert (run.state, run.tenant.pk, numbers()) == ("done", first, [second])
    assert was_done(run) == {"CreateRole", "CreateSchema", "ApplyStructure core", "ApplyStructure services"}
    assert news_tables(run, superuser) == []


def test_tenant_of_a_spare_is_as_one_made_from_nothing(kept, superuser) -> None:
    keep_spares(kept, 1)
    of_spare = runner.execute(order(code="33.71").key).tenant
    from_nothing = runner.execute(order(code="33.72").key).tenant

    assert numbers() == []
    one, other = seen(of_spare, superuser), seen(from_nothing, superuser)
    assert [what for what in STRUCTURE if one[what] != other[what]] == []


def test_keeping_makes_up_for_what_was_taken(kept) -> None:
    order()

    spares.keep()

    assert len(numbers()) == 2
    assert set(Spare.objects.values_list("digest", flat=True)) == {structure.digest()}


def test_too_many_are_dropped_with_schema_and_roles(kept, superuser) -> None:
    before = structures(superuser)
    gone = numbers()[1:]

    keep_spares(kept, 1)

    assert len(numbers()) == 1
    prefix = environment.DATABASE
    assert before - structures(superuser) == {
        name for number in gone for name in (f"t{number}", f"{prefix}_t{number}", f"{prefix}_t{number}_owner")
    }


def test_spare_that_an_order_is_taking_is_not_dropped(stage, settings, superuser) -> None:
    keep_spares(settings, 1)
    superuser.execute("BEGIN")
    superuser.execute("SELECT FROM provisioning_spare FOR UPDATE")

    keep_spares(settings, 0)

    left = len(numbers())
    superuser.execute("ROLLBACK")
    keep_spares(settings, 0)
    assert (left, len(numbers())) == (1, 0)


def test_spare_of_another_release_is_never_taken_and_is_made_anew(kept) -> None:
    old = numbers()
    Spare.objects.update(digest="of before")

    assert taken() is None
    spares.keep()

    assert not set(old) & set(numbers())
    assert len(numbers()) == 2


def test_half_made_spare_is_not_taken_and_is_finished_under_its_number(kept, monkeypatch, superuser) -> None:
    kept.SPARES = 3
    with monkeypatch.context() as broken:
        broken.setattr(ApplyStructure, "do", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            spares.keep()
    half = Spare.objects.get(digest="").number

    assert half not in (taken(), taken(), taken())
    spares.keep()

    assert Spare.objects.get(number=half).digest == structure.digest()


def test_order_that_is_refused_later_gives_its_spare_back(kept, monkeypatch) -> None:
    before = numbers()
    monkeypatch.setattr("provisioning.actions.write", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        order()

    assert numbers() == before


def test_two_orders_at_once_take_two_spares(kept) -> None:
    def give(code: str) -> int:
        try:
            with enter(Place.PLATFORM):
                return order(code).tenant.pk
        finally:
            connections.close_all()

    first = numbers()
    with ThreadPoolExecutor(2) as threads:
        taken = list(threads.map(give, ["33.71", "33.72"]))

    assert sorted(taken) == first
    assert numbers() == []


def test_module_ordered_later_gets_its_tables(kept, superuser) -> None:
    tenant = runner.execute(order().key).tenant

    run = runner.execute(actions.add(tenant, "news", by=PLATFORM).key)

    assert run.state == Run.State.DONE
    assert "ApplyStructure news" not in was_done(run)
    assert "news_article" in news_tables(run, superuser)


def test_module_that_is_installed_is_never_left_out(stage, superuser) -> None:
    run = runner.execute(order(modules=("news",)).key)

    LeaveOut(["news"]).do(run.tenant)

    assert "news_article" in news_tables(run, superuser)


def test_job_of_every_minute_keeps_them(stage, settings) -> None:
    settings.SPARES = 1

    tasks.keep_spares()

    assert len(numbers()) == 1
    keep_spares(settings, 0)


def test_no_spare_is_kept_where_none_is_wanted(stage, superuser) -> None:
    before = structures(superuser)

    spares.keep()

    assert (numbers(), structures(superuser)) == ([], before)


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["before", "at the commit", "after"])
@pytest.mark.parametrize("kind", [CreateRole, CreateSchema, ApplyStructure])
def test_killed_keeping_is_made_up_for(stage, settings, superuser, kind: type[Step], moment: str) -> None:
    before = structures(superuser)
    settings.SPARES = 1

    kill(lambda: keep_until(kind, moment), moment)
    spares.keep()

    assert list(Spare.objects.values_list("digest", flat=True)) == [structure.digest()]
    keep_spares(settings, 0)
    assert structures(superuser) == before


def keep_until(kind: type[Step], moment: str) -> None:
    real = kind.do

    def do(step: Step, tenant: Tenant) -> None:
        if moment == "before":
            die()
        if moment == "at the commit":
            connections["owner"]._commit = die
        real(step, tenant)
        die()

    kind.do = do
    with enter(Place.PLATFORM):
        spares.keep()
