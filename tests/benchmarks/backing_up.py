"""Fill a region, back it up and restore it, by our steps and by Postgres's own programs; print seconds as JSON."""

import json
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

os.environ["PYTEST_XDIST_WORKER"] = "bench"
from tests import environment  # sets the addresses of a database of its own

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
ROWS, FILES, TIMES = 100_000, 1_000, 3
PHOTO = 60_000
COUNT = """
    SELECT count(*), sum((xpath('/row/c/text()', query_to_xml(format('SELECT count(*) AS c FROM %%I.%%I',
    schemaname, tablename), false, true, '')))[1]::text::bigint) FROM pg_tables WHERE schemaname = %s
"""


def main() -> None:
    """Make a database of its own, measure, and drop it."""
    import django

    django.setup()
    from django.db import connections

    from config.local.postgres import ensure_database
    from tenants.isolation.current import Place, enter
    from tests.environment import drop_database

    drop_database(environment.DATABASE)
    ensure_database(environment.CLUSTER_URL, environment.DATABASE)
    try:
        with enter(Place.PLATFORM):
            print(json.dumps(_measure()))
    finally:
        connections.close_all()
        drop_database(environment.DATABASE)


def _measure() -> dict[str, Any]:
    from kernel.accounts.actor import PLATFORM
    from kernel.modules import registry
    from kernel.regions import actions as regions
    from provisioning import actions, migrating, runner
    from provisioning.backups import actions as backups
    from provisioning.backups import restoring
    from provisioning.orders import Order

    migrating.migrate(migrating.shared_labels())
    regions.load()
    names = tuple(module.name for module in registry.modules())
    tenant = runner.execute(actions.order(Order(code="33.71", modules=names, with_sample=True), by=PLATFORM).key).tenant
    _fill(tenant)
    runner.execute(backups.back_up(tenant, by=PLATFORM).key)
    row = tenant.backups.get()
    with environment.superuser() as cursor:
        cursor.execute(COUNT, [tenant.schema_name])
        tables, rows = cursor.fetchone()
    return {
        "tables": tables,
        "rows": int(rows),
        "files": row.files,
        "back_up": _timed(lambda: restoring.take(row, tenant)),
        "try_out": _timed(lambda: restoring.try_out(_fresh(row), tenant)),
        "restore": _timed(lambda: restoring.restore(_fresh(row), tenant), before=lambda: _lose_files(tenant)),
        **_baseline(tenant),
    }


def _fresh(row: Any) -> Any:
    row.refresh_from_db()
    return row


def _timed(work: Callable[[], None], before: Callable[[], None] = lambda: None) -> float:
    seconds = []
    for _time in range(TIMES):
        before()
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return median(seconds)


def _fill(tenant: Any) -> None:
    """Write texts of the usual length, in tables that refer to each other, and photos that cannot be compressed."""
    from app_modules.news.models import Article, Category, Version
    from kernel.accounts.actor import PLATFORM
    from kernel.audit.models import Entry
    from tenants.customization.models import Value
    from tenants.files.actions import store
    from tenants.isolation.current import enter
    from tenants.registry.queries import tenancy

    with enter(tenancy(tenant)):
        category, each = Category.objects.all()[0], ROWS // 5
        for number in range(FILES):
            store(os.urandom(PHOTO), "image/webp", owner=f"news.article:{number}", is_private=False, name="foto")
        text = {
            "title": "Judul berita",
            "summary": "Ringkas " * 20,
            "body": "<p>Isi berita</p>" * 60,
            "category": category,
        }
        _many(Article(slug=f"berita-{number}", **text) for number in range(each))
        articles = list(Article.objects.values_list("pk", flat=True)[:each])
        _many(Version(article_id=pk, number=100, saved_by=PLATFORM, **text) for pk in articles)
        _many(Value(kind="word", key=f"x.{n}", value="Kata", changed_by=PLATFORM) for n in range(each))
        said = {
            "action": "news.write",
            "subject_kind": "news.article",
            "summary": "Wrote an article",
            "actor": PLATFORM,
        }
        _many(Entry(subject_key=str(number), after={"title": "Judul"}, **said) for number in range(2 * each))


def _many(rows: Any) -> None:
    made = list(rows)
    type(made[0])._base_manager.bulk_create(made, batch_size=1_000)


def _lose_files(tenant: Any) -> None:
    for path in _files(tenant).glob("??/*"):
        path.unlink()


def _files(tenant: Any) -> Path:
    from django.conf import settings

    return Path(settings.FILES_ROOT) / tenant.key


def _baseline(tenant: Any) -> dict[str, float]:
    address, folder = environment.cluster_dsn(environment.DATABASE), _files(tenant).parent
    dump, tar = folder / "tenant.dump", folder / "tenant.tar"

    def write() -> None:
        _run("pg_dump", "-Fc", "-n", tenant.schema_name, "-f", str(dump), address)
        _run("tar", "-C", str(folder), "-cf", str(tar), tenant.key)
        _run("sync", str(dump), str(tar))

    def read() -> None:
        with environment.superuser() as cursor:
            cursor.execute(f'DROP SCHEMA "{tenant.schema_name}" CASCADE')
        _run("pg_restore", "--exit-on-error", "-d", address, str(dump))
        _run("tar", "-C", str(folder), "-xf", str(tar))
        _run("sync", "-f", str(folder))

    return {"dump": _timed(write), "load": _timed(read, before=lambda: _lose_files(tenant))}


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
