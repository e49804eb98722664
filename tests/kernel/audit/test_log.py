"""The platform's own log: chained by the owner, and nothing that the web role could change."""

import pytest
from django.db import ProgrammingError, connections, transaction

from kernel.accounts.actor import PLATFORM
from kernel.audit import actions, chain
from kernel.audit.models import Entry, Seal


@pytest.fixture
def sealed(committed):
    """Three entries in a chain of their own."""
    _forget()
    for number in range(3):
        actions.record("test.try", "test", by=PLATFORM, summary=f"Entry {number}")
    actions.seal(using="owner")
    yield
    _forget()


def _forget():
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM audit_seal")
        cursor.execute("DELETE FROM audit_entry")


def test_seal_chains_each_entry_once(sealed):
    assert actions.seal(using="owner") == 0
    assert (Seal.objects.count(), chain.verify(using="default").findings) == (3, ())


@pytest.mark.parametrize("change", [lambda: Entry.objects.update(summary=""), lambda: Seal.objects.update(sequence=0)])
def test_operators_page_cannot_change_the_log(on_platform, change):
    actions.record("test.try", "test", by=PLATFORM, summary="Entry")

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        change()
