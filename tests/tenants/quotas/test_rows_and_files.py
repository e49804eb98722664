"""Rows and files: counted as they come, measured every hour, refused when there is no room."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from kernel.accounts.models import Unit
from tenants.files import actions as files
from tenants.files.errors import NoRoom
from tenants.files.models import StoredFile
from tenants.isolation.current import Place, enter
from tenants.quotas import actions, measuring, queries, tasks
from tenants.quotas.errors import NoRoomForRows
from tenants.quotas.models import GRACE, Quota
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tests.conftest import queries as asks
from tests.tenants.files.test_files import keep, photo
from tests.tenants.quotas.conftest import MEGABYTE, quota, row_of, set_quota


def meter(kind: str) -> queries.Meter:
    return next(one for one in queries.mine() if one.kind == kind)


def test_files_are_counted_as_they_come_and_go(in_makassar, makassar) -> None:
    set_quota(makassar, "storage", used=0)

    stored = keep(photo())
    grown = meter("storage").used
    files.remove(stored)

    assert (grown, meter("storage").used) == (stored.size, 0)


def test_file_beyond_the_limit_is_refused_and_not_counted(in_makassar, makassar) -> None:
    set_quota(makassar, "storage", used=MEGABYTE - 10, allowed=MEGABYTE)

    with pytest.raises(NoRoom, match="Belum ada ruang"):
        keep(photo())

    assert (meter("storage").used, StoredFile.objects.count()) == (MEGABYTE - 10, 0)


@pytest.mark.parametrize(("percent", "fits"), [(100, True), (119, True), (120, False)])
def test_citizens_photos_have_a_fifth_more(in_makassar, makassar, percent, fits) -> None:
    set_quota(makassar, "storage", used=MEGABYTE * percent // 100, allowed=MEGABYTE)

    assert actions.take_room(MEGABYTE // 100, up_to=GRACE) is fits


def test_a_file_costs_one_question_more(in_makassar) -> None:
    with asks(1):
        assert actions.take_room(1)


def test_file_fits_where_nothing_was_measured_yet(in_makassar, makassar) -> None:
    with enter(Place.PLATFORM):
        Quota.objects.filter(tenant_role=makassar.role).delete()

    assert actions.take_room(MEGABYTE)
    assert [one.used for one in queries.mine()] == [0, 0, 0, 0]


def test_of_eight_files_at_once_no_more_than_fit_are_taken(region) -> None:
    before = quota(region, "storage")
    set_quota(region, "storage", used=0, allowed=3 * MEGABYTE)
    start = Barrier(8)

    def take(_number: int) -> bool:
        try:
            with enter(region):
                connection.ensure_connection()
                start.wait()
                return actions.take_room(MEGABYTE)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(take, range(8)))

    assert (sum(taken), quota(region, "storage").used) == (3, 3 * MEGABYTE)
    set_quota(region, "storage", used=before.used, allowed=before.allowed)


def test_rows_are_refused_at_the_limit(in_makassar, makassar) -> None:
    set_quota(makassar, "rows", used=99, allowed=100)
    with asks(1):
        actions.require_rows()
    set_quota(makassar, "rows", used=100)

    with pytest.raises(NoRoomForRows):
        actions.require_rows()


def test_measuring_adds_up_what_is_there(in_makassar, makassar) -> None:
    stored = keep(photo())
    set_quota(makassar, "storage", used=7)

    with enter(Place.PLATFORM):
        tasks.measure()

    assert (meter("storage").used, meter("rows").used > 0) == (stored.size, True)


def test_new_portal_s_rows_and_files_are_counted_before_it_is_ready(region, in_makassar) -> None:
    with enter(Place.PLATFORM):
        tenant = row_of(region)
        tenant.quotas.update(used=0)
        before = measuring.is_measured(tenant)
        measuring.measure_new(tenant)
        after = measuring.is_measured(tenant)

    assert (before, after, quota(region, "rows").used > 50) == (False, True, True)


def test_what_postgres_does_not_know_stays_as_it_was(on_platform, makassar, monkeypatch) -> None:
    set_quota(makassar, "rows", used=77)
    monkeypatch.setattr(tasks, "ROWS", f"{tasks.ROWS} HAVING false")

    tasks.measure()

    assert quota(makassar, "rows").used == 77


def test_rows_are_what_postgres_counted(region) -> None:
    before = quota(region, "rows").used
    with enter(region):
        Unit.objects.bulk_create([Unit(name=f"Jejak uji {number}") for number in range(500)])
    with connections["owner"].cursor() as cursor, enter(Place.PLATFORM):
        cursor.execute(f'ANALYZE "{region.schema}".accounts_unit')

    tasks.measure()

    assert quota(region, "rows").used >= 500
    set_quota(region, "rows", used=before)


def test_tenant_that_cannot_be_measured_stops_no_other(on_platform, makassar, caplog) -> None:
    broken = Tenant(
        schema_name="t_gone", role_name="gone", name="Kota A", slug="a", kind="city", state=Tenant.State.LIVE
    )
    broken.save(force_insert=True)
    set_quota(makassar, "storage", used=7)

    tasks.measure()

    assert (quota(makassar, "storage").used, quota(tenancy(broken), "storage").used) == (0, 0)
    assert [record.tenant for record in caplog.records if record.message == "Files were not measured."] == ["a"]


def test_limits_that_a_tenant_has_stay(on_platform, makassar) -> None:
    set_quota(makassar, "rows", allowed=5)

    actions.begin(row_of(makassar))

    assert quota(makassar, "rows").allowed == 5


@pytest.mark.parametrize(
    ("kind", "changed"), [("rows", 0), ("storage", 1), ("mails", 0), ("jobs", 0)], ids=Quota.Kind.values
)
def test_a_tenant_counts_its_own_files_and_nothing_else(in_makassar, makassar, jayapura, kind, changed) -> None:
    for where in (makassar, jayapura):
        set_quota(where, kind, used=3)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE public.quota SET used = 9 WHERE kind = %s", [kind])
        assert cursor.rowcount == changed

    assert (quota(makassar, kind).used, quota(jayapura, kind).used) == (9 if changed else 3, 3)
