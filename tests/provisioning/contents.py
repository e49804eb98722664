"""Every row, number and file of a tenant, as it is: equal before a module is uninstalled and after that is undone."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings

from app_modules.news.actions import articles
from app_modules.news.actions.articles import Content
from app_modules.news.models import Article, Category
from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Role
from provisioning import actions, runner
from provisioning.models import Archive, Run
from tenants.citizens.models import Citizen
from tenants.customization import actions as customization
from tenants.customization.models import Value
from tenants.files.models import StoredFile
from tenants.isolation.current import enter
from tenants.registry.models import Erasure, Tenant
from tenants.registry.queries import tenancy
from tests.provisioning.conftest import order
from tests.tenants.files.test_files import photo

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename <> 'django_migrations' ORDER BY 1"
SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = %s AND sequencename <> 'django_migrations_id_seq'"


def exact(tenant: Tenant, superuser: Any) -> dict[str, Any]:
    """Return a hash of each table's rows, each sequence's next number, and each file's hash; archives apart."""
    superuser.execute(TABLES, [tenant.schema_name])
    found: dict[str, Any] = {}
    for (table,) in superuser.fetchall():
        superuser.execute(f'SELECT t::text FROM "{tenant.schema_name}"."{table}" t')
        found[table] = hashlib.sha256("\n".join(sorted(row for (row,) in superuser.fetchall())).encode()).hexdigest()
    superuser.execute(SEQUENCES, [tenant.schema_name])
    for (name,) in superuser.fetchall():
        superuser.execute(f'SELECT last_value + is_called::int FROM "{tenant.schema_name}"."{name}"')
        found[name] = superuser.fetchone()[0]
    return found | files(tenant)


def files(tenant: Tenant) -> dict[str, str]:
    """Return each stored file's hash by its place."""
    root = Path(settings.FILES_ROOT) / tenant.key
    found = [path for path in root.glob("??/*") if path.is_file()]
    return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def filled() -> Tenant:
    """Return a region whose news, which are off, have left something everywhere that a module may."""
    tenant = runner.execute(order(modules=("news", "services"), with_sample=True).key).tenant
    with enter(tenancy(tenant)):
        articles.write(content(), by=PLATFORM)
        last = articles.write(content(), by=PLATFORM)
        last.versions.all().delete()
        Article.objects.filter(pk=last.pk).delete()  # so that the last number is nobody's
        customization.change(Value.Kind.SETTING, {"news.articles_per_page": 7}, by=PLATFORM)
        customization.change(Value.Kind.WORD, {"news.title:id": "Kabar"}, by=PLATFORM)
        Role.objects.filter(key="officer").update(permissions=["news.write", "services.write", "news.moderate"])
        assert StoredFile.objects.count() == 2
    actions.switch(tenant, "news", on=False, by=PLATFORM)
    return tenant


def content() -> Content:
    return Content(
        title='Judul "aneh", dengan koma', summary="", body="<p>Baris\nbaru</p>", author_name="Humas",
        category=Category.objects.all()[0], picture=photo(), cover_alt="Jembatan",
    )  # fmt: skip


def uninstall(tenant: Tenant, module: str = "news") -> Archive:
    """Take a module out, and return what it is kept in."""
    run = runner.execute(actions.uninstall(tenant, module, by=PLATFORM).key)
    assert run.state == "done", [step.problem for step in run.steps.all()]
    return Archive.objects.get(tenant=tenant, module=module, state="kept")


def undo(tenant: Tenant, module: str = "news") -> Run:
    """Bring a module back, and return the run as it ended."""
    return runner.execute(actions.undo(tenant, module, by=PLATFORM).key)


def had_deleted(tenant: Tenant) -> Citizen:
    """Return a citizen whose data was deleted in the tenant; `bring_back` has her there again."""
    with enter(tenancy(tenant)):
        citizen = Citizen.objects.create(name="Citra", email="citra@example.org")
        Citizen.objects.filter(pk=citizen.pk).delete()
    Erasure.objects.create(tenant=tenant, citizen_key=citizen.key)
    return citizen


def bring_back(tenant: Tenant, citizen: Citizen) -> None:
    with enter(tenancy(tenant)):
        citizen.save(force_insert=True)


def problems(run: Run) -> list[str]:
    """Return why a run stopped."""
    return [step.problem for step in run.steps.all() if step.problem]


def harmed(data: bytes) -> bytes:
    """Return the bytes of a file with one bit of the last one turned over: sealed ones end in any byte."""
    return data[:-1] + bytes([data[-1] ^ 1])


# The log of a restored portal goes on with that it was restored.
LOG = ("audit_entry", "audit_entry_id_seq")


def without_log(found: dict[str, Any]) -> dict[str, Any]:
    """Return all but the log of what `exact` found."""
    return {what: fact for what, fact in found.items() if what not in LOG}
