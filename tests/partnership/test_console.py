"""The operators' console: who may open it, what it shows, what an order does."""

import re

import pytest
from django.db import connections
from django.urls import reverse

from kernel.accounts.actor import PLATFORM, Actor, ActorKind
from kernel.accounts.models import Person
from kernel.audit.models import Entry
from partnership import queries
from provisioning.models import Archive, Run
from tenants.jobs.models import Job
from tenants.registry.models import InstalledModule, Tenant
from tests.provisioning.bulk.conftest import bills

__all__ = ["bills"]

PUBLIC = "config.urls_public"


def address(name: str, *args: object) -> str:
    return reverse(name, urlconf=PUBLIC, args=args)


def makassar() -> Tenant:
    return Tenant.objects.get(region_code="73.71")


@pytest.mark.parametrize("name", ["home", "runs_now", "order", "history"])
def test_stranger_is_asked_to_log_in(stranger, name) -> None:
    response = stranger.get(address(name))

    assert response.status_code == 302
    assert response["Location"].startswith("/masuk/")


def test_regions_are_listed_with_their_modules(rani) -> None:
    page = rani.get(address("home")).content.decode()

    assert page.count("Kota Makassar") == 1
    assert "Kota Jayapura" in page
    assert "makassar.localhost" in page


def test_regions_are_narrowed_by_name(rani) -> None:
    page = rani.get(address("home"), {"q": "jaya"}).content.decode()

    assert "Kota Jayapura" in page
    assert "Kota Makassar" not in page


def test_search_without_result_says_so(rani) -> None:
    page = rani.get(address("home"), {"q": "tidak ada"}).content.decode()

    assert "Tidak ada daerah yang cocok." in page


def test_watcher_may_look_but_not_order(watcher) -> None:
    assert watcher.get(address("home")).status_code == 200
    assert watcher.get(address("order")).status_code == 403
    assert watcher.post(address("go_live", makassar().key)).status_code == 403


def test_plan_is_shown_and_nothing_changes(rani) -> None:
    before = Tenant.objects.count()

    page = rani.post(address("order"), {"code": "Kabupaten Poso", "modules": ["news"]}).content.decode()

    assert "kab-poso.localhost" in page
    assert "Buat skema" in page
    assert (Tenant.objects.count(), Run.objects.filter(tenant__region_code="72.02").count()) == (before, 0)


def test_plan_of_a_live_region_needs_no_owner(rani, monkeypatch) -> None:
    order = {"code": "73.71", "modules": ["news"]}

    with monkeypatch.context() as web:
        web.delitem(connections.settings, "owner")
        web.delattr(connections._connections, "owner", raising=False)
        page = rani.post(address("order"), order)

    assert (page.status_code, "makassar.localhost" in page.content.decode()) == (200, True)


def test_order_writes_tenant_run_steps_and_job(rani) -> None:
    response = rani.post(address("order"), {"code": "72.02 Kabupaten Poso", "modules": ["news"], "order": "1"})

    run = Run.objects.get(tenant__region_code="72.02")
    assert response["Location"] == address("run", run.key)
    assert (run.state, run.steps.count()) == ("waiting", 13)
    assert Job.objects.filter(name="provisioning.run", payload={"run": run.key}).count() == 1
    assert Entry.objects.filter(action="provisioning.order", subject_key=run.key).count() == 1


def test_run_keeps_who_asked_for_it(rani) -> None:
    operator = Person.objects.get(email="rani@example.org")

    rani.post(address("order"), {"code": "72.02", "modules": ["news"], "order": "1"})
    Person.objects.filter(pk=operator.pk).delete()

    assert Run.objects.get(tenant__region_code="72.02").asked_by == Actor(ActorKind.OPERATOR, operator.key, "Rani")


def test_order_given_twice_is_one_run(rani) -> None:
    order = {"code": "72.02", "modules": ["news"], "order": "1"}

    first, second = (rani.post(address("order"), order)["Location"] for _time in range(2))

    assert first == second


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"code": "99.99", "modules": ["news"]}, "Tidak ada daerah dengan kode “99.99”."),
        ({"code": "31.71", "modules": ["news"]}, "adalah wilayah administratif"),
        ({"code": "72.02", "modules": ["news"], "slug": "makassar"}, "sudah dipakai Kota Makassar"),
        ({"code": "72.02", "modules": ["news"], "host": "makassar.localhost"}, "sudah dipakai Kota Makassar"),
        ({"code": "72.02", "modules": ["news"], "host": "http://x"}, "bukan nama domain"),
        ({"code": "72.02", "modules": ["news"], "slug": "Ini Salah"}, "tidak dapat dipakai"),
    ],
)
def test_wrong_order_is_refused_next_to_the_field(rani, typed, sentence) -> None:
    response = rani.post(address("order"), {**typed, "order": "1", "administrator_name": "Ibu “Poso”"})

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "Ibu “Poso”" in page
    assert not Tenant.objects.filter(region_code=typed["code"]).exists()


def test_run_shows_its_steps_and_asks_again_while_it_is_open(rani) -> None:
    rani.post(address("order"), {"code": "72.02", "modules": ["news"], "order": "1"})
    run = Run.objects.get(tenant__region_code="72.02")

    fragment = rani.get(address("run", run.key), headers={"HX-Request": "true"}).content.decode()

    assert 'hx-trigger="every 2s"' in fragment
    assert fragment.count("<li") == 13
    assert "<html" not in fragment


def test_stopped_run_is_resumed(rani) -> None:
    rani.post(address("order"), {"code": "72.02", "modules": ["news"], "order": "1"})
    run = Run.objects.get(tenant__region_code="72.02")
    run.steps.filter(position=2).update(state="failed", problem="Sesuatu")
    Run.objects.filter(pk=run.pk).update(state="failed")

    assert "Lanjutkan" in rani.get(address("run", run.key)).content.decode()
    rani.post(address("resume_run", run.key))

    run.refresh_from_db()
    assert (run.state, run.steps.get(position=2).state, run.steps.get(position=2).problem) == ("waiting", "waiting", "")


def test_stopped_run_is_set_aside_and_needs_nobody(rani) -> None:
    run = Run.objects.create(tenant=makassar(), title_id="Cadangkan", title_en="Back up", state="failed")
    attention = queries.counters()[-1].value

    for _click in range(2):
        rani.post(address("set_aside_run", run.key))

    assert queries.counters()[-1].value == attention - 1
    assert run not in queries.runs_of_now()
    assert Entry.objects.filter(action="provisioning.set_aside", subject_key=run.key).count() == 1
    page = rani.get(address("run", run.key)).content.decode()
    assert address("set_aside_run", run.key) not in page
    assert address("resume_run", run.key) in page


def test_module_is_switched_off_and_on(rani) -> None:
    tenant = makassar()
    asking = address("switch", tenant.key, "news")

    assert asking in rani.get(address("region", tenant.key)).content.decode()
    plan = rani.get(asking).content.decode()
    assert ("Tidak ada data yang hilang" in plan, "Nonaktifkan Berita" in plan) == (True, True)
    rani.post(asking, {"do": "1"})
    off = InstalledModule.objects.get(tenant=tenant, module="news").is_enabled
    rani.post(address("switch", tenant.key, "news"), {"on": "1"})

    assert (off, InstalledModule.objects.get(tenant=tenant, module="news").is_enabled) == (False, True)


def test_module_that_is_needed_is_not_asked_to_be_disabled(rani, bills) -> None:
    InstalledModule.objects.create(tenant=makassar(), module="bills", version="1.0.0", is_enabled=True)

    page = rani.get(address("switch", makassar().key, "news"), follow=True).content.decode()

    assert "news diperlukan bills. Nonaktifkan itu dahulu." in page


def test_module_that_is_off_is_not_asked_to_be_disabled(rani, off) -> None:
    page = rani.get(address("switch", makassar().key, "news"), follow=True).content.decode()

    assert "Modul “news” tidak aktif di Kota Makassar." in page


def test_region_page_names_each_run_by_what_it_does(rani) -> None:
    tenant = makassar()
    for title in ("Siapkan", "Tayangkan"):
        Run.objects.create(tenant=tenant, title_id=f"{title} contoh", title_en=title, asked_by=PLATFORM)

    page = rani.get(address("region", tenant.key)).content.decode()

    assert re.findall(r'href="/proses/[^"]+">([^<]+)</a>', page)[:2] == ["Tayangkan contoh", "Siapkan contoh"]


def test_region_page_offers_what_is_not_installed(rani) -> None:
    rani.post(address("order"), {"code": "72.02", "modules": ["news"], "order": "1"})
    tenant = Tenant.objects.get(region_code="72.02")

    page = rani.get(address("region", tenant.key)).content.decode()
    assert "Pasang" in page

    assert rani.get(address("region", "tidakadaitu")).status_code == 404


def test_uninstalling_is_shown_before_it_is_ordered(rani) -> None:
    tenant = makassar()
    rani.post(address("switch", tenant.key, "news"))

    assert address("uninstall", tenant.key, "news") in rani.get(address("region", tenant.key)).content.decode()
    page = rani.get(address("uninstall", tenant.key, "news")).content.decode()
    shown = [" ".join(step.split()) for step in re.findall(r"<li>(\d\. .*?)</li>", page)]
    assert shown == ["1. Arsipkan modul · Berita", "2. Hapus isi modul · Berita", "3. Uji seluruh halaman"]
    assert Run.objects.filter(tenant=tenant, state="waiting").count() == 0

    response = rani.post(address("uninstall", tenant.key, "news"))

    run = Run.objects.get(tenant=tenant, state="waiting")
    assert (response["Location"], run.title_en) == (address("run", run.key), "Uninstalling News from Kota Makassar")


@pytest.mark.parametrize("ask", ["get", "post"])
def test_module_that_is_on_is_not_uninstalled(rani, ask) -> None:
    tenant = makassar()

    page = getattr(rani, ask)(address("uninstall", tenant.key, "news"), follow=True).content.decode()

    assert "Modul news masih menyala. Nonaktifkan dahulu." in page
    assert Run.objects.filter(tenant=tenant, state="waiting").count() == 0


def test_module_that_was_uninstalled_is_brought_back_from_the_page(rani) -> None:
    tenant = makassar()
    InstalledModule.objects.filter(tenant=tenant, module="news").delete()
    Archive.objects.create(tenant=tenant, module="news", state="kept")

    page = rani.get(address("region", tenant.key)).content.decode()
    first, again = (rani.post(address("undo", tenant.key, "news"))["Location"] for _time in range(2))

    assert (page.count("Dapat dipulihkan sampai"), "Belum dipasang" in page) == (1, False)
    run = Run.objects.get(tenant=tenant, state="waiting")
    assert first == again == address("run", run.key)
    assert [row.kind for row in run.steps.all()] == ["RestoreModule", "RepeatDeletions", "Probe"]


def test_module_without_an_archive_is_not_brought_back(rani) -> None:
    tenant = makassar()
    InstalledModule.objects.filter(tenant=tenant, module="news").delete()

    page = rani.post(address("undo", tenant.key, "news"), follow=True).content.decode()

    assert "Kota Makassar tidak punya arsip news yang dapat dipulihkan." in page


def test_watcher_may_not_uninstall(watcher) -> None:
    assert watcher.get(address("uninstall", makassar().key, "news")).status_code == 403
    assert watcher.post(address("undo", makassar().key, "news")).status_code == 403


def test_console_speaks_english_too(rani) -> None:
    page = rani.get("/en/").content.decode()

    assert "All regions" in page
    assert "Semua daerah" not in page


@pytest.mark.parametrize(("path", "home"), [("/masuk/", "/"), ("/en/masuk/", "/en/")])
def test_name_leads_home_in_the_same_language(stranger, path, home) -> None:
    page = stranger.get(path).content.decode()

    assert re.findall(r'<header><a [^>]*href="([^"]+)"', page) == [home]


def test_invitation_link_is_for_who_may_order(on_platform, makassar) -> None:
    from kernel.accounts.actor import PLATFORM
    from kernel.accounts.models import Role
    from provisioning.models import RunStep
    from tenants.isolation.current import enter
    from tenants.portal import actions
    from tests.partnership.conftest import make_operator, open_console

    run = Run.objects.filter(tenant__region_code="73.71").first()
    assert run is not None
    args = {"email": "ibu@example.org", "name": "Ibu"}
    RunStep.objects.create(run=run, position=99, kind="InviteAdministrator", args=args, state="done")
    with enter(makassar):
        actions.invite("ibu@example.org", name="Ibu", role=Role.objects.get(key="administrator"), by=PLATFORM)
    may_order = open_console(make_operator("Rani", ["*"]))
    may_look = open_console(make_operator("Wati", ["regions.view"]))

    page = may_order.get(address("run", run.key)).content.decode()
    assert "https://wa.me/?text=Halo%20Ibu" in page
    assert ">http://makassar.localhost:8000/undangan/" in page
    assert "/undangan/" not in may_look.get(address("run", run.key)).content.decode()
