"""A provider's secret is sealed as one, also where an older release sealed it otherwise."""

from kernel import sealing
from kernel.accounts.factors import sealing as factors
from kernel.accounts.models import IdentityProvider
from kernel.accounts.providers.sealing import MARK, secret_of
from tests.conftest import queries as counted
from tests.kernel.accounts.providers.idp import SECRET


def test_secret_is_sealed_as_a_providers_only(provider, in_makassar):
    with counted(0):
        assert secret_of(provider) == SECRET

    assert factors.unseal(provider.secret) == ""


def test_secret_of_an_older_release_opens_and_is_sealed_anew(provider, in_makassar):
    provider.secret = factors.seal(SECRET)
    provider.save()

    assert secret_of(provider) == SECRET

    row = IdentityProvider.objects.get()
    assert (sealing.unseal(row.secret, mark=MARK), factors.unseal(row.secret)) == (SECRET, "")


def test_secret_whose_key_is_gone_is_empty(provider, in_makassar, settings):
    settings.SECRET_KEY = "x" * 60

    assert secret_of(provider) == ""
