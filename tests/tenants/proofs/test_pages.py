"""What a region and the operators read about their histories."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from kernel.audit.chain import Problem
from kernel.audit.models import Entry
from tenants.isolation.current import Place, enter
from tenants.jobs.models import Job
from tenants.proofs import actions, queries, words
from tests import environment

AT = datetime(2026, 11, 3, 4, 5, 6, tzinfo=UTC)
BROKEN = {"problem": "changed", "sequence": 17, "since": 1, "key": "abc", "at": AT}


@pytest.fixture
def written():
    """Write rows as the owner does, beside the test's own transaction; taken back afterwards."""

    def write(table: str, **values: object) -> None:
        places = ", ".join(["%s"] * len(values))
        with environment.superuser() as cursor:
            cursor.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({places})", list(values.values()))

    yield write
    with environment.superuser() as cursor:
        cursor.execute("DELETE FROM proofs_verification")
        cursor.execute("DELETE FROM proofs_head")


@pytest.fixture
def verified(makassar, written):
    """Write what verifying Makassar's chain came to."""
    usual = {
        "tenant_id": makassar.id, "entries": 1234, "until": AT, "heads": 5, "problem": "", "key": "", "since": 0,
        "lost": 0, "started_at": AT, "finished_at": AT + timedelta(minutes=1),
    }  # fmt: skip
    return lambda **said: written("proofs_verification", **usual | said)


@pytest.fixture
def kept(written):
    """Write a head of a chain."""
    usual = {"kind": "kept", "sequence": 9, "digest": "ab", "at": AT, "signature": "sig="}
    return lambda tenant: written("proofs_head", tenant_id=tenant, **usual)


def test_history_says_until_when_it_is_verified(console, verified):
    verified()

    body = console.get("/konsol/riwayat/").content.decode()

    assert "Terperiksa sampai Selasa, 3 November 2026, 12.05 WITA: 1.234 catatan, semuanya utuh." in body


def test_history_that_was_never_verified_says_so(console):
    assert "Belum diperiksa" in console.get("/konsol/riwayat/").content.decode()
    assert "Belum diperiksa" in console.get("/konsol/riwayat/bukti/").content.decode()


def test_first_bad_row_is_named_with_what_to_do(console, verified):
    verified(**BROKEN)

    history = console.get("/konsol/riwayat/").content.decode()
    proof = console.get("/konsol/riwayat/bukti/").content.decode()

    assert "Catatan no. 17 tidak lagi seperti saat disegel" in history
    assert "Kuncinya abc, waktunya 2026-11-03 04:05:06 UTC." in proof
    assert "Hubungi petugas Kota Tangerang" in proof


def test_restore_is_told(console, verified):
    verified(restored_at=AT, lost=40)

    body = console.get("/konsol/riwayat/bukti/").content.decode()

    assert "40 catatan yang lebih baru ikut tergantikan." in body


@pytest.mark.parametrize(("minutes", "follows"), [(1, True), (70, False)])
def test_page_follows_while_it_is_verified(console, verified, minutes, follows):
    verified(started_at=timezone.now() - timedelta(minutes=minutes))

    body = console.get("/konsol/riwayat/bukti/", headers={"HX-Request": "true"}).content.decode()

    assert ("every 2s" in body, "<html" in body) == (follows, False)


def test_every_problem_has_words():
    assert set(words.PROBLEMS) == {problem.value for problem in Problem}


def test_asking_is_written_down_and_ordered(console, in_makassar):
    answer = console.post("/konsol/riwayat/bukti/periksa/")

    assert answer["Location"] == "/konsol/riwayat/bukti/"
    assert Entry.objects.get(action="audit.verify").actor_name == "Sari"
    with enter(Place.PLATFORM):
        assert Job.objects.get(name="provisioning.verify").payload["tenant"] == in_makassar.key


def test_asking_again_and_again_is_held_back(console, clean_cache):
    statuses = [
        console.post("/konsol/riwayat/bukti/periksa/").status_code for _time in range(actions.ASKING.at_most + 1)
    ]

    assert statuses == [302] * actions.ASKING.at_most + [429]


def test_proof_is_there_to_be_kept(console, kept, makassar):
    assert console.get("/konsol/riwayat/bukti/bukti.txt").status_code == 404
    kept(makassar.id)

    answer = console.get("/konsol/riwayat/bukti/bukti.txt")

    assert answer.content.decode() == f"live-audit-head-1 {makassar.key} kept 9 ab 2026-11-03T04:05:06+00:00 sig=\n"
    assert "Dihitung dari semuanya" in console.get("/konsol/riwayat/bukti/").content.decode()


def test_program_is_there_to_be_read(console):
    assert "def main(" in console.get("/konsol/riwayat/bukti/periksa.py").content.decode()


def test_officer_sees_none_of_it(makassar, budi, portal):
    client = portal(makassar, budi)

    assert [client.get(f"/konsol/riwayat/bukti/{name}").status_code for name in ("", "bukti.txt", "periksa.py")] == [
        403
    ] * 3


def test_operators_see_which_history_is_broken_and_nothing_of_it(rani, verified, makassar):
    verified(**BROKEN)

    history = rani.get("/riwayat/").content.decode()
    proof = rani.get("/riwayat/bukti/").content.decode()

    assert "1 riwayat tidak lagi seperti saat ditulis" in history
    assert "Catatan no. 17 tidak lagi seperti saat disegel" in proof
    assert proof.index("Kota Makassar") < proof.index("Kota Jayapura")


def test_operators_ask_for_a_region_s_and_for_their_own(rani, makassar):
    rani.post("/riwayat/bukti/periksa/")
    rani.post(f"/riwayat/bukti/{makassar.key}/periksa/")

    with enter(Place.PLATFORM):
        ordered = (
            Job.objects.filter(name="provisioning.verify").order_by("id").values_list("payload__tenant", flat=True)
        )
        assert list(ordered) == ["", makassar.key]
        assert Entry.objects.filter(action="audit.verify").count() == 2


def test_operators_download_what_is_theirs(rani, kept):
    assert rani.get("/riwayat/bukti/bukti.txt").status_code == 404
    kept(None)

    assert rani.get("/riwayat/bukti/bukti.txt").content.startswith(b"live-audit-head-1 platform kept 9 ab ")
    assert b"def main(" in rani.get("/riwayat/bukti/periksa.py").content
    text = b"".join(rani.post("/riwayat/unduh/?q=nirgendwo").streaming_content).decode()
    assert text.count("\r\n") == 1
    assert "every 2s" not in rani.get("/riwayat/bukti/", headers={"HX-Request": "true"}).content.decode()


def test_operators_see_that_a_history_is_as_it_was_written(rani, verified, makassar):
    verified()

    assert queries.broken() == 0
    assert [proof.problem for tenant, proof in queries.all_tenants() if tenant.pk == makassar.id] == [""]


def test_nothing_is_told_of_a_row_that_is_gone(console, verified):
    verified(**BROKEN | {"problem": "cut", "key": ""})

    proof = console.get("/konsol/riwayat/bukti/").content.decode()

    assert "Akhir riwayat" in proof
    assert "Kuncinya" not in proof
