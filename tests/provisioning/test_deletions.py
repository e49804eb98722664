"""A tenant is deleted: nothing of it is left but the row that says so."""

import hashlib
import json
from datetime import datetime, timedelta

import dramatiq
import pytest
from django.core.management import call_command
from django.utils import timezone

from kernel.accounts.actor import PLATFORM, Actor, ActorKind
from kernel.accounts.models import Person
from kernel.audit.models import Entry
from provisioning import actions, certificates, deletions, demo, runner, tasks
from provisioning.agencies import Agency
from provisioning.backups import actions as backups
from provisioning.errors import OrderRefused, StepFailed
from provisioning.exports import actions as exports
from provisioning.models import Backup, Deletion, Run
from provisioning.orders import Order
from provisioning.steps.close_for_good import CloseForGood
from tenants import mail
from tenants.files import exports as copies
from tenants.isolation.current import enter
from tenants.jobs import doorbell
from tenants.jobs.actions import enqueue
from tenants.jobs.models import Job
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tests.canaries import filling
from tests.provisioning.conftest import CODE, order
from tests.provisioning.contents import exact
from tests.provisioning.traces import names, traces

NAME = "RSUD Zqxahapus"
RANI = Actor(ActorKind.OPERATOR, "kuncirani", "Rani")


def hospital() -> Tenant:
    """Return an agency that has left something everywhere: rows, files, cache, jobs, mails, messages, an archive."""
    wanted = Order(agency=Agency(name=NAME, time_zone="WIB"), modules=("news", "complaints", "services"))
    tenant = runner.execute(actions.order(wanted, by=PLATFORM).key).tenant
    with enter(tenancy(tenant)):
        filling.fill("a")
        enqueue("news.count_reads", article="zqxaaaaaaaaa")
    actions.switch(tenant, "services", on=False, by=PLATFORM)
    runner.execute(actions.uninstall(tenant, "services", by=PLATFORM).key)
    mail.send("sari@example.org", subject="Jeda", template="partnership/mail/suspended.txt", region=NAME)
    doorbell.ring("kuncitugas", tenant.role_name)
    give_up(tenant.role_name)
    return tenant


def give_up(role: str) -> None:
    """Leave a message that no worker could carry out, as dramatiq does."""
    message = dramatiq.Message(queue_name="jobs", actor_name="run", args=("kunci", role), kwargs={}, options={})
    place = f"{doorbell.broker().namespace}:jobs.XQ"
    doorbell.broker().client.hset(f"{place}.msgs", message.message_id, message.encode())
    doorbell.broker().client.zadd(place, {message.message_id: 1})


def suspended(tenant: Tenant) -> Tenant:
    Tenant.objects.filter(pk=tenant.pk).update(state="suspended")
    tenant.refresh_from_db()
    return tenant


def ask(tenant: Tenant) -> Deletion:
    return deletions.ask(suspended(tenant), tenant.name, by=RANI)


def due(deletion: Deletion) -> Deletion:
    Deletion.objects.filter(pk=deletion.pk).update(due_at=timezone.now() - timedelta(seconds=1))
    deletion.refresh_from_db()
    return deletion


def delete(tenant: Tenant) -> Run:
    """Order, wait, and carry out the deletion."""
    return runner.execute(deletions.begin(due(ask(tenant)), by=PLATFORM).key)


@pytest.mark.slow
def test_deletion_leaves_no_trace_anywhere(stage, clean_cache, superuser) -> None:
    tenant, other = hospital(), Tenant.objects.get(region_code="73.71")
    wanted, others, before = names(tenant), exact(other, superuser), Tenant.objects.count()
    there = traces(wanted)

    run = delete(tenant)

    assert (run.state, Tenant.objects.count(), exact(other, superuser)) == ("done", before - 1, others)
    assert {place.split(".")[0] for place in there} >= {
        "file", "pg_namespace", "pg_roles", "redis hash", "redis string", f"table {tenant.schema_name}", "table public",
    }  # fmt: skip
    assert traces(wanted) == []


def test_what_stays_says_who_deleted_how_much_and_when(stage, superuser) -> None:
    tenant = runner.execute(order().key).tenant
    superuser.execute("SELECT count(*) FROM pg_tables WHERE schemaname = %s", [tenant.schema_name])
    tables = superuser.fetchone()[0]

    delete(tenant)

    kept = Deletion.objects.get(number=tenant.pk)
    assert (kept.state, kept.asked_by, kept.done_at is not None) == ("done", RANI, True)
    assert (kept.figures["tables"], kept.figures["rows"] > tables, kept.figures["files"]) == (tables, True, 0)
    last = Entry.objects.latest("pk")
    assert (last.action, last.subject_key, last.after) == ("provisioning.deleted", kept.key, kept.figures)
    assert Entry.objects.filter(action="provisioning.delete", subject_key=tenant.key).count() == 1


def test_half_made_tenant_is_deleted(stage) -> None:
    tenant = order().tenant
    Run.objects.filter(tenant=tenant).update(state="failed")

    deletion = due(deletions.ask(tenant, tenant.name, by=RANI))
    run = runner.execute(deletions.begin(deletion, by=PLATFORM).key)

    deletion.refresh_from_db()
    assert (run.state, deletion.figures) == ("done", {"tables": 0, "rows": 0, "files": 0, "bytes": 0})


def test_region_is_ordered_anew_after_its_deletion(stage) -> None:
    first = runner.execute(order().key).tenant
    delete(first)

    again = runner.execute(order().key).tenant

    assert (again.state, again.pk != first.pk) == ("ready", True)


def test_deletion_is_ordered_once(stage) -> None:
    tenant = runner.execute(order().key).tenant

    assert ask(tenant) == ask(tenant)
    assert Entry.objects.filter(action="provisioning.delete", subject_key=tenant.key).count() == 1


@pytest.mark.parametrize(
    ("state", "typed", "field"), [("live", "Kota Makassar", "state"), ("suspended", "Kota makassar", "name")]
)
def test_deletion_is_refused(on_platform, state, typed, field) -> None:
    tenant = Tenant.objects.get(region_code="73.71")
    Tenant.objects.filter(pk=tenant.pk).update(state=state)

    with pytest.raises(OrderRefused) as refused:
        deletions.ask(tenant, typed, by=RANI)

    assert (refused.value.field, Deletion.objects.count()) == (field, 0)


def test_administrators_are_told_until_when(on_platform, sari) -> None:
    ask(Tenant.objects.get(region_code="73.71"))

    (written,) = [job.payload for job in Job.objects.filter(name="mail.send", payload__to="sari@example.org")]
    assert written["subject"] == "Portal Kota Makassar akan dihapus"
    assert (written["template"], written["context"]["name"]) == (deletions.ORDERED, "Sari")


def test_administrator_who_reads_english_is_led_to_the_english_page(on_platform, makassar, sari) -> None:
    with enter(makassar):
        Person.objects.filter(pk=sari.pk).update(language="en")

    ask(Tenant.objects.get(region_code="73.71"))

    written = Job.objects.get(name="mail.send", payload__to="sari@example.org").payload
    assert written["subject"] == "The portal of Kota Makassar will be deleted"
    assert written["context"]["copies"].startswith("http://makassar.localhost:8000/en/konsol/")


def test_deletion_that_is_called_off_is_not_carried_out(on_platform) -> None:
    deletion = due(ask(Tenant.objects.get(region_code="73.71")))

    for _time in range(2):
        deletions.call_off(deletion, by=RANI)

    tasks.delete()
    deletion.refresh_from_db()
    assert (deletion.state, Run.objects.filter(steps__kind="ForgetTenant").count()) == ("called_off", 0)
    assert Entry.objects.filter(action="provisioning.call_off").count() == 1
    with pytest.raises(OrderRefused):
        deletions.begin(deletion, by=PLATFORM)


def test_deletion_begins_by_itself_when_it_is_due_and_not_before(on_platform) -> None:
    deletion = ask(Tenant.objects.get(region_code="73.71"))
    tasks.delete()
    before = deletions.run_of(deletion)

    due(deletion)
    tasks.delete()

    run = deletions.run_of(deletion)
    deletion.refresh_from_db()
    assert (before, run.title_id, deletion.state) == (None, "Menghapus Kota Makassar", "running")
    with pytest.raises(OrderRefused):
        deletions.call_off(deletion, by=RANI)


def test_deletion_waits_for_another_run(on_platform) -> None:
    tenant = Tenant.objects.get(region_code="73.71")
    deletion = due(ask(tenant))
    actions.update(tenant, by=PLATFORM)

    tasks.delete()

    deletion.refresh_from_db()
    assert (deletion.state, deletions.run_of(deletion)) == ("waiting", None)


def test_portal_that_will_be_deleted_is_not_opened_or_ordered(on_platform) -> None:
    tenant = Tenant.objects.get(region_code="73.71")
    ask(tenant)

    with pytest.raises(OrderRefused):
        actions.open_again(tenant, by=PLATFORM)
    with pytest.raises(OrderRefused):
        actions.order(Order(code="73.71", modules=("news",)), by=PLATFORM)
    Tenant.objects.filter(pk=tenant.pk).update(state="ready")
    with pytest.raises(OrderRefused):
        actions.go_live(tenant, by=PLATFORM)


def test_live_portal_is_never_closed_for_good(on_platform) -> None:
    tenant = Tenant.objects.get(region_code="73.71")

    with pytest.raises(StepFailed):
        CloseForGood().do(tenant)

    tenant.refresh_from_db()
    assert tenant.state == "live"


def test_job_of_a_run_that_is_gone_is_not_asked_for_again(on_platform) -> None:
    before = Job.objects.count()

    tasks.carry_out("tidakada")

    assert Job.objects.count() == before


def test_command_carries_out_what_is_due(stage, capsys) -> None:
    tenant = runner.execute(order().key).tenant
    due(ask(tenant))

    call_command("delete_tenant", CODE, "--confirm", tenant.name, "--here")

    assert capsys.readouterr().out.splitlines()[-1] == "Kota Magelang is deleted."
    assert Tenant.objects.filter(pk=tenant.pk).count() == 0


def test_certificate_says_what_was_deleted_and_is_as_it_was_signed(stage) -> None:
    tenant = runner.execute(order().key).tenant
    host = tenant.domains.get().domain

    runner.execute(backups.back_up(tenant, by=PLATFORM).key)
    half = Backup.objects.create(tenant=tenant, tenant_key=tenant.key, name=tenant.name, occasion="scheduled")
    half.folder.with_name(f".{half.key}.putus").mkdir()
    delete(tenant)

    kept, whole = Deletion.objects.get(number=tenant.pk), Backup.objects.get(tenant_key=tenant.key)
    facts = json.loads(kept.certificate)
    (named,) = facts["backups_still_to_expire"]
    assert (named["backup"], named["taken_at"]) == (whole.key, whole.taken_at.isoformat())
    assert datetime.fromisoformat(named["expires_at"]) == whole.taken_at + timedelta(days=90)
    assert list(whole.folder.parent.iterdir()) == [whole.folder]
    assert (facts["tenant"]["name"], facts["tenant"]["domains"]) == ("Kota Magelang", [host])
    assert (facts["ordered"]["by"], facts["deleted"]) == ("Rani", kept.figures)
    assert certificates.is_genuine(kept.certificate, kept.signature)
    assert not certificates.is_genuine(kept.certificate.replace("Rani", "Budi"), kept.signature)


def test_certificate_names_the_copies_that_the_region_left_with(stage) -> None:
    tenant = runner.execute(order().key).tenant
    with enter(where := tenancy(tenant)):
        half = copies.ask(by=PLATFORM)
        copies.finish(half, size=14, sha256="0" * 64)
    made = exports.make(where, exports.order(tenant, by=PLATFORM).key)
    with enter(where):
        path = copies.path_of(made)
        sha256, size = hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size
        copies.ask(by=PLATFORM)  # which is never made

    delete(tenant)

    last, first = json.loads(Deletion.objects.get(number=tenant.pk).certificate)["copies_made"]
    assert last == {"made_at": made.ready_at.isoformat(), "bytes": size, "sha256": sha256}
    assert (first["bytes"], first["sha256"]) == (14, "0" * 64)


def test_demo_leaves_a_portal_alone_that_will_be_deleted(on_platform) -> None:
    wanted = Order(code="73.71", modules=("news",))
    deletion = ask(Tenant.objects.get(region_code="73.71"))

    alone = demo.missing(wanted)
    deletions.call_off(deletion, by=RANI)

    assert (alone, demo.missing(wanted)) == (False, False)  # it stays suspended until somebody opens it again
