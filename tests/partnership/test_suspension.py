"""Suspend a portal and open it again: what is said before, who is told, and what waits meanwhile."""

import re

import pytest
from django.core import mail as outbox
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string
from django.utils import translation

from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Person
from kernel.audit.models import Entry
from kernel.errors import Conflict
from partnership import actions
from provisioning import runner
from provisioning.models import Run
from tenants import letters, mail
from tenants.isolation import hosts
from tenants.isolation.current import Tenancy, enter
from tenants.jobs import worker
from tenants.jobs.models import Job
from tenants.registry.models import InstalledModule, Tenant
from tests.partnership.test_console import address

REASON = "Pusat data dipindahkan sampai Jumat."


def suspend(console, where: Tenancy, reason: str = REASON):
    return console.post(address("suspend", where.key), {"reason": reason})


def open_again(console, where: Tenancy) -> Run:
    return Run.objects.get(key=console.post(address("open_again", where.key))["Location"].split("/")[-2])


def state_of(where: Tenancy) -> str:
    return Tenant.objects.values_list("state", flat=True).get(pk=where.id)


def said(page: str) -> list[str]:
    return re.findall(r"<li>([^<]+)</li>", page.partition('id="plan"')[2].partition("</ol>")[0])


def told() -> list[dict]:
    found = Job.objects.filter(tenant_role__endswith="_platform", name="mail.send").order_by("id")
    return [job.payload for job in found if job.payload["template"] == "partnership/mail/suspended.txt"]


def send_mail(where: Tenancy) -> str:
    with enter(where):
        mail.send("citra@example.org", subject="Laporan", template="quotas/warning.txt", name="Citra")
    return Job.objects.filter(tenant_role=where.role).latest("id").key


def test_plan_of_a_suspension_changes_nothing(rani, makassar, sari) -> None:
    waiting = Job.objects.filter(tenant_role=makassar.role, state="waiting").count()

    page = rani.get(address("suspend", makassar.key)).content.decode()

    assert said(page) == [
        "Dalam satu detik, warga dan petugas membaca bahwa portal Kota Makassar dihentikan sementara.",
        "Tidak ada data yang hilang. Tenggat menurut aturan tetap berjalan.",
        "Administratornya tetap bisa masuk untuk mengambil salinan semua data; selebihnya tertutup.",
        f"Tugas dan email menunggu sampai portal dibuka kembali: {waiting} saat ini.",
        "1 administrator daerah menerima alasannya lewat email.",
    ]
    assert state_of(makassar) == "live"


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_suspension_asks_for_a_reason(rani, makassar, reason) -> None:
    response = suspend(rani, makassar, reason)

    assert (response.status_code, 'id="id_reason_error"' in response.content.decode()) == (422, True)
    assert state_of(makassar) == "live"


def test_reason_is_for_operators_and_the_region_s_administrators(rani, makassar, sari, citizen, portal) -> None:
    suspend(rani, makassar)
    hosts.forget()

    operators, public = rani.get(address("region", makassar.key)), citizen.get("/")

    assert (REASON in operators.content.decode(), "Rani" in operators.content.decode()) == (True, True)
    assert (public.status_code, REASON in public.content.decode()) == (503, False)
    with enter(makassar):
        line = Entry.objects.get(action="portal.suspended")
    assert (line.actor.name, line.after) == ("Rani", {"reason": REASON})
    Tenant.objects.filter(pk=makassar.id).update(state="live")
    hosts.forget()
    assert REASON in portal(makassar, sari).get("/konsol/riwayat/").content.decode()


def test_administrators_are_told_why_by_the_platform(rani, makassar, sari, budi) -> None:
    suspend(rani, makassar)

    (written,) = told()

    with translation.override("id"):
        text = render_to_string(written["template"], {**written["context"], "brand_name": letters.PLATFORM_NAME})
    assert (written["to"], written["subject"]) == (
        "sari@example.org",
        "Portal Kota Makassar dihentikan sementara",
    )
    assert text.splitlines()[:5] == [
        "Halo Sari,",
        "",
        "portal Kota Makassar dihentikan sementara. Alasannya:",
        "",
        REASON,
    ]


@pytest.mark.parametrize(("language", "start"), [("id", "/konsol/"), ("en", "/en/konsol/")])
def test_mail_of_a_suspension_leads_to_the_page_in_her_language(rani, makassar, sari, language, start) -> None:
    with enter(makassar):
        Person.objects.filter(pk=sari.pk).update(language=language)

    rani.post(f"/en{address('suspend', makassar.key)}", {"reason": REASON})

    (written,) = told()
    assert written["context"]["copies"].startswith(f"http://makassar.localhost:8000{start}")


def test_double_click_suspends_once(rani, makassar, sari) -> None:
    answers = [suspend(rani, makassar).status_code for _click in range(2)]

    assert answers == [302, 302]
    assert (len(told()), Entry.objects.filter(action="regions.suspended").count()) == (1, 1)


def test_suspension_for_another_reason_is_refused(rani, makassar) -> None:
    suspend(rani, makassar)

    response = suspend(rani, makassar, "Alasan lain.")

    assert (response.status_code, "sudah berubah" in response.content.decode()) == (409, True)
    assert REASON in rani.get(address("region", makassar.key)).content.decode()


def test_page_of_a_portal_that_is_suspended_already_leads_back_to_it(rani, makassar) -> None:
    Tenant.objects.filter(pk=makassar.id).update(state="suspended")

    page = rani.get(address("suspend", makassar.key), follow=True)

    assert page.redirect_chain == [(address("region", makassar.key), 302)]
    assert "Kota Makassar tidak sedang aktif, jadi tidak ada yang ditangguhkan." in page.content.decode()


def test_watcher_may_neither_suspend_nor_open(watcher, makassar) -> None:
    assert [watcher.get(address(name, makassar.key)).status_code for name in ("suspend", "open_again")] == [403, 403]
    assert suspend(watcher, makassar).status_code == 403
    assert state_of(makassar) == "live"


def test_mail_of_a_suspended_region_waits_and_is_sent_afterwards(rani, makassar) -> None:
    suspend(rani, makassar)
    key = send_mail(makassar)

    worker.run(key)
    worker.unpark()
    worker.run(key)
    while_suspended = (Job.objects.get(key=key).state, len(outbox.outbox))
    runner.execute(open_again(rani, makassar).key)
    worker.unpark()
    worker.run(key)

    assert while_suspended == ("parked", 0)
    assert (Job.objects.get(key=key).state, [sent.to for sent in outbox.outbox]) == ("done", [["citra@example.org"]])


def test_portal_opens_again_and_says_so(rani, makassar, citizen) -> None:
    suspend(rani, makassar)
    hosts.forget()
    paused = citizen.get("/").status_code

    run = runner.execute(open_again(rani, makassar).key)

    assert (paused, run.state, state_of(makassar), citizen.get("/").status_code) == (503, "done", "live", 200)
    with enter(makassar):
        assert Entry.objects.filter(action="portal.open_again").count() == 1


def test_plan_of_opening_is_what_is_left_to_do(rani, makassar) -> None:
    suspend(rani, makassar)

    page = rani.get(address("open_again", makassar.key)).content.decode()

    assert said(page) == ["Uji seluruh halaman", "Buka kembali portal"]
    assert state_of(makassar) == "suspended"


def test_portal_that_fails_the_probe_stays_closed(rani, makassar, monkeypatch) -> None:
    suspend(rani, makassar)
    monkeypatch.setattr("tenants.portal.probe.check", lambda where: ["/ answers with status 500."])

    run = runner.execute(open_again(rani, makassar).key)

    assert (run.state, state_of(makassar)) == ("failed", "suspended")


def test_double_click_opens_once(rani, makassar) -> None:
    suspend(rani, makassar)

    assert open_again(rani, makassar) == open_again(rani, makassar)


def test_portal_that_is_live_is_not_opened(rani, makassar) -> None:
    before = Run.objects.count()

    response = rani.post(address("open_again", makassar.key), follow=True)

    assert "tidak sedang ditangguhkan" in response.content.decode()
    assert Run.objects.count() == before


def test_portal_that_slept_through_a_release_is_brought_to_it(rani, makassar) -> None:
    suspend(rani, makassar)

    steps = [row.kind for row in open_again(rani, makassar).steps.all()]

    modules = InstalledModule.objects.filter(tenant=makassar.id).count()
    assert steps == [
        "CreateRole",
        "CreateSchema",
        *["ApplyStructure"] * (modules + 1),
        "Probe",
        "RepeatDeletions",
        "OpenAgain",
    ]


def test_command_suspends_and_opens(on_platform, makassar, sari, capsys) -> None:
    call_command("portal", "suspend", "73.71", "--reason", REASON, "--plan")
    planned = state_of(makassar)
    call_command("portal", "suspend", "makassar", "--reason", REASON)
    suspended = state_of(makassar)
    call_command("portal", "open", "73.71", "--here")

    assert (planned, suspended, state_of(makassar)) == ("live", "suspended", "live")
    assert Entry.objects.get(action="regions.suspended").actor.name == "command line"
    assert [written["context"]["by"] for written in told()] == [""]
    assert "Kota Makassar is suspended.\n" in capsys.readouterr().out


def test_command_asks_for_a_reason_and_a_region(on_platform, makassar) -> None:
    with pytest.raises(CommandError, match="Say why with --reason"):
        call_command("portal", "suspend", "73.71")
    with pytest.raises(CommandError, match=r"No region is registered as “99\.99”\."):
        call_command("portal", "open", "99.99")


def test_suspension_of_a_region_that_is_not_live_is_refused(on_platform, makassar) -> None:
    Tenant.objects.filter(pk=makassar.id).update(state="ready")

    with pytest.raises(Conflict):
        actions.suspend(Tenant.objects.get(pk=makassar.id), reason=REASON, by=PLATFORM)
