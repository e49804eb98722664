"""A copy of all that a tenant has: Postgres restores it, anybody reads it, and no secret is in it."""

import csv
import json
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from django.utils import timezone
from playwright.sync_api import sync_playwright

from app_modules.complaints.models import Case
from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Person
from provisioning import deletions, runner, tasks
from provisioning.errors import OrderRefused
from provisioning.exports import actions as exports
from provisioning.exports import left_out
from provisioning.models import Deletion
from tenants.files import exports as copies
from tenants.files.models import Export, StoredFile
from tenants.files.tasks import forget_exports
from tenants.isolation.current import Tenancy, enter
from tenants.jobs import worker
from tenants.jobs.models import Job
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tests import environment
from tests.browser.judging import EVERYTHING, barriers, dark, resize, too_wide
from tests.browser.stage import CHROMIUM
from tests.canaries import filling
from tests.conftest import make_person
from tests.kernel.accounts.test_log_in import log_in
from tests.provisioning.conftest import order
from tests.tenants.portal.test_exports import PAGE, link

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename <> 'spatial_ref_sys' ORDER BY 1"


@pytest.fixture
def region(stage) -> Tenancy:
    """A region with two rows in every table, a place on the map, a person who is logged in, and her password."""
    tenant = runner.execute(order(modules=("news", "complaints", "services"), with_sample=True).key).tenant
    with enter(where := tenancy(tenant)):
        filling.fill("a")
        make_person("Sari", "administrator")
        Session.objects.create(session_key="rahasiasesi", session_data="x", expire_date=timezone.now())
    return where


def make(where: Tenancy) -> Export:
    with enter(where):
        Export.objects.all().delete()
        export = copies.ask(by=PLATFORM)
    return exports.make(where, export.key)


def path_of(where: Tenancy, export: Export) -> Path:
    with enter(where):
        return copies.path_of(export)


def unpacked(where: Tenancy, folder: Path) -> Path:
    with zipfile.ZipFile(path_of(where, make(where))) as packed:
        packed.extractall(folder)
    (top,) = folder.iterdir()
    return top


@pytest.fixture
def empty_database() -> Iterator[str]:
    """A new database of the cluster, with nothing in it."""
    name = f"{environment.DATABASE}_copy"
    environment.drop_database(name)
    with environment.superuser("postgres") as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield name
    environment.drop_database(name)


def rows(cursor: Any, schema: str) -> dict[str, list[str]]:
    """Return all rows of all tables that a copy holds, without the hashes of passwords."""
    cursor.execute(TABLES, [schema])
    found = {}
    for (table,) in cursor.fetchall():
        cursor.execute(
            f'SELECT to_jsonb(t) - %s FROM "{schema}"."{table}" t', ["password" if table == "accounts_person" else ""]
        )
        found[table] = sorted(json.dumps(row, sort_keys=True) for (row,) in cursor.fetchall())
    return {table: held for table, held in found.items() if table not in left_out.TABLES}


def numbers(cursor: Any, schema: str) -> dict[str, int]:
    cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = %s", [schema])
    found = {}
    for (name,) in cursor.fetchall():
        cursor.execute(f'SELECT last_value + is_called::int FROM "{schema}"."{name}"')
        found[name] = cursor.fetchone()[0]
    return {name: number for name, number in found.items() if not name.startswith(tuple(left_out.TABLES))}


@pytest.mark.slow
def test_psql_makes_an_equal_database_of_a_copy(region, superuser, empty_database, tmp_path) -> None:
    top = unpacked(region, tmp_path)
    command = [
        "psql",
        environment.cluster_dsn(empty_database),
        "-q",
        "-v",
        "ON_ERROR_STOP=1",
        "-f",
        "postgres/restore.sql",
    ]

    done = subprocess.run(command, cwd=top, capture_output=True, text=True, check=False)

    assert (done.stderr, done.returncode) == ("", 0)
    with environment.superuser(empty_database) as restored:
        assert rows(restored, "public") == rows(superuser, region.schema)
        assert numbers(restored, "public") == numbers(superuser, region.schema)


@pytest.mark.slow
def test_copy_is_read_without_us_and_holds_no_secret(region, tmp_path) -> None:
    top = unpacked(region, tmp_path)

    checked = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=top, capture_output=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, b"")
    for table in json.loads((top / "manifest.json").read_text())["contents"]["tables"]:
        assert len(json.loads((top / "json" / f"{table['name']}.json").read_text())) == table["rows"]
    with enter(region):
        files = list(StoredFile.objects.all())
        secrets = [*Person.objects.values_list("password", flat=True), "rahasiasesi"]
    listed = list(csv.DictReader((top / "files.csv").read_text().splitlines()))
    assert [(row["key"], (top / row["path"]).stat().st_size > 0) for row in listed] == [
        (row.key, True) for row in sorted(files, key=lambda row: row.key)
    ]
    everything = b"\n".join(path.read_bytes() for path in top.rglob("*") if path.is_file())
    assert [secret for secret in secrets if secret.encode() in everything] == []


def test_places_are_features_for_a_map(region, superuser, tmp_path) -> None:
    with enter(region):
        case = Case.objects.latest("pk")
        Case.objects.update(latitude=None, longitude=None)
        Case.objects.filter(pk=case.pk).update(latitude=-7.5, longitude=110.25)
    superuser.execute(f"ALTER TABLE {region.schema}.complaints_case ADD area ext.geometry(Point, 3857)")
    superuser.execute(f"UPDATE {region.schema}.complaints_case SET area = ext.ST_SetSRID(ext.ST_MakePoint(0, 0), 3857)")

    top = unpacked(region, tmp_path)

    (pair,) = json.loads((top / "geojson/complaints_case.geojson").read_text())["features"]
    areas = json.loads((top / "geojson/complaints_case.area.geojson").read_text())["features"]
    assert (pair["geometry"], pair["properties"]["key"]) == ({"type": "Point", "coordinates": [110.25, -7.5]}, case.key)
    assert {tuple(one["geometry"]["coordinates"]) for one in areas} == {(0, 0)}
    assert ("latitude" in pair["properties"], "area" in areas[0]["properties"]) == (False, False)


def test_copy_explains_itself_in_both_languages(region, tmp_path) -> None:
    top = unpacked(region, tmp_path)

    page, dictionary = (top / "index.html").read_text(), (top / "dictionary.html").read_text()

    assert ("Semua data Kota Magelang" in page, "All data of Kota Magelang" in page) == (True, True)
    assert ("A file of this tenant." in dictionary, "Secrets for logging in with two steps" in dictionary) == (
        True,
        True,
    )
    known = {
        (row["table"], row["column"]): row for row in csv.DictReader((top / "dictionary.csv").read_text().splitlines())
    }
    assert known["complaints_case", "category_id"]["refers_to"] == "complaints_category"
    assert known["accounts_person", "password"]["left_out"].startswith("Hashes of passwords")


@pytest.mark.browser
def test_pages_of_a_copy_are_read_on_a_phone_without_us(region, tmp_path) -> None:
    top, faults = unpacked(region, tmp_path), []

    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]).new_page()
        resize(page, 360)
        for name in ("index.html", "dictionary.html"):
            page.goto((top / name).as_uri())
            faults += too_wide(page) + barriers(page, EVERYTHING) + dark(page)

    assert faults == []


def test_copy_is_made_once_and_leaves_nothing_beside_it(region) -> None:
    with enter(region):
        Export.objects.all().delete()
        export = copies.ask(by=PLATFORM)
        assert copies.ask(by=PLATFORM) == export
    (path_of(region, export).parent / "terputus").mkdir(parents=True)

    tasks.export_of(region.key, export.key)
    made = exports.make(region, export.key)

    assert (made.state, made.progress, made.size) == ("ready", 100, path_of(region, export).stat().st_size)
    assert list(path_of(region, export).parent.iterdir()) == [path_of(region, export)]


def test_old_copy_is_forgotten(region) -> None:
    export = make(region)
    with enter(region):
        forget_exports()
        kept = copies.path_of(export).exists()
        Export.objects.update(expires_at=timezone.now())

        forget_exports()

        export.refresh_from_db()
        assert (kept, export.state, copies.path_of(export).parent.exists()) == (True, "gone", False)


def test_copy_that_cannot_be_made_is_given_up(region) -> None:
    with enter(region):
        Export.objects.all().delete()
        first = copies.ask(by=PLATFORM)
        forget_exports()
        same = copies.ask(by=PLATFORM)
        Export.objects.update(created_at=timezone.now() - copies.GIVEN_UP)

        forget_exports()

        assert (same, copies.ask(by=PLATFORM) != first) == (first, True)


def test_copy_of_an_older_release_is_refused(region) -> None:
    with enter(region), connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'news'")

    with pytest.raises(OrderRefused, match="older release"):
        make(region)


def test_operator_s_order_is_made_although_the_portal_is_suspended(region) -> None:
    tenant = Tenant.objects.get(pk=region.id)
    Tenant.objects.filter(pk=tenant.pk).update(state="suspended")
    with enter(region):
        Export.objects.all().delete()

    export = exports.order(tenant, by=PLATFORM)
    job = Job.objects.filter(name="provisioning.export_of").latest("pk")
    tasks.export_of(**job.payload)

    with enter(region):
        export.refresh_from_db()
    assert export.state == "ready"


def test_administrator_of_a_suspended_portal_leaves_with_everything(region, clean_cache) -> None:
    tenant = Tenant.objects.get(pk=region.id)
    Tenant.objects.filter(pk=tenant.pk).update(state="suspended")
    deletions.ask(tenant, tenant.name, by=PLATFORM)
    with enter(region):
        Export.objects.all().delete()
    sari = Client(SERVER_NAME=region.domain)

    log_in(sari)
    sari.post(f"{PAGE}buat/")
    asked = Job.objects.filter(name="provisioning.export_of").latest("pk")
    worker.run(asked.key)
    taken = sari.get(link(sari))

    told = Job.objects.get(name="mail.send", payload__to="sari@example.org").payload["context"]
    assert told["copies"].endswith(f"//{region.domain}:8000{PAGE}")
    assert b"".join(taken.streaming_content)[:2] == b"PK"
    Deletion.objects.all().delete()


def test_command_makes_a_copy_and_says_how_far_it_is(region, tmp_path, capsys) -> None:
    with enter(region):
        Export.objects.all().delete()

    call_command("leave", region.slug, "--to", str(tmp_path / "salinan.zip"))

    lines, job = capsys.readouterr().out.splitlines(), Job.objects.filter(name="provisioning.export_of").latest("pk")
    assert job.due_at > timezone.now() + timedelta(minutes=50)  # no worker makes it at the same time
    assert (lines[0], lines[-2], zipfile.is_zipfile(tmp_path / "salinan.zip")) == (" 30 %", " 99 %", True)
    call_command("leave", region.slug)
    assert zipfile.is_zipfile(capsys.readouterr().out.splitlines()[-1].partition(": ")[0])
    with pytest.raises(CommandError):
        call_command("leave", "tidak-ada")
