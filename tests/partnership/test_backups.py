"""The operators' pages of a region's backups."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from kernel.accounts.actor import PLATFORM
from partnership import queries
from provisioning.models import Backup, Deletion, Run
from tenants.isolation.current import Tenancy
from tenants.registry.models import Tenant
from tests.partnership.test_console import address


@pytest.fixture
def backup(on_platform, makassar: Tenancy) -> Backup:
    return made(makassar)


def made(where: Tenancy, **facts: object) -> Backup:
    given = {"occasion": "scheduled", "state": "kept", "taken_at": timezone.now(), "rows": 812, "files": 7}
    return Backup.objects.create(tenant_id=where.id, tenant_key=where.key, name=where.name, **{**given, **facts})


def run_of(response) -> Run:
    return Run.objects.get(key=response["Location"].split("/")[-2])


def kinds(run: Run) -> list[str]:
    return list(run.steps.values_list("kind", flat=True))


def restoring(where: Tenancy, backup: Backup) -> str:
    return f"{address('restore_backup', where.key)}?cadangan={backup.key}"


def test_backups_are_listed_with_what_is_known_of_them(rani, makassar, backup) -> None:
    made(makassar, verified_at=timezone.now())
    made(makassar, problem="“manifest.json” rusak.")

    page = rani.get(address("backups", makassar.key)).content.decode()

    assert [page.count(said) for said in ("812 baris, 7 berkas", "Belum dicoba", "Tidak bisa dipulihkan")] == [3, 1, 1]
    assert "Sebuah cadangan gagal dipulihkan saat dicoba: “manifest.json” rusak." in page


def test_times_are_the_region_s_in_the_list_and_in_the_plan(rani, makassar) -> None:
    night, morning = datetime(2026, 11, 25, 17, 5, tzinfo=UTC), datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    backup = made(makassar, taken_at=night, problem="Rusak.", problem_at=morning)

    paths = (address("backups", makassar.key), restoring(makassar, backup))
    pages = [rani.get(path).content.decode() for path in paths]
    region = rani.get(address("region", makassar.key)).content.decode()
    english = rani.get("/en" + address("backups", makassar.key)).content.decode()

    assert ["Kamis, 26 November 2026, 01.05 WITA" in page for page in (*pages, region)] == [True, True, True]
    assert "Kamis, 26 November 2026, 07.30 WITA" in pages[0]
    assert "Thursday, 26 November 2026, 01:05 WITA" in english
    assert ("pukul 01.00 WITA" in pages[0], "each day at 01:00 WITA" in english) == (True, True)


def test_no_backup_is_made_while_the_portal_is_being_deleted(rani, makassar) -> None:
    Tenant.objects.filter(pk=makassar.id).update(state="suspended")
    deletion = Deletion.objects.create(number=makassar.id, tenant_key=makassar.key, asked_by=PLATFORM)
    asked_in_time = kinds(run_of(rani.post(address("back_up", makassar.key))))
    Deletion.objects.filter(pk=deletion.pk).update(state="running")

    page = rani.post(address("back_up", makassar.key), follow=True).content.decode()

    assert (asked_in_time, Run.objects.filter(title_en__startswith="Backing up").count()) == (["BackUp"], 1)
    assert "Kota Makassar sedang dihapus: cadangan tidak dibuat lagi." in page


def test_backup_is_ordered(rani, makassar) -> None:
    assert kinds(run_of(rani.post(address("back_up", makassar.key)))) == ["BackUp"]


def test_backup_is_tried_out(rani, makassar, backup) -> None:
    response = rani.post(address("try_backup", makassar.key), {"backup": backup.key})

    assert kinds(run_of(response)) == ["TryBackup"]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("failed", ("everything is as it was before the restore", "Open the portal as it was")),
        ("done", ("The backup is in place", "Open the portal</a>")),
    ],
)
def test_restore_that_stopped_says_what_is_so_and_two_ways_out(rani, watcher, makassar, backup, state, said) -> None:
    run = run_of(rani.post(restoring(makassar, backup), {"confirm": "Makassar"}))
    Run.objects.filter(pk=run.pk).update(state="failed")
    run.steps.filter(position__lte=5).update(state="done")
    run.steps.filter(kind="RestoreBackup").update(state=state)
    Tenant.objects.filter(pk=makassar.id).update(state="suspended")
    paths = [f"/en{address('region', makassar.key)}", f"/en{address('run', run.key)}"]
    ways = (f'action="/en{address("resume_run", run.key)}"', f'href="/en{address("open_again", makassar.key)}"')

    pages = [rani.get(path).content.decode() for path in paths]
    watched = [watcher.get(path).content.decode() for path in paths]

    for page in pages:
        assert [each in page for each in said] == [True, True]
        assert [page.count(way) for way in ways] == [1, 1]
    assert [(said[0] in page, ways[1] in page) for page in watched] == [(True, False), (True, False)]
    Tenant.objects.filter(pk=makassar.id).update(state="live")
    assert [said[0] in rani.get(path).content.decode() for path in paths] == [False, False]


def test_restore_says_what_it_does_and_asks_for_the_short_name(rani, makassar, backup) -> None:
    page = rani.get(restoring(makassar, backup)).content.decode()
    refused = rani.post(restoring(makassar, backup), {"confirm": "jayapura"})

    assert "812 baris dan 7 berkas" in page
    assert (refused.status_code, "Tulis “makassar” di sini" in refused.content.decode()) == (422, True)
    assert Run.objects.filter(title_en__startswith="Restoring").count() == 0


def test_restore_is_ordered_by_who_typed_the_short_name(rani, makassar, backup) -> None:
    run = run_of(rani.post(restoring(makassar, backup), {"confirm": " Makassar "}))

    assert (run.title_en, kinds(run)[-1]) == ("Restoring Kota Makassar from a backup", "OpenRestored")
    assert run.steps.get(kind="RestoreBackup").args == {"backup": backup.key}


def test_backup_of_another_region_is_not_found(rani, makassar, jayapura, backup) -> None:
    responses = [
        rani.get(restoring(jayapura, backup)),
        rani.post(restoring(jayapura, backup), {"confirm": "jayapura"}),
        rani.post(address("try_backup", jayapura.key), {"backup": backup.key}),
    ]

    assert {response["Location"] for response in responses} == {address("backups", jayapura.key)}
    assert Run.objects.filter(tenant_id=jayapura.id, title_en__contains="backup").count() == 0


def test_what_is_wrong_is_said_on_the_page_of_the_region(rani, makassar) -> None:
    Tenant.objects.update(created_at=timezone.now() - timedelta(days=3))

    assert "Daerah ini belum punya cadangan." in rani.get(address("region", makassar.key)).content.decode()


@pytest.mark.parametrize(
    ("days", "state", "said"),
    [(1, "live", ""), (3, "live", "The last backup is older"), (None, "live", "There is no"), (None, "ready", "")],
)
def test_old_or_missing_backup_is_a_warning(on_platform, makassar, days, state, said) -> None:
    tenant = Tenant.objects.get(pk=makassar.id)
    tenant.state, tenant.created_at = state, timezone.now() - timedelta(days=9)
    if days:
        made(makassar, taken_at=timezone.now() - timedelta(days=days))

    with translation.override("en"):
        problem = queries.safety(tenant).problem

    assert (problem.startswith(said), bool(problem)) == (True, bool(said))
