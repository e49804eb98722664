"""The demo starts whatever somebody who played with it has left."""

from django.core.management import call_command

from provisioning import demo
from provisioning.orders import Order
from tenants.registry.models import Tenant


def test_suspended_region_is_left_so_and_named(on_platform, settings, monkeypatch, capsys) -> None:
    makassar = Tenant.objects.filter(region_code="73.71")
    makassar.update(state=Tenant.State.SUSPENDED)
    monkeypatch.setattr(demo, "orders", lambda _count: [Order(code="73.71", modules=("news",), with_sample=True)])
    settings.EMAIL_FILE_PATH = "mail"

    call_command("demo")

    said = "Kota Makassar is suspended, and stays so: operators open it on its page."
    assert (said in capsys.readouterr().out.splitlines(), makassar.get().state) == (True, "suspended")
