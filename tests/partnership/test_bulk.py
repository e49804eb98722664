"""Many portals are changed from a list: chosen by an address, shown as a plan, followed portal by portal."""

import re

import pytest

from kernel.accounts.actor import PLATFORM
from kernel.audit.models import Entry
from partnership import queries
from partnership.forms import FilterForm
from provisioning.bulk import actions as bulk
from provisioning.models import Batch, BatchLine, Run, RunStep
from tenants.customization.models import Value
from tenants.isolation.current import enter
from tenants.jobs import worker
from tenants.jobs.models import Job
from tenants.registry.models import InstalledModule, Tenant
from tests.partnership.test_console import address

MAKASSAR, JAYAPURA = "Kota Makassar", "Kota Jayapura"
ALONE = "Keadaannya berubah setelah rencana ditampilkan, jadi tidak disentuh."


def names(**asked: str) -> list[str]:
    return [tenant.name for tenant in queries.regions(FilterForm(asked).wanted())]


def planned(console, what: str, query: str = "", **value: str) -> Batch:
    given = {"what": what, "shown": what, **value}
    return Batch.objects.get(key=console.post(address("bulk") + query, given)["Location"].split("/")[-2])


def shown(console, batch: Batch) -> dict[str, list[str]]:
    """Return what a batch's page says, by the heading of each group."""
    page = console.get(address("batch", batch.key)).content.decode()
    groups = re.findall(r'id="group-(\w+)".*?</section>', page, re.DOTALL)
    parts = re.split(r'aria-labelledby="group-\w+"', page)[1:]
    return {
        group: [" · ".join(found) for found in re.findall(r'hover:underline"[^>]*>([^<]+)</a>.*?<p[^>]*>([^<]*)', part)]
        for group, part in zip(groups, parts, strict=True)
    }


def work() -> None:
    for key in Job.objects.filter(state="waiting", name="provisioning.change").values_list("key", flat=True):
        worker.run(key)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "jaya"}, [JAYAPURA]),
        ({"province": "73"}, [MAKASSAR]),
        ({"kind": "city", "state": "live"}, [JAYAPURA, MAKASSAR]),
        ({"kind": "agency"}, []),
        ({"module": "news"}, [JAYAPURA]),
        ({"module": "news", "has": "enabled"}, [JAYAPURA]),
        ({"module": "news", "has": "disabled"}, [MAKASSAR]),
        ({"module": "news", "has": "installed"}, [JAYAPURA, MAKASSAR]),
        ({"module": "services", "has": "absent"}, [JAYAPURA]),
        ({"behind": "on"}, [JAYAPURA]),
        ({"state": "no such state"}, []),
        ({"q": "\x00"}, []),
    ],
)
def test_filter_selects(off, asked, found) -> None:
    InstalledModule.objects.filter(tenant__name=JAYAPURA, module="services").delete()
    Tenant.objects.filter(name=JAYAPURA).update(release="2020.1.0")

    assert names(**asked) == found


def test_agency_is_found_by_the_province_it_works_in(on_platform) -> None:
    Tenant.objects.filter(name=MAKASSAR).update(kind="agency", region_code=None, works_in="72.02")

    assert (names(province="72"), names(province="73")) == ([MAKASSAR], [])


def test_list_leads_to_a_change_of_what_it_shows(rani, watcher) -> None:
    page = rani.get(address("home"), {"q": "jaya", "state": "live"}).content.decode()

    assert f'href="{address("bulk")}?q=jaya&amp;state=live"' in page
    assert "Ubah 1 portal ini" in page
    assert f"{address('bulk')}?" not in watcher.get(address("home")).content.decode()


def test_change_of_nothing_says_so(rani) -> None:
    assert "Tidak ada daerah yang cocok." in rani.get(address("bulk"), {"q": "tidak ada"}).content.decode()
    assert rani.post(address("bulk") + "?q=tidak+ada", {"what": "disable:news"}).status_code == 200
    assert Batch.objects.count() == 0


def test_plan_says_what_happens_in_each_and_what_does_not(rani, off) -> None:
    batch = planned(rani, "enable:news")

    page = rani.get(address("batch", batch.key)).content.decode()
    assert shown(rani, batch) == {
        "waiting": [f"{MAKASSAR} · Nonaktif → aktif"],
        "skipped": [f"{JAYAPURA} · Sudah begitu."],
    }
    assert ("Aktifkan Berita di 1 portal" in page, "1 tetap seperti sekarang." in page) == (True, True)
    assert not InstalledModule.objects.get(tenant__name=MAKASSAR, module="news").is_enabled


def test_confirmed_plan_is_done_and_followed(rani, off) -> None:
    batch = planned(rani, "enable:news")

    answers = [rani.post(address("start_batch", batch.key))["Location"] for _click in range(2)]
    waiting = rani.get(address("batch", batch.key), headers={"HX-Request": "true"}).content.decode()
    work()
    ended = rani.get(address("batch", batch.key)).content.decode()

    assert answers == [address("batch", batch.key)] * 2
    assert ('hx-trigger="every 2s"' in waiting, "<html" in waiting, 'hx-trigger="every 2s"' in ended) == (
        True,
        False,
        False,
    )
    assert shown(rani, batch)["done"] == [f"{MAKASSAR} · Nonaktif → aktif"]
    assert Entry.objects.filter(action="provisioning.bulk").count() == 1
    past = rani.get(address("history")).content.decode()
    assert ("Mengubah banyak portal" in past, address("batch", batch.key) in past) == (True, True)


def test_setting_asks_for_its_value_with_the_region_s_own_field(rani) -> None:
    page = rani.post(address("bulk"), {"what": "set:news.articles_per_page"})

    text = page.content.decode()
    assert (page.status_code, 'type="number"' in text, 'value="12"' in text) == (200, True, True)
    assert 'name="shown" value="set:news.articles_per_page"' in text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"what": ""}, "Pilih apa yang diubah di portal-portal ini."),
        ({"what": "set:news.articles_per_page", "value": "4"}, "lebih besar dari atau sama dengan 5"),
        ({"what": "set:complaints.ticket_prefix", "value": "Makassar"}, "Nilai ini tidak diterima di sini."),
    ],
)
def test_wrong_change_is_refused_next_to_the_field(rani, given, sentence) -> None:
    response = rani.post(address("bulk"), {"shown": given["what"], **given})

    assert (response.status_code, sentence in response.content.decode()) == (422, True)
    assert (f'value="{given.get("value", "")}"' in response.content.decode(), Batch.objects.count()) == (True, 0)


def test_value_is_set_and_shown(rani, makassar, as_sari, on_platform) -> None:
    with enter(makassar):
        bulk.customization.change(Value.Kind.SETTING, {"news.articles_per_page": 7}, by=as_sari)

    kept = planned(rani, "set:news.articles_per_page", value="20")
    taken = planned(rani, "set:news.articles_per_page", value="20", also_own="on")

    assert shown(rani, kept) == {
        "waiting": [f"{JAYAPURA} · 12 → 20"],
        "skipped": [f"{MAKASSAR} · Daerah sendiri memilih “7”. Itu tetap berlaku."],
    }
    assert shown(rani, taken)["waiting"] == [f"{JAYAPURA} · 12 → 20", f"{MAKASSAR} · 7 → 20"]


def test_failed_portal_is_named_and_tried_again(rani, off) -> None:
    batch = planned(rani, "enable:news")
    rani.post(address("start_batch", batch.key))
    Job.objects.filter(name="provisioning.change").delete()
    batch.lines.filter(tenant__name=MAKASSAR).update(state="failed", problem="Diska penuh.")

    page = rani.get(address("batch", batch.key)).content.decode()
    failed = shown(rani, batch)["failed"]
    rani.post(address("retry_batch", batch.key))
    work()

    assert (failed, "Coba lagi di 1 portal" in page) == ([f"{MAKASSAR} · Diska penuh."], True)
    assert list(shown(rani, batch)) == ["done", "skipped"]


def test_stopped_run_says_why(rani, on_platform) -> None:
    InstalledModule.objects.filter(tenant__name=MAKASSAR, module="news").delete()
    batch = planned(rani, "install:news", f"?q={MAKASSAR}")
    rani.post(address("start_batch", batch.key))
    work()
    run = Run.objects.get(pk=batch.lines.get().run_id)
    before = shown(rani, batch)
    RunStep.objects.filter(run=run, position=1).update(state="failed", problem="Diska penuh.")
    Run.objects.filter(pk=run.pk).update(state="failed")

    assert before == {"waiting": [f"{MAKASSAR} · Belum dipasang → aktif"]}
    assert shown(rani, batch) == {"failed": [f"{MAKASSAR} · Diska penuh."]}
    assert address("run", run.key) in rani.get(address("batch", batch.key)).content.decode()


@pytest.mark.parametrize(
    ("state", "found", "sentence"),
    [
        ("not_needed", "already", "Sudah dikerjakan orang lain."),
        ("changed", "", ALONE),
        ("changed", "suspended", f"{ALONE} Portal sedang dihentikan sementara. Buka dahulu."),
    ],
)
def test_portal_that_changed_meanwhile_is_named(rani, off, state, found, sentence) -> None:
    batch = planned(rani, "enable:news", f"?q={MAKASSAR}")
    Batch.objects.update(state="started")
    batch.lines.update(state=state, found=found)

    assert shown(rani, batch) == {state: [f"{MAKASSAR} · {sentence}"]}


def test_opposite_is_planned_for_what_was_changed(rani, off) -> None:
    batch = planned(rani, "enable:news")
    rani.post(address("start_batch", batch.key))
    early = rani.post(address("undo_batch", batch.key), follow=True).content.decode()
    work()

    answer = rani.post(address("undo_batch", batch.key))

    back = Batch.objects.latest("id")
    assert "Tidak ada yang diubah, jadi tidak ada yang perlu dibalik." in early
    assert (answer["Location"], back.state) == (address("batch", back.key), "planned")
    assert shown(rani, back) == {"waiting": [f"{MAKASSAR} · Aktif → nonaktif. Datanya tetap ada."]}


def uninstalling() -> Batch:
    """Plan that the news go from Makassar, and stay as they were before in Jayapura."""
    after = {MAKASSAR: "absent", JAYAPURA: "off"}
    lines = [BatchLine(tenant=Tenant.objects.get(name=name), after=wanted) for name, wanted in after.items()]
    return bulk.plan(Batch(verb="uninstall", target="news"), lines, by=PLATFORM)


def test_uninstalling_says_how_much_goes_and_until_when_it_comes_back(rani, on_platform) -> None:
    batch = uninstalling()

    groups, page = shown(rani, batch), rani.get(address("batch", batch.key)).content.decode()

    [holds] = [line.holds for line in batch.lines.all() if line.holds]
    goes = rf"{holds['rows']} baris dan {holds['files']} berkas, [\d,]+\s[KM]B, masuk arsip\."
    assert re.fullmatch(rf"{MAKASSAR} · Aktif → dicopot\. {goes}", groups["waiting"][1])
    assert groups["waiting"][0] == f"{JAYAPURA} · Aktif → nonaktif. Datanya tetap ada."
    assert len(re.findall(goes, page)) == 2  # of the portal, and of all
    assert ("Di halaman tiap daerah semuanya dapat dipulihkan sampai" in page, "btn-danger" in page) == (True, True)


def test_uninstalling_names_what_is_off_and_what_another_needs(rani, off) -> None:
    batch = uninstalling()
    batch.lines.filter(tenant__name=JAYAPURA).update(state="skipped", why="needed", others="services", after="absent")

    groups = shown(rani, batch)

    assert groups["waiting"][0].startswith(f"{MAKASSAR} · Nonaktif → dicopot.")
    assert groups["skipped"] == [f"{JAYAPURA} · Dibutuhkan oleh Layanan. Copot itu dahulu."]


def test_what_was_uninstalled_is_brought_back_on_the_region_s_page(rani, on_platform) -> None:
    batch = uninstalling()
    Batch.objects.update(state="started")
    BatchLine.objects.update(state="done")

    page = rani.get(address("batch", batch.key)).content.decode()
    answer = rani.post(address("undo_batch", batch.key), follow=True).content.decode()

    assert address("undo_batch", batch.key) not in page
    assert "Yang sudah dicopot dipulihkan di halaman tiap daerah." in answer


def test_module_and_setting_of_another_release_are_still_named(rani, on_platform) -> None:
    for verb, target, after in (("disable", "parking", None), ("set", "parking.price", 5)):
        batch = Batch(verb=verb, target=target, asked_by=PLATFORM)
        bulk.plan(batch, [BatchLine(tenant=Tenant.objects.get(name=MAKASSAR), after=after)], by=PLATFORM)
        BatchLine.objects.update(state="waiting", why="")

        assert "parking" in rani.get(address("batch", batch.key)).content.decode()
    assert shown(rani, batch) == {"waiting": [f"{MAKASSAR} · None → 5"]}


def test_watcher_sees_a_plan_and_changes_nothing(rani, watcher, off) -> None:
    batch = planned(rani, "enable:news")

    page = watcher.get(address("batch", batch.key))

    assert (page.status_code, "Nonaktif → aktif" in page.content.decode()) == (200, True)
    assert address("start_batch", batch.key) not in page.content.decode()
    forbidden = ["start_batch", "retry_batch", "undo_batch"]
    assert [watcher.post(address(name, batch.key)).status_code for name in forbidden] == [403] * 3
    assert [watcher.get(address("bulk")).status_code, watcher.post(address("bulk")).status_code] == [403, 403]


def test_pages_ask_no_more_for_more_portals(rani, on_platform, django_assert_num_queries) -> None:
    for count, query in ((1, f"?q={MAKASSAR}"), (2, "")):
        batch = planned(rani, "disable:news", query)
        assert batch.lines.count() == count
        with django_assert_num_queries(5):
            rani.get(address("batch", batch.key))
        with django_assert_num_queries(7):
            rani.get(address("bulk") + query)
        with django_assert_num_queries(12):
            rani.get(address("home") + query)


def listed(console, query: str = "") -> list[tuple[str, str, list[str]]]:
    """Return the title of each batch in the list, how far it is, and its figures."""
    page = console.get(address("batches") + query).content.decode()
    rows = re.findall(r"<h2 .*?</li>", page, re.DOTALL)
    parts = (r'underline"[^>]*>([^<]+)</a>', r"</svg>([^<]+)</span>", r"<span>([^<]+: \d+)</span>")
    found = [[re.findall(part, row) for part in parts] for row in rows]
    return [(title, how, figures) for [title], [how], figures in found]


def test_batches_are_listed_newest_first(rani, off) -> None:
    first, second = planned(rani, "enable:news"), planned(rani, "disable:services")
    rani.post(address("start_batch", first.key))
    waiting = listed(rani)
    work()

    assert [row[:2] for row in waiting] == [
        ("Nonaktifkan Layanan", "Baru rencana"),
        ("Aktifkan Berita", "Sedang diubah"),
    ]
    assert [row[2] for row in waiting] == [["Akan diubah: 2"], ["Belum diubah: 1", "Tetap seperti semula: 1"]]
    assert listed(rani)[1] == ("Aktifkan Berita", "Selesai", ["Diubah: 1", "Tetap seperti semula: 1"])
    assert f'href="{address("batch", second.key)}"' in rani.get(address("batches")).content.decode()


def test_listed_batch_counts_portals_by_their_runs(rani, on_platform) -> None:
    InstalledModule.objects.filter(tenant__name=MAKASSAR, module="news").delete()
    batch = planned(rani, "install:news", f"?q={MAKASSAR}")
    rani.post(address("start_batch", batch.key))
    work()
    Run.objects.filter(pk=batch.lines.get().run_id).update(state="failed")

    assert listed(rani) == [("Pasang dan aktifkan Berita", "Selesai", ["Gagal: 1"])]


def test_list_of_batches_is_paged_and_asks_no_more_for_more(rani, on_platform, django_assert_num_queries) -> None:
    for count in (1, 30):
        while Batch.objects.count() < count:
            planned(rani, "disable:news")
        with django_assert_num_queries(6):
            assert len(listed(rani)) == count
    planned(rani, "enable:news")

    assert ([row[0] for row in listed(rani)][:1], len(listed(rani, "?page=2"))) == (["Aktifkan Berita"], 1)


def test_list_of_no_batches_leads_to_the_regions(watcher) -> None:
    page = watcher.get(address("batches")).content.decode()

    assert "Belum ada perubahan di banyak portal." in page
    assert f'href="{address("batches")}"' in watcher.get(address("home")).content.decode()
