"""What a change of many portals would do in each, and why not."""

import pytest

from kernel.accounts.actor import PLATFORM
from provisioning import actions, structure
from provisioning.bulk import actions as bulk
from provisioning.bulk import settable
from provisioning.models import Archive, Batch, BatchLine
from tenants.customization import actions as customization
from tenants.customization.models import Value
from tenants.isolation.current import enter
from tenants.registry import entitlement
from tenants.registry.models import InstalledModule, Tenant
from tenants.registry.queries import tenancy
from tests.provisioning.bulk.conftest import plan, verdicts
from tests.provisioning.conftest import order

MAKASSAR, JAYAPURA = "Kota Makassar", "Kota Jayapura"


def switch_off(module: str = "news", name: str = MAKASSAR) -> None:
    actions.switch(Tenant.objects.get(name=name), module, on=False, by=PLATFORM)


def take_out(module: str = "news", name: str = MAKASSAR) -> None:
    InstalledModule.objects.filter(tenant__name=name, module=module).delete()


@pytest.mark.parametrize(
    ("verb", "when_on", "when_off", "when_absent"),
    [
        ("enable", "already", "", "not_installed"),
        ("disable", "", "already", "not_installed"),
        ("install", "already", "", ""),
    ],
)
def test_verdict_follows_what_the_module_is(on_platform, verb, when_on, when_off, when_absent) -> None:
    on = verdicts(plan(verb, "news"))
    switch_off()
    off = verdicts(plan(verb, "news"))
    take_out()
    absent = verdicts(plan(verb, "news"))

    assert [seen[MAKASSAR] for seen in (on, off, absent)] == [
        (when_on, "on"),
        (when_off, "off"),
        (when_absent, "absent"),
    ]
    assert [seen[JAYAPURA] for seen in (on, off, absent)] == [(when_on, "on")] * 3


@pytest.mark.parametrize(("state", "why"), [("suspended", "suspended"), ("provisioning", "not_made")])
@pytest.mark.parametrize(("verb", "target"), [("disable", "news"), ("set", "portal.motif")])
def test_portal_that_is_not_running_is_left_alone(on_platform, state, why, verb, target) -> None:
    Tenant.objects.filter(name=MAKASSAR).update(state=state)

    seen = verdicts(plan(verb, target, "ombak"))

    assert (seen[MAKASSAR][0], seen[JAYAPURA][0]) == (why, "")


def test_module_that_another_requires_stays_on(on_platform, bills) -> None:
    InstalledModule.objects.create(
        tenant=Tenant.objects.get(name=MAKASSAR), module="bills", version="1.0.0", is_enabled=True
    )

    batch = plan("disable", "news")

    assert {line.tenant.name: (line.why, line.others) for line in batch.lines.all()} == {
        MAKASSAR: ("needed", "bills"),
        JAYAPURA: ("", ""),
    }


@pytest.mark.parametrize("verb", ["enable", "install"])
def test_module_waits_for_what_it_requires(on_platform, bills, verb) -> None:
    InstalledModule.objects.create(tenant=Tenant.objects.get(name=MAKASSAR), module="bills", version="1.0.0")
    switch_off()
    take_out(name=JAYAPURA)

    lines = plan(verb, "bills").lines.all()

    expected = {"enable": ("not_installed", ""), "install": ("needs", "news")}
    assert {line.tenant.name: (line.why, line.others) for line in lines} == {
        MAKASSAR: ("needs", "news"),
        JAYAPURA: expected[verb],
    }


def test_uninstalling_is_judged_by_what_the_module_is(on_platform) -> None:
    on = verdicts(plan("uninstall", "news", "absent"))
    switch_off()
    off = verdicts(plan("uninstall", "news", "absent"))
    take_out()
    absent = verdicts(plan("uninstall", "news", "absent"))

    assert [seen[MAKASSAR] for seen in (on, off, absent)] == [("", "on"), ("", "off"), ("already", "absent")]


def test_module_that_another_one_was_installed_for_is_not_uninstalled(on_platform, bills) -> None:
    InstalledModule.objects.create(tenant=Tenant.objects.get(name=MAKASSAR), module="bills", version="1.0.0")

    lines = plan("uninstall", "news", "absent").lines.all()

    assert {line.tenant.name: (line.why, line.others) for line in lines} == {
        MAKASSAR: ("needed", "bills"),
        JAYAPURA: ("", ""),
    }


def test_module_is_not_uninstalled_while_its_portal_is_worked_on(on_platform) -> None:
    actions.go_live(Tenant.objects.get(name=MAKASSAR), by=PLATFORM)

    assert verdicts(plan("uninstall", "news", "absent"))[MAKASSAR] == ("busy", "on")


def test_module_of_an_older_release_is_not_uninstalled(makassar, on_platform, monkeypatch) -> None:
    monkeypatch.setattr(structure, "migrations", lambda part: frozenset({("news", "9999_of_the_next_release")}))

    assert verdicts(plan("uninstall", "news", "absent"))[MAKASSAR] == ("behind", "on")


def test_module_that_this_release_lacks_is_not_uninstalled(on_platform) -> None:
    InstalledModule.objects.create(tenant=Tenant.objects.get(name=MAKASSAR), module="parking", version="1.0.0")

    assert verdicts(plan("uninstall", "parking", "absent"))[MAKASSAR] == ("not_installed", "off")


def test_module_beyond_the_agreement_is_not_enabled(on_platform, monkeypatch) -> None:
    switch_off()
    take_out(name=JAYAPURA)
    monkeypatch.setattr(entitlement, "_checks", [])
    entitlement.register(lambda tenant, module: False)

    seen = verdicts(plan("install", "news"))

    assert seen == {MAKASSAR: ("not_entitled", "off"), JAYAPURA: ("not_entitled", "absent")}


def test_portal_that_is_worked_on_is_not_added_to(on_platform) -> None:
    take_out()
    actions.go_live(Tenant.objects.get(name=MAKASSAR), by=PLATFORM)

    assert verdicts(plan("install", "news"))[MAKASSAR] == ("busy", "absent")


def test_module_that_can_be_brought_back_is_not_installed_anew(on_platform) -> None:
    take_out()
    Archive.objects.create(tenant=Tenant.objects.get(name=MAKASSAR), module="news", state="kept")

    assert verdicts(plan("install", "news"))[MAKASSAR] == ("archived", "absent")


def test_portal_that_is_not_there_yet_has_nothing_to_change(on_platform) -> None:
    tenant = order().tenant

    assert verdicts(plan("install", "news", places=[tenant])) == {"Kota Magelang": ("not_made", None)}


def test_setting_that_a_region_chose_itself_stays(makassar, as_sari, on_platform) -> None:
    with enter(makassar):
        customization.change(Value.Kind.SETTING, {"news.articles_per_page": 7}, by=as_sari)

    kept = verdicts(plan("set", "news.articles_per_page", 20))
    taken = verdicts(plan("set", "news.articles_per_page", 20, also_own=True))
    same = verdicts(plan("set", "news.articles_per_page", 7))

    assert (kept[MAKASSAR], taken[MAKASSAR], same[MAKASSAR]) == (("own", 7), ("", 7), ("already", 7))
    assert kept[JAYAPURA] == ("", None)


def test_setting_of_a_module_that_is_not_there_is_left_alone(on_platform) -> None:
    take_out()

    assert verdicts(plan("set", "news.articles_per_page", 20))[MAKASSAR] == ("not_installed", None)
    assert verdicts(plan("set", "news.no_such", 20))[JAYAPURA] == ("not_installed", None)


@pytest.mark.parametrize(
    ("verb", "target", "per_portal"),
    [("install", "news", 0), ("disable", "news", 0), ("set", "portal.hours", 3), ("uninstall", "services", 10)],
)
def test_questions_of_a_plan(on_platform, django_assert_num_queries, verb, target, per_portal) -> None:
    tenants = list(Tenant.objects.order_by("name"))

    for count in (1, 2):
        with django_assert_num_queries(8 + per_portal * count):
            plan(verb, target, "08.00–16.00", places=tenants[:count])


def test_every_declared_setting_can_be_set() -> None:
    keys = {one.key for one in settable.everything()}

    assert {"news.articles_per_page", "complaints.photos_required", "portal.colour", "portal.hours"} <= keys
    assert all(str(one.label) and one.say(None) for one in settable.everything())


@pytest.mark.parametrize(
    ("key", "typed", "stored", "said"),
    [
        ("news.articles_per_page", "20", 20, "20"),
        ("news.articles_per_page", "12", None, "12"),
        ("news.comments_open", "", False, "No"),
        ("portal.colour", "#801B31", "#801b31", "#801b31"),
        ("portal.motif", "ombak", "ombak", "Waves"),
        ("portal.hours", "", None, "empty"),
    ],
)
def test_value_is_read_as_the_region_s_console_reads_it(key, typed, stored, said) -> None:
    wanted = settable.find(key)
    form = settable.ValueForm(wanted, {"value": typed})

    assert form.is_valid(), form.errors
    assert (form.cleaned_data["value"], wanted.say(stored)) == (stored, said)


@pytest.mark.parametrize(
    ("key", "typed"),
    [("news.articles_per_page", "4"), ("complaints.ticket_prefix", "mks"), ("portal.colour", "red")],
)
def test_value_that_the_type_refuses_is_refused(key, typed) -> None:
    form = settable.ValueForm(settable.find(key), {"value": typed})

    assert (form.is_valid(), list(form.errors)) == (False, ["value"])


def test_plan_that_nobody_ordered_goes_after_a_week(on_platform) -> None:
    old, started = plan("disable", "news"), bulk.start(plan("disable", "services"), by=PLATFORM)
    Batch.objects.update(created_at=old.created_at - bulk.KEPT * 2)

    new = plan("disable", "news")

    assert set(Batch.objects.values_list("pk", flat=True)) == {started.pk, new.pk}
    assert BatchLine.objects.filter(tenant=tenancy(Tenant.objects.get(name=MAKASSAR)).id).count() == 2
