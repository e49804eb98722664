"""Each sort of secret is sealed for itself."""

import itertools

import pytest

from kernel.accounts.factors import sealing as factors
from kernel.accounts.providers import sealing as providers
from kernel.sealing import seal, unseal

MARKS = (factors.MARK, providers.MARK, b"tenants.citizens:t1", b"tenants.citizens:t2")


@pytest.mark.parametrize(("mark", "other"), list(itertools.permutations(MARKS, 2)))
def test_what_was_sealed_as_one_sort_opens_as_no_other(mark, other):
    sealed = seal("rahasia", mark=mark)

    assert (unseal(sealed, mark=mark), unseal(sealed, mark=other)) == ("rahasia", "")


def test_key_that_is_on_its_way_out_still_opens(settings):
    sealed = seal("rahasia", mark=providers.MARK)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "x" * 60, [settings.SECRET_KEY]

    assert unseal(sealed, mark=providers.MARK) == "rahasia"
