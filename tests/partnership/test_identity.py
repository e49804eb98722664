"""Change a region's name, short name and domain: what is refused, what is said before, and what old links do."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Role
from kernel.audit.models import Entry
from provisioning import actions
from provisioning.errors import OrderRefused
from provisioning.identity import Identity
from tenants.isolation import hosts
from tenants.isolation.current import Tenancy, enter
from tenants.portal import actions as portal_actions
from tenants.portal import queries as portal_queries
from tenants.registry.models import Domain, Tenant
from tests.partnership.test_console import address
from tests.partnership.test_suspension import said

OLD, NEW = "makassar.localhost", "portal.makassarkota.example"
NOW = {"name": "Kota Makassar", "slug": "makassar", "host": OLD}


def change(console, where: Tenancy, **typed: str):
    return console.post(address("rename", where.key), {**NOW, "do": "1", **typed})


def move_to(where: Tenancy, host: str) -> None:
    actions.rename(Tenant.objects.get(pk=where.id), Identity(**{**NOW, "host": host}), by=PLATFORM)
    hosts.forget()


def domains(where: Tenancy) -> list[tuple[str, bool]]:
    return list(Domain.objects.filter(tenant=where.id).values_list("domain", "is_primary"))


def test_page_begins_with_what_holds_now(rani, makassar) -> None:
    page = rani.get(address("rename", makassar.key)).content.decode()

    assert re.findall(r'name="(?:name|slug|host)" value="([^"]+)"', page) == list(NOW.values())
    assert 'name="do"' not in page


def test_plan_of_a_change_changes_nothing(rani, makassar) -> None:
    typed = {"name": "Kota Makassar Raya", "slug": "makassar-raya", "host": NEW}

    page = rani.post(address("rename", makassar.key), typed).content.decode()

    assert said(page) == [
        "“Kota Makassar” menjadi “Kota Makassar Raya”, kecuali daerah memilih namanya sendiri.",
        "Nama pendek “makassar” menjadi “makassar-raya”.",
        f"Dalam satu detik, portal pindah ke {NEW}. Yang sudah masuk perlu masuk lagi di sana.",
        f"{OLD} tetap terpasang dan mengarah ke sana, per halaman: tautan lama di email tetap berfungsi.",
    ]
    assert (domains(makassar), Tenant.objects.filter(slug="makassar-raya").exists()) == ([(OLD, True)], False)


def test_change_is_made_and_written_down_twice(rani, makassar) -> None:
    change(rani, makassar, name="Kota Makassar Raya", host=NEW.upper())

    line = Entry.objects.get(action="provisioning.rename")
    with enter(makassar):
        own = Entry.objects.get(action="portal.rename")
    assert (line.before, line.after) == (
        {"name": "Kota Makassar", "host": OLD},
        {"name": "Kota Makassar Raya", "host": NEW},
    )
    assert (own.actor.name, own.before, own.after) == ("Rani", line.before, line.after)
    assert domains(makassar) == [(NEW, True), (OLD, False)]


def test_double_click_changes_once(rani, makassar) -> None:
    answers = [change(rani, makassar, host=NEW).status_code for _click in range(2)]

    assert (answers, Entry.objects.filter(action="provisioning.rename").count()) == ([302, 302], 1)


def test_new_name_is_on_the_portal(rani, makassar, citizen) -> None:
    before = "Kota Makassar Raya" in citizen.get("/").content.decode()

    change(rani, makassar, name="Kota Makassar Raya")
    hosts.forget()

    assert (before, "Kota Makassar Raya" in citizen.get("/").content.decode()) == (False, True)


def test_empty_domain_is_the_usual_one_of_the_short_name(rani, makassar) -> None:
    change(rani, makassar, slug="makassar-raya", host="")

    assert domains(makassar) == [("makassar-raya.localhost", True), (OLD, False)]


@pytest.mark.parametrize(
    ("wrong", "field", "sentence", "in_english"),
    [
        ({"name": " "}, "name", "Tulis namanya.", "Write the name."),
        ({"name": "Kota\u200b Makassar"}, "name", "karakter yang tidak terlihat", "characters that nobody sees"),
        ({"name": "kabupaten  poso"}, "name", "Kabupaten Poso adalah nama daerah lain", "another region"),
        ({"slug": "jayapura"}, "slug", "sudah dipakai Kota Jayapura", "belongs to Kota Jayapura"),
        ({"slug": "kab-poso"}, "slug", "disimpan untuk Kabupaten Poso", "is kept for Kabupaten Poso"),
        ({"slug": "Ini Salah"}, "slug", "tidak dapat dipakai", "is not usable"),
        ({"host": "jayapura.localhost"}, "host", "sudah dipakai Kota Jayapura", "belongs to Kota Jayapura"),
        ({"host": "http://x"}, "host", "bukan nama domain", "is not a host name"),
        ({"host": "localhost"}, "host", "dipakai operator sendiri", "own. Choose another."),
    ],
)
def test_wrong_change_is_refused_next_to_the_field(rani, makassar, wrong, field, sentence, in_english) -> None:
    typed = {"name": "Kota “Baru”", "slug": "makassar", "host": NEW, **wrong}

    response = rani.post(address("rename", makassar.key), {**typed, "do": "1"})
    english = rani.post(f"/en{address('rename', makassar.key)}", typed).content.decode()

    page = response.content.decode()
    assert (response.status_code, sentence in next_to(page, field), in_english in next_to(english, field)) == (
        422,
        True,
        True,
    )
    assert all(f'value="{value}"' in page for value in typed.values() if value.strip())
    assert domains(makassar) == [(OLD, True)]


def next_to(page: str, field: str) -> str:
    return page.partition(f'id="id_{field}_error"')[2].partition("</p>")[0]


def test_what_would_change_nothing_is_said(rani, makassar) -> None:
    response = rani.post(address("rename", makassar.key), NOW)

    assert (response.status_code, "Ini sama dengan yang sekarang." in response.content.decode()) == (422, True)


def test_region_that_is_not_made_is_not_renamed(on_platform, makassar) -> None:
    Tenant.objects.filter(pk=makassar.id).update(state="provisioning")

    with pytest.raises(OrderRefused):
        move_to(makassar, NEW)


def test_agency_is_not_named_like_a_region(on_platform, makassar) -> None:
    Tenant.objects.filter(pk=makassar.id).update(kind="agency", region_code=None)

    with pytest.raises(OrderRefused) as refusal:
        actions.rename(Tenant.objects.get(pk=makassar.id), Identity(**{**NOW, "name": "Kota Jayapura"}), by=PLATFORM)

    assert refusal.value.field == "name"


def test_name_that_another_portal_has_been_given_is_refused(on_platform, makassar, jayapura) -> None:
    Tenant.objects.filter(pk=jayapura.id).update(name="Kota Port Numbay")

    with pytest.raises(OrderRefused, match="Kota Port Numbay"):
        actions.rename(Tenant.objects.get(pk=makassar.id), Identity(**{**NOW, "name": "KOTA PORT NUMBAY"}), by=PLATFORM)


def test_watcher_may_not_rename(watcher, makassar) -> None:
    assert (
        watcher.get(address("rename", makassar.key)).status_code,
        change(watcher, makassar, host=NEW).status_code,
    ) == (
        403,
        403,
    )


@pytest.mark.parametrize("path", ["/", "/berita/?page=2&q=a%20b", "/%0D%0ALocation:%20//x/", "/en/é/"])
def test_old_domain_leads_to_the_same_page(on_platform, makassar, path) -> None:
    move_to(makassar, NEW)

    response = Client(SERVER_NAME=OLD).generic("GET", path)

    wanted = path.replace("é", "%C3%A9")
    assert (response.status_code, response["Location"]) == (301, hosts.address(NEW, wanted))
    assert response["Cache-Control"] == "no-cache"


def test_old_domain_leads_to_no_other_host(on_platform, makassar) -> None:
    move_to(makassar, NEW)

    response = Client(SERVER_NAME=OLD).get("/", PATH_INFO="//evil.example/")

    assert response["Location"] == hosts.address(NEW, "//evil.example/")


@pytest.mark.parametrize(("method", "status"), [("GET", 301), ("HEAD", 301), ("POST", 308), ("PUT", 308)])
def test_old_domain_keeps_what_is_posted(on_platform, makassar, method, status) -> None:
    move_to(makassar, NEW)

    assert Client(SERVER_NAME=OLD).generic(method, "/laporan/").status_code == status


def test_mailed_link_works_after_the_move(on_platform, makassar) -> None:
    with enter(makassar):
        invited = portal_actions.invite(
            "ibu@example.org", name="Ibu", role=Role.objects.get(key="administrator"), by=PLATFORM
        )
        mailed = portal_queries.invitation_address(invited)
    move_to(makassar, NEW)

    response = Client(SERVER_NAME=OLD).get(mailed.partition("8000")[2])
    page = Client(SERVER_NAME=NEW).get(response["Location"].partition("8000")[2])

    assert (response.status_code, page.status_code, "Ibu" in page.content.decode()) == (301, 200, True)


def test_move_back_leads_the_other_way(on_platform, makassar) -> None:
    move_to(makassar, NEW)
    move_to(makassar, OLD)

    assert (Client(SERVER_NAME=OLD).get("/").status_code, Client(SERVER_NAME=NEW).get("/").status_code) == (200, 301)


def test_old_domain_of_a_suspended_region_leads_to_its_page(on_platform, makassar) -> None:
    move_to(makassar, NEW)
    Tenant.objects.filter(pk=makassar.id).update(state="suspended")

    assert [Client(SERVER_NAME=host).get("/").status_code for host in (OLD, NEW)] == [301, 503]


def test_no_other_region_gets_an_old_domain(rani, makassar, jayapura) -> None:
    move_to(makassar, NEW)

    response = rani.post(address("rename", jayapura.key), {"name": "Kota Jayapura", "slug": "jayapura", "host": OLD})

    assert "sudah dipakai Kota Makassar" in next_to(response.content.decode(), "host")


def test_command_renames(on_platform, makassar, capsys) -> None:
    call_command("portal", "rename", "73.71", "--host", NEW, "--plan")
    planned = domains(makassar)
    call_command("portal", "rename", "73.71", "--host", NEW)

    assert (planned, domains(makassar)) == ([(OLD, True)], [(NEW, True), (OLD, False)])
    assert capsys.readouterr().out.splitlines()[-1] == f"Kota Makassar · makassar · {NEW}"


def test_command_says_why_it_refuses(on_platform, makassar) -> None:
    with pytest.raises(CommandError, match="belongs to Kota Jayapura"):
        call_command("portal", "rename", "73.71", "--host", "jayapura.localhost")
