"""Heads that are kept outside a tenant: what they find, and what is told of a restore."""

from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import ProgrammingError, connection, connections, transaction
from django.utils import timezone

from kernel.accounts.actor import PLATFORM
from kernel.audit import actions as audit
from kernel.audit import chain
from provisioning import heads, runner, tasks, verifying
from provisioning.backups import actions as backups
from tenants.isolation.current import enter
from tenants.jobs.models import Job
from tenants.proofs.models import Head, Verification
from tenants.registry.queries import tenancy
from tests.kernel.audit.tampering import Tamperer
from tests.provisioning.conftest import order


@pytest.fixture
def region(stage):
    """A small region with some sealed entries, whose head is kept."""
    tenant = runner.execute(order().key).tenant
    write(tenant, 10)
    yield tenant
    heads.path_of(tenant.key).unlink(missing_ok=True)


def write(tenant, count: int, *, is_kept: bool = True) -> None:
    with enter(tenancy(tenant)):
        for number in range(count):
            audit.record("test.try", "test", by=PLATFORM, summary=f"Entry {number}")
        audit.seal(using="owner")
    if is_kept:
        heads.keep(tenant)
        heads.append(tenant)


def tamper(tenant, how: str) -> None:
    """Do something to the tenant's chain, and leave it so."""
    with enter(tenancy(tenant)), transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT max(sequence) FROM audit_seal")
        getattr(Tamperer(cursor, Last(), cursor.fetchone()[0]), how)()


class Last:
    """No chance at all: always the last row."""

    def randint(self, _first: int, last: int) -> int:
        return last

    def choice(self, of: tuple[str, ...]) -> str:
        return of[-1]


def forget_rows() -> None:
    """Delete all heads from the table, as who may do everything in the database can."""
    Head.objects.using("owner").all().delete()


def test_head_is_kept_once_while_nothing_is_written(region):
    heads.keep(region)

    assert Head.objects.filter(tenant=region).count() == 1


def test_chain_as_it_was_is_unbroken(region):
    found = verifying.verify(region)

    assert (found.problem, found.heads, found.is_under_way) == ("", 1, False)
    assert found.entries >= 10


@pytest.mark.parametrize("how", ["cut_the_end", "delete_all", "rewrite_with_right_digests"])
@pytest.mark.parametrize("without_rows", [False, True], ids=["table", "file"])
def test_cut_and_rewritten_chains_are_found_by_the_table_or_the_file(region, how, without_rows):
    tamper(region, how)
    if without_rows:
        forget_rows()

    assert verifying.verify(region).problem in ("cut", "rewritten")


def test_who_may_read_the_history_is_told_once_that_it_is_broken(region):
    tamper(region, "cut_the_end")

    for _twice in range(2):
        verifying.verify(region)

    told = Job.objects.filter(tenant_role=region.role_name, name="notices.spread")
    assert [job.payload["kind"] for job in told] == ["portal.history_broken"]
    assert told[0].payload["news"]["path"] == "/konsol/riwayat/bukti/"


def test_receipt_that_somebody_kept_finds_it_when_all_heads_are_gone(region):
    line = Head.objects.get(tenant=region).receipt(region.key)
    tamper(region, "delete_all")
    forget_rows()
    heads.path_of(region.key).unlink()

    assert verifying.verify(region).problem == ""
    assert verifying.verify(region, receipts=[heads.parsed(line, region.key)]).problem == "cut"


def test_head_that_is_not_signed_by_us_is_a_finding(region):
    Head.objects.using("owner").filter(tenant=region).update(sequence=3, digest="00" * 32)

    assert verifying.verify(region).problem == "head"


@pytest.mark.parametrize(
    "line", ["", "torn", "live-audit-head-1 {key} kept 1", "live-audit-head-1 other kept 1 00 x y="]
)
def test_line_that_proves_nothing_is_left_out(region, line):
    assert heads.parsed(line.format(key=region.key), region.key) is None


def test_web_role_cannot_change_a_head(region):
    for change in (
        lambda: Head.objects.update(sequence=0),
        lambda: Head.objects.all().delete(),
        lambda: Head.objects.create(kind="kept", sequence=1, digest="", at=timezone.now(), signature=""),
        lambda: Verification.objects.update(problem=""),
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change()


def test_tenant_s_role_sees_no_head(region):
    with (
        enter(tenancy(region)),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM public.proofs_head")


def test_restore_begins_the_chain_anew_and_says_so(region):
    runner.execute(backups.back_up(region, by=PLATFORM).key)
    write(region, 5)

    run = runner.execute(backups.restore(region, region.backups.get(), by=PLATFORM).key)

    assert run.state == "done"
    found = verifying.verify(region)
    assert (found.problem, found.restored_at is not None, found.lost) == ("", True, 5)


def test_restored_chain_that_is_cut_is_found_all_the_same(region):
    runner.execute(backups.back_up(region, by=PLATFORM).key)
    runner.execute(backups.restore(region, region.backups.get(), by=PLATFORM).key)
    tamper(region, "cut_the_end")

    assert verifying.verify(region).problem == "cut"


def test_old_heads_are_thinned_to_the_last_of_a_day_and_of_a_month(region):
    Head.objects.using("owner").all().delete()
    noon = timezone.now().replace(hour=12)
    ages = [timedelta(hours=1), timedelta(hours=2), timedelta(days=3), timedelta(days=3, hours=1)]
    old = noon.replace(year=noon.year - 1, day=20)
    for at in [*(noon - age for age in ages), old, old - timedelta(days=3)]:
        Head.objects.using("owner").create(tenant=region, kind="kept", sequence=1, digest="", at=at, signature="")

    heads.thin()

    left = Head.objects.filter(tenant=region).order_by("-at").values_list("at", flat=True)
    assert list(left) == [*(noon - age for age in ages[:3]), old]


def test_file_gets_a_line_an_hour(region):
    write(region, 1)
    write(region, 1)
    soon = timezone.now() + timedelta(hours=2)
    row = Head.objects.filter(tenant=region).latest("at")
    assert len(heads.in_file(region)) == 1

    Head.objects.using("owner").filter(pk=row.pk).update(
        at=soon, signature=heads.certificates.sign(heads._signed(row)._replace(at=soon).text(region.key))
    )
    heads.append(region)

    assert len(heads.in_file(region)) == 2


def test_jobs_keep_heads_and_verify_what_never_was(region):
    tasks.keep_heads()
    tasks.verify_due()
    tasks.verify("")
    tasks.verify(region.key)

    assert Verification.objects.filter(tenant__in=[region.pk], problem="").count() == 1
    assert region.pk not in [each.pk for each in verifying.due() if each]


@pytest.mark.parametrize(("hour", "is_due"), [(1, True), (12, False)])
def test_chain_is_verified_again_at_night(region, hour, is_due):
    verifying.verify(region)
    Verification.objects.using("owner").filter(tenant=region).update(started_at=timezone.now() - timedelta(days=2))
    with time_machine.travel(timezone.now().replace(hour=(hour - 7) % 24, minute=30)):
        assert (region in verifying.due()) == is_due


def said(capsys, *arguments: str) -> list[str]:
    call_command("verify_audit", *arguments)
    return capsys.readouterr().out.splitlines()


def test_command_says_how_far_each_chain_is_right(region, capsys, monkeypatch):
    monkeypatch.setattr(chain, "TOLD", 5)
    entries = verifying.verify(region).entries

    (line,) = said(capsys, "33.71")

    assert line.startswith(f"Kota Magelang: {entries} entries, until 20")
    assert line.endswith(" UTC, compared with 1 heads: unbroken.")


def test_command_verifies_the_platform_s_chain_or_all(region, capsys):
    """Which chains, not what comes of it: other tests commit entries of times that they travelled to."""
    for arguments, names in (((), ["Platform"]), (("--all",), ["Platform", "Kota Jayapura"])):
        with suppress(CommandError):
            call_command("verify_audit", *arguments)
        assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()][:2] == names


def test_command_names_the_first_bad_row_and_fails(region, capsys, tmp_path):
    receipt = tmp_path / "proof.txt"
    receipt.write_text(Head.objects.get(tenant=region).receipt(region.key))
    tamper(region, "change_text")
    count = verifying.verify(region).sequence

    with pytest.raises(CommandError, match="1 of 1 chains are broken"):
        call_command("verify_audit", "33.71", "--receipt", str(receipt))

    (line,) = capsys.readouterr().out.splitlines()
    assert f"BROKEN. Entry no. {count} is not as it was when it was sealed" in line
    assert "Its key is " in line


def test_command_refuses_who_is_not_there(on_platform):
    with pytest.raises(CommandError, match="nirgendwo"):
        call_command("verify_audit", "nirgendwo")
