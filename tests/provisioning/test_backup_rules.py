"""Which backups are kept, when the next one is due, and what happens by the hour."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from kernel.accounts.actor import PLATFORM
from kernel.audit.models import Entry
from provisioning.backups import actions, queries
from provisioning.backups.rules import is_due, to_keep
from provisioning.models import Backup, BackupRule, Run
from provisioning.tasks import back_up
from tenants.registry.models import Tenant

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
COUNTS = st.integers(0, 6)
MOMENTS = st.lists(st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31)), max_size=60)  # noqa: DTZ001 - local times


def rule(**counts: int) -> BackupRule:
    return BackupRule(**{"hour": 1, "daily": 7, "weekly": 5, "monthly": 12, **counts})


def nightly(count: int) -> list[datetime]:
    return [NOON - timedelta(days=days) for days in range(count)]


def test_a_year_of_nights_is_thinned_out() -> None:
    kept = sorted((moment.date() for moment in to_keep(nightly(365), rule(daily=3, weekly=3, monthly=3))), reverse=True)

    days, sundays, months = [26, 25, 24], [22, 15], [date(2026, 10, 31), date(2026, 9, 30)]
    assert kept == [date(2026, 11, day) for day in days + sundays] + months


def test_several_of_one_day_leave_the_last() -> None:
    moments = [NOON, NOON - timedelta(hours=1), NOON - timedelta(hours=2)]

    assert to_keep(moments, rule()) == {NOON}


@given(MOMENTS, COUNTS, COUNTS, COUNTS)
def test_no_more_is_kept_than_the_rule_says(moments, daily, weekly, monthly) -> None:
    kept = to_keep(moments, rule(daily=daily, weekly=weekly, monthly=monthly))

    assert kept <= set(moments)
    assert len(kept) <= daily + weekly + monthly
    assert len(kept) >= min(daily, len({moment.date() for moment in moments}))


@given(MOMENTS, st.integers(1, 6), COUNTS, COUNTS)
def test_the_last_one_is_always_kept(moments, daily, weekly, monthly) -> None:
    assert set(moments[:1]) == set() or max(moments) in to_keep(
        moments, rule(daily=daily, weekly=weekly, monthly=monthly)
    )


@given(MOMENTS, COUNTS, COUNTS, COUNTS)
def test_what_is_kept_is_kept_again(moments, daily, weekly, monthly) -> None:
    wanted = rule(daily=daily, weekly=weekly, monthly=monthly)
    kept = to_keep(moments, wanted)

    assert to_keep(kept, wanted) == kept


@given(st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31)), st.integers(0, 23))  # noqa: DTZ001 - local times
def test_backup_is_due_once_a_day(now, hour) -> None:
    wanted = rule(hour=hour)

    times, last = 0, now
    for minutes in range(0, 3 * 24 * 60 + 1, 15):
        moment = now + timedelta(minutes=minutes)
        if is_due(wanted, now=moment, last=last):
            times, last = times + 1, moment
    assert times == 3


def made(tenant: Tenant | None, days: float, **facts: object) -> Backup:
    taken = NOON - timedelta(days=days)
    given = {"occasion": "scheduled", "state": "kept", "taken_at": taken, "tenant_key": "k", "name": "n"}
    backup = Backup.objects.create(tenant=tenant, **{**given, **facts})
    backup.folder.mkdir(parents=True)
    return backup


@pytest.fixture
def makassar_city(stage) -> Tenant:
    return Tenant.objects.get(region_code="73.71")


def test_old_backups_are_deleted_by_the_rule(makassar_city) -> None:
    BackupRule.objects.create(tenant=makassar_city, daily=2, weekly=0, monthly=0)
    kept = [made(makassar_city, days) for days in (0, 1)]
    old = [made(makassar_city, days) for days in (2, 3)]

    with time_machine.travel(NOON):
        assert actions.forget_old() == 2

    assert [backup.folder.exists() for backup in kept + old] == [True, True, False, False]
    assert set(queries.kept(makassar_city)) == set(kept)


def test_one_asked_for_does_not_take_the_place_of_the_nightly(makassar_city) -> None:
    BackupRule.objects.create(tenant=makassar_city, daily=1, weekly=0, monthly=0)
    nightly_, asked = made(makassar_city, 0.5), made(makassar_city, 0, occasion="asked")
    old = made(makassar_city, 31, occasion="before")

    with time_machine.travel(NOON):
        assert queries.over(NOON) == [old]
    assert {nightly_, asked} <= set(queries.kept(makassar_city))


def test_last_one_that_was_tried_out_stays(makassar_city) -> None:
    BackupRule.objects.create(tenant=makassar_city, daily=1, weekly=0, monthly=0)
    made(makassar_city, 0)
    made(makassar_city, 8)
    made(makassar_city, 9, verified_at=NOON - timedelta(days=9))

    assert [round((NOON - backup.taken_at).days) for backup in queries.over(NOON)] == [8]


def test_backups_of_a_region_that_left_are_kept_for_ninety_days(stage) -> None:
    made(None, 89)
    old = made(None, 91)

    assert queries.over(NOON) == [old]
    with time_machine.travel(NOON):
        assert actions.forget_old() == 1


def test_backups_of_a_tenant_that_is_worked_on_wait(makassar_city) -> None:
    BackupRule.objects.create(tenant=makassar_city, daily=1, weekly=0, monthly=0)
    made(makassar_city, 0)
    old = made(makassar_city, 3)
    Run.objects.create(tenant=makassar_city, title_id="x", title_en="x", asked_by=PLATFORM)

    with time_machine.travel(NOON):
        assert actions.forget_old() == 0
    assert old.folder.exists()


@pytest.fixture
def travelled(stage, superuser) -> Iterator[None]:
    """Entries of other days would stand in the platform's chain, which other tests verify: they are removed."""
    last = Entry.objects.order_by("-id").values_list("id", flat=True).first() or 0
    yield
    superuser.execute("DELETE FROM audit_entry WHERE id > %s", [last])


@pytest.fixture
def old_regions(travelled) -> None:
    Tenant.objects.update(created_at=NOON - timedelta(days=300))


def test_new_portal_waits_for_its_first_night(travelled) -> None:
    Tenant.objects.update(created_at=NOON)

    with time_machine.travel(NOON + timedelta(minutes=15)):
        assert actions.back_up_due(by=PLATFORM) == []
    with time_machine.travel(NOON + timedelta(days=1)):
        assert len(actions.back_up_due(by=PLATFORM)) == 2


def test_every_running_portal_is_backed_up_once_a_day_and_tried_out_once_a_week(old_regions) -> None:
    plans = []
    for days in (0, 0.02, 1, 7, 8):
        with time_machine.travel(NOON + timedelta(days=days), tick=False):
            plans.append([run.steps.count() for run in actions.back_up_due(by=PLATFORM)])
            for backup in Backup.objects.filter(state="ordered"):
                tried = {"verified_at": NOON + timedelta(days=days)} if plans[-1][0] == 2 else {}
                Backup.objects.filter(pk=backup.pk).update(state="kept", taken_at=NOON + timedelta(days=days), **tried)
            Run.objects.update(state="done")

    assert plans == [[2, 2], [], [1, 1], [1, 1], [2, 2]]


def test_job_orders_what_is_due(old_regions) -> None:
    back_up()

    assert Run.objects.filter(title_en__startswith="Backing up").count() == 2
