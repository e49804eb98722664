import re

import pytest

from kernel.accounts import roles as accounts
from kernel.accounts.models import Assignment, Role
from kernel.audit.models import Entry
from kernel.modules import registry
from tests.conftest import make_person, queries

NEW = {"title_id": "Pembaca", "title_en": "Reader", "of_portal": ["audit.view"], "of_news": ["news.write"]}


@pytest.fixture
def reader(in_makassar, as_sari) -> Role:
    return accounts.add(accounts.Content("Pembaca", "Reader", ["audit.view", "news.write"]), by=as_sari)


def ticked(body: str) -> set[str]:
    return set(re.findall(r'<input type="checkbox" name="of_\w+" value="([^"]*)"[^>]*checked', body))


def save(console, role: Role, **changes) -> str:
    sent = {**NEW, "base": accounts.state(role), **changes}
    return console.post(f"/konsol/peran/{role.key}/", sent, follow=True).content.decode()


def test_every_permission_is_offered_in_the_words_of_its_manifest(console):
    body = console.get("/konsol/peran/baru/").content.decode()

    for permission in (one for module in registry.modules() for one in module.permissions):
        assert f'value="{permission.name}"' in body
        assert permission.label.id in body


def test_rights_of_a_module_that_is_off_say_so_and_come_last(news_off, console):
    body = console.get("/konsol/peran/baru/").content.decode()

    assert body.count("Modul ini mati di sini.") == 1
    assert body.index("Modul ini mati di sini.") > body.index('name="of_complaints"')


def test_made_role_has_what_was_ticked(console, in_makassar):
    body = console.post("/konsol/peran/baru/", {**NEW, "title_en": ""}, follow=True).content.decode()

    role = Role.objects.get(title_id="Pembaca")
    assert (role.title_en, role.permissions) == ("Pembaca", ["audit.view", "news.write"])
    assert "Peran dibuat." in body


def test_list_says_how_many_have_a_role(console, reader, budi):
    Assignment.objects.create(person=budi, role=reader)

    body = console.get("/konsol/peran/").content.decode()

    assert "2 hak · dipegang 1 orang" in body


def test_list_takes_as_many_queries_for_one_person_as_for_many(console, in_makassar):
    for number in range(20):
        make_person(f"Orang{number}", "officer")
    console.get("/konsol/peran/")

    with queries(9):
        console.get("/konsol/peran/")


def test_change_is_saved_and_what_this_release_does_not_know_stays(console, reader):
    Role.objects.filter(pk=reader.pk).update(permissions=["audit.view", "old.right"])
    reader.refresh_from_db()

    assert "Peran disimpan." in save(console, reader, of_portal=["units.manage"], of_news=[])

    reader.refresh_from_db()
    assert reader.permissions == ["old.right", "units.manage"]


def test_role_that_somebody_changed_meanwhile_is_compared_first(console, reader, as_sari):
    base = accounts.state(reader)
    accounts.change(reader, accounts.Content("Pembaca", "Reader", ["units.manage"]), base=base, by=as_sari)

    body = save(console, reader, base=base)

    assert "Seseorang mengubah peran ini" in body
    assert re.search(r"Hak peran ini sekarang</p><p>Mengelola unit kerja</p>", body)
    assert ticked(body) == {"audit.view", "news.write"}
    assert f'name="base" value="{accounts.state(Role.objects.get(pk=reader.pk))}"' in body


def test_name_that_is_taken_is_said_beside_the_field(console, reader):
    body = save(console, reader, title_id="Petugas")

    assert "Sudah ada peran dengan nama ini." in body
    assert 'value="Petugas"' in body


def test_more_than_ones_own_is_refused_and_nothing_ticked_is_lost(makassar, portal, in_makassar, reader):
    Role.objects.create(key="staff", title_id="SDM", title_en="Staff", permissions=["people.manage"])

    body = save(portal(makassar, make_person("Lia", "staff")), reader, of_portal=["audit.view", "units.manage"])

    assert "Anda hanya dapat memberi atau mengambil hak yang Anda miliki sendiri." in body
    assert ticked(body) == {"audit.view", "units.manage", "news.write"}


def test_administrators_role_is_shown_and_stays(console, in_makassar):
    role = Role.objects.get(key="administrator")

    body = save(console, role)

    assert "Peran ini ada di setiap portal dan tetap seperti adanya." in body
    assert 'name="of_portal"' not in body


def test_usual_role_is_brought_back_to_what_a_new_portal_has(console, in_makassar):
    officer = Role.objects.get(key="officer")
    before = set(officer.permissions)
    save(console, officer, title_id="Admin kecil")

    body = console.post("/konsol/peran/officer/kembalikan/", follow=True).content.decode()

    officer.refresh_from_db()
    assert (str(officer), set(officer.permissions)) == ("Petugas", before)
    assert "Peran sudah seperti di portal baru lagi." in body
    assert Entry.objects.order_by("-id").first().action == "roles.restore"


def test_default_leaves_alone_what_a_module_that_is_off_has(news_off, console, in_makassar):
    Role.objects.filter(key="officer").update(permissions=["news.moderate", "audit.view"])

    console.post("/konsol/peran/officer/kembalikan/")

    left = Role.objects.get(key="officer").permissions
    assert ("news.moderate" in left, "news.write" in left, "audit.view" in left) == (True, False, False)


@pytest.mark.parametrize(("path", "status"), [("administrator/kembalikan/", 409), ("officer/hapus/", 404)])
def test_usual_roles_stay(console, path, status):
    assert console.post(f"/konsol/peran/{path}").status_code == status


def test_own_role_has_no_default(console, reader):
    assert console.post(f"/konsol/peran/{reader.key}/kembalikan/").status_code == 404


def test_role_is_removed_once_nobody_has_it(console, reader, budi):
    Assignment.objects.create(person=budi, role=reader)
    refused = console.post(f"/konsol/peran/{reader.key}/hapus/", follow=True).content.decode()
    budi.assignments.filter(role=reader).delete()

    removed = console.post(f"/konsol/peran/{reader.key}/hapus/", follow=True).content.decode()

    assert "Budi memegang peran ini" in refused
    assert "Peran dihapus." in removed


def test_history_names_the_role_and_leads_to_it(console, reader):
    body = console.get("/konsol/riwayat/?q=Membuat+peran").content.decode()

    assert f'href="/konsol/peran/{reader.key}/">Pembaca</a>' in body
