"""Whoever comes after the pages finds what was there before them."""

import pytest
from django.core.cache import cache

from kernel.accounts.models import Role
from tenants.jobs.models import Job
from tests.every_page import mirror
from tests.every_page.restored import restored

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def role(committed):
    kept = Role.objects.create(key="penjaga", title_id="Penjaga", title_en="Guard")
    yield kept
    Role.objects.filter(key="penjaga").delete()


def test_block_leaves_neither_row_nor_cached_value() -> None:
    jobs = Job.objects.count()

    with restored():
        Role.objects.create(key="tamu", title_id="Tamu", title_en="Guest")
        Job.objects.create(name="mail.deliver")
        cache.set("tamu", 1)

    assert (Role.objects.filter(key="tamu").exists(), Job.objects.count(), cache.get("tamu")) == (False, jobs, None)


def test_block_keeps_what_was_there(role) -> None:
    with restored():
        Role.objects.create(key="tamu", title_id="Tamu", title_en="Guest")

    assert Role.objects.get(key="penjaga") == role


@pytest.mark.parametrize("verb", ["UPDATE public.accounts_role SET title_en = 'x'", "DELETE FROM public.accounts_role"])
def test_block_that_spoils_what_was_there_is_told(role, verb) -> None:
    with pytest.raises(AssertionError, match="accounts_role"), restored(), mirror.superuser() as cursor:
        cursor.execute(f"{verb} WHERE key = 'penjaga'")
