"""Change many portals by `manage.py bulk`."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from provisioning import actions, runner
from provisioning.bulk import actions as bulk
from provisioning.bulk import following
from provisioning.errors import RunBusy
from provisioning.models import Batch, Run
from tenants.customization.models import Value
from tenants.isolation.current import enter
from tenants.registry.models import InstalledModule, Tenant
from tests.conftest import make_live
from tests.partnership.test_bulk import JAYAPURA, MAKASSAR, planned


def command(*words: str, **options: object) -> list[str]:
    said: list[str] = []
    out = type("Out", (), {"write": lambda _self, line: said.append(line.rstrip("\n")), "isatty": lambda _self: False})
    call_command("bulk", *words, stdout=out(), **options)
    return said


def test_command_shows_the_plan_and_changes_nothing(off) -> None:
    assert command("enable", "news", "--all", "--plan") == [
        "Enable News",
        f"  {JAYAPURA}: stays: It is so already.",
        f"  {MAKASSAR}: Off → on",
        "Changed: 1. Left as they are: 1.",
    ]
    assert Batch.objects.count() == 0


def test_command_lists_what_there_was(rani, off) -> None:
    planned(rani, "enable:news")
    command("disable", "services", "--text", "Makassar", "--here")

    assert [line.split("UTC  ")[1] for line in command("--list")] == [
        "Disable Services, by command line: ended; changed 1",
        "Enable News, by Rani: only planned; will be changed 1, left as they are 1",
    ]


def test_command_follows_each_portal(on_platform) -> None:
    said = command("disable", "news", "--province", "73", "--here")

    assert said[-1] == f"[1/1] {MAKASSAR}: On → off. Its data stays."
    enabled = InstalledModule.objects.filter(module="news", is_enabled=True)
    assert list(enabled.values_list("tenant__name", flat=True)) == [JAYAPURA]


def test_command_installs_and_carries_the_run_out(committed) -> None:
    tenant = make_live("33.71", ("services",))

    said = command("install", "news", "--text", "Magelang", "--state", "live", "--here")

    assert said[-1] == "[1/1] Kota Magelang: Not installed → on"
    assert InstalledModule.objects.get(tenant=tenant, module="news").is_enabled


@pytest.mark.parametrize(("typed", "stored"), [("no", False), ("yes", None)])
def test_command_sets_a_switch(on_platform, makassar, typed, stored) -> None:
    command("set", "news.comments_open", typed, "--text", "Makassar", "--here")

    with enter(makassar):
        found = Value.objects.filter(key="news.comments_open").values_list("value", flat=True).first()
    assert found is stored


def test_command_says_with_its_exit_status_that_a_portal_failed(on_platform, monkeypatch) -> None:
    real = actions.switch

    def fail(tenant: Tenant, *given: object, **more: object) -> object:
        return real(tenant, *given, **more) if tenant.name == MAKASSAR else 1 / 0

    monkeypatch.setattr(bulk.actions, "switch", fail)

    with pytest.raises(CommandError, match=f"Not changed: {JAYAPURA}"):
        command("disable", "news", "--all", "--here")

    assert not InstalledModule.objects.get(tenant__name=MAKASSAR, module="news").is_enabled


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "Say what is changed"),
        (("enable",), "Say what is changed"),
        (("enable", "parking", "--all"), "There is no module “parking”."),
        (("uninstall", "news", "--all"), "invalid choice"),
        (("enable", "news"), "Say which portals"),
        (("enable", "news", "--state", "asleep"), "--state: "),
        (("set", "news.colour", "x", "--all"), "“news.colour” cannot be set."),
        (("set", "news.comments_open", "--all"), "Say the value"),
        (("set", "news.comments_open", "perhaps", "--all"), "“perhaps” is no switch"),
        (("set", "news.articles_per_page", "4", "--all"), "greater than or equal to 5"),
    ],
)
def test_wrong_command_says_what_to_do(on_platform, words, sentence) -> None:
    with translation.override("en"), pytest.raises(CommandError, match=sentence):
        command(*words)


def test_run_of_a_worker_is_followed(on_platform, monkeypatch) -> None:
    InstalledModule.objects.filter(tenant__name=MAKASSAR, module="news").delete()

    def busy(key: str) -> None:
        Run.objects.filter(key=key).update(state="done")
        raise RunBusy

    monkeypatch.setattr(following, "PAUSE", 0)
    monkeypatch.setattr(runner, "execute", busy)

    assert command("install", "news", "--text", "Makassar", "--here")[-1].startswith("[1/1] Kota Makassar: ")
