"""Whatever somebody with all rights in the database does to the log: found, and the right row is named."""

from random import Random

import pytest
from django.db import connections, transaction

from kernel.audit import actions, chain
from kernel.audit.chain import Problem
from tests.kernel.audit import first_release, tampering
from tests.kernel.audit.tampering import KINDS, Tamperer

LENGTH, EVERY = 60, 20


@pytest.fixture
def owner(committed):
    """A cursor of the owner's in a transaction that is rolled back, in which the log is empty."""
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM audit_seal")
        cursor.execute("DELETE FROM audit_entry")
        yield cursor
        transaction.set_rollback(True, using="owner")


@pytest.fixture
def heads(owner):
    """Sixty sealed entries, and each twentieth head."""
    tampering.fill(owner, LENGTH)
    actions.seal(using="owner")
    return tampering.heads(owner, EVERY)


def test_untouched_chain_has_no_fault(heads):
    verdict = chain.verify(heads)

    assert (verdict.head, verdict.findings) == (heads[-1], ())


@pytest.mark.parametrize("kind", KINDS)
def test_every_tampering_is_found_at_its_row(owner, heads, kind):
    for seed in range(3):
        assert tampering.missed(owner, kind, Random(seed), LENGTH, heads) == ""


def test_entry_that_moved_to_another_place_in_time_is_named_and_the_rest_is_followed(owner, heads):
    tamperer = Tamperer(owner, Random(1), LENGTH)
    tamperer.insert_at_the_end_with_old_date()
    tamperer.change_digest()

    assert [found.problem for found in chain.verify(heads).findings] == [Problem.SEAL]


def test_late_commit_is_no_finding(owner, heads):
    tampering.fill(owner, 100, first=LENGTH + 1)
    owner.execute("UPDATE audit_entry SET at = at - interval '59 minutes' WHERE id = (SELECT max(id) FROM audit_entry)")
    actions.seal(using="owner")

    assert chain.verify(heads).findings == ()


@pytest.fixture
def old(owner):
    """Three entries as the first release sealed them, one to the second, and one of this release."""
    tampering.fill(owner, 3)
    owner.execute("UPDATE audit_entry SET origin = '', at = date_trunc('second', at) WHERE key LIKE '%1'")
    owner.execute("UPDATE audit_entry SET origin = ''")
    first_release.seal()
    tampering.fill(owner, 4, first=4)
    actions.seal(using="owner")
    return owner


def test_entries_of_the_first_release_still_fit(old):
    verdict = chain.verify()

    assert (verdict.head.sequence, verdict.findings) == (4, ())


@pytest.mark.parametrize("change", ["summary = 'x'", "after = '{}'", "origin = '198.51.100.7'"])
def test_changed_entry_of_the_first_release_is_named(old, change):
    old.execute(f"UPDATE audit_entry SET {change} WHERE key LIKE '%2'")

    found = chain.verify().first

    assert (found.problem, found.sequence) == (Problem.CHANGED, 2)


def test_progress_is_told(monkeypatch, owner, heads):
    monkeypatch.setattr(chain, "TOLD", 25)
    told = []

    chain.verify(progress=told.append)

    assert told == [25, 50]


def test_what_is_older_than_a_day_behind_is_never_sealed(owner, heads):
    owner.execute("UPDATE audit_seal SET sealed_at = now() - interval '25 hours'")
    owner.execute("UPDATE audit_entry SET id = -1 WHERE id = (SELECT max(entry_id) FROM audit_seal)")

    assert actions.seal(using="owner") == 0
