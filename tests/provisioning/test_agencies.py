"""An agency is ordered by its name: it has no region's code, and takes none from the region that it works in."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction

from kernel.accounts.actor import PLATFORM
from provisioning import actions, plan, runner
from provisioning.agencies import Agency
from provisioning.errors import OrderRefused
from provisioning.models import Run
from provisioning.orders import Order, check
from tenants.areas import queries as areas
from tenants.isolation.current import enter
from tenants.registry.models import Tenant
from tenants.registry.queries import find, tenancy
from tests.provisioning.conftest import CODE, order
from tests.provisioning.test_orders import world

NAME = "RSUD Kota Magelang"
WRITE = "Write the agency's name in at most 120 characters, for example RSUD Kota Poso."
UNUSABLE = "is not usable: take a–z, 0–9 and -, beginning with a letter."
REFUSED = {
    "no name": ({"name": " "}, {}, "agency", WRITE),
    "name too long": ({"name": "a" * 121}, {}, "agency", WRITE),
    "name with a null": ({"name": "RS\0UD"}, {}, "agency", WRITE),
    "name of a region": (
        {"name": "kota  magelang"},
        {},
        "agency",
        "Kota Magelang is a region. Order it by its code, 33.71.",
    ),
    "no time zone": ({"time_zone": ""}, {}, "time_zone", "There is no time zone “”. Take WIB, WITA or WIT."),
    "unknown time zone": (
        {"time_zone": "Europe/Berlin"},
        {},
        "time_zone",
        "There is no time zone “Europe/Berlin”. Take WIB, WITA or WIT.",
    ),
    "unknown region": (
        {"works_in": "99.99"},
        {},
        "works_in",
        "There is no region with the code “99.99”. Use the Ministry's code, for example 36.71.",
    ),
    "slug taken": (
        {},
        {"slug": "bersama"},
        "slug",
        "The short name “bersama” belongs to PDAM Bersama. Choose another.",
    ),
    "slug of a region with a portal": (
        {"name": "Makassar"},
        {},
        "slug",
        "The short name “makassar” is kept for Kota Makassar. Choose another.",
    ),
    "slug of a region without one": (
        {},
        {"slug": "kab-poso"},
        "slug",
        "The short name “kab-poso” is kept for Kabupaten Poso. Choose another.",
    ),
    "slug that begins with a digit": ({"name": "112"}, {}, "slug", f"The short name “112” {UNUSABLE}"),
    "name of an agency with another slug": (
        {"name": "PDAM Bersama"},
        {},
        "slug",
        "PDAM Bersama has a portal with the short name “bersama”. Write that, or another for a new portal.",
    ),
    "another time zone": (
        {"name": "PDAM Bersama"},
        {"slug": "bersama"},
        "time_zone",
        "The portal of PDAM Bersama has the time zone WITA. Choose that.",
    ),
    "no region now": (
        {"name": "PDAM Bersama", "time_zone": "WITA"},
        {"slug": "bersama"},
        "works_in",
        "The portal of PDAM Bersama was made with the region 73.71. Write that.",
    ),
    "code of a region too": (
        {},
        {"code": CODE},
        "agency",
        "Order a region by its code or an agency by its name, not both.",
    ),
}


def agency(**more: str) -> Agency:
    return Agency(**{"name": NAME, "time_zone": "WIB", **more})


def give(wanted: Agency, **more: object) -> Run:
    return actions.order(Order(agency=wanted, **{"modules": ("complaints",), **more}), by=PLATFORM)


def take(wanted: Agency, **more: object) -> Tenant:
    run = runner.execute(give(wanted, **more).key)
    assert run.state == "done", [step.problem for step in run.steps.all()]
    return Tenant.objects.get(pk=run.tenant_id)


@pytest.fixture
def bersama(makassar, on_platform) -> None:
    """A water company in Makassar."""
    give(agency(name="PDAM Bersama", time_zone="WITA", works_in="73.71"), slug="bersama")


@pytest.mark.parametrize(("wrong", "more", "field", "sentence"), REFUSED.values(), ids=REFUSED)
def test_bad_agency_is_refused(bersama, wrong, more, field, sentence) -> None:
    before = world()

    with pytest.raises(OrderRefused) as refusal:
        give(agency(**wrong), **more)

    assert (str(refusal.value), refusal.value.field) == (sentence, field)
    assert world() == before


def test_portal_without_region_is_not_ordered_with_one(on_platform) -> None:
    give(agency())

    with pytest.raises(OrderRefused) as refusal:
        give(agency(works_in=CODE))

    assert str(refusal.value) == f"The portal of {NAME} was made without a region. Leave this empty."


def test_agency_gets_the_usual_names(on_platform) -> None:
    checked = check(Order(agency=agency(name=" RSUD  Kota Poso ", time_zone="wita"), modules=("news",)))

    assert (checked.name, checked.slug, checked.host) == (
        "RSUD Kota Poso",
        "rsud-kota-poso",
        "rsud-kota-poso.localhost",
    )
    assert (checked.kind, checked.time_zone, checked.works_in) == ("agency", "Asia/Makassar", "")


def test_long_name_gets_a_slug_that_is_usable(on_platform) -> None:
    checked = check(Order(agency=agency(name="Balai " * 20), modules=("news",)))

    assert checked.slug == "balai-" * 9 + "balai"


def test_agency_of_an_administrative_city_may_work_there(on_platform) -> None:
    assert check(Order(agency=agency(works_in=" 31.71 "), modules=("news",))).works_in == "31.71"


def test_plan_of_an_agency_has_the_steps_of_a_region(on_platform) -> None:
    region = plan.provision(check(Order(code=CODE, modules=("news",), host="a.example")))

    assert plan.provision(check(Order(agency=agency(), modules=("news",), host="a.example"))) == region


def test_agencies_work_beside_the_region_and_each_other(on_platform) -> None:
    region = order().tenant
    hospital, water = (give(agency(name=name, works_in=CODE)).tenant for name in (NAME, "PDAM Kota Magelang"))

    assert (hospital.region_code, hospital.works_in) == (None, CODE)
    assert [find(code) for code in (CODE, hospital.slug, water.slug)] == [region, hospital, water]
    assert order().tenant == region


def test_same_agency_is_ordered_once(on_platform) -> None:
    first, second = give(agency(works_in=CODE)), give(agency(name=NAME.upper(), works_in=CODE))

    assert first == second
    assert Tenant.objects.filter(name__iexact=NAME).count() == 1


def test_namesake_with_another_slug_is_another_agency(on_platform) -> None:
    first, second = give(agency()).tenant, give(agency(), slug="rsud-lain").tenant

    assert first != second


@pytest.mark.parametrize(
    ("kind", "values", "constraint"),
    [
        ("agency", {"region_code": "33.20"}, "agency_has_no_region_code"),
        ("city", {"works_in": "33.20"}, "only_an_agency_works_in"),
    ],
)
def test_database_keeps_agencies_and_regions_apart(on_platform, kind, values, constraint) -> None:
    tenant = give(agency()).tenant if kind == "agency" else order().tenant

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Tenant.objects.filter(pk=tenant.pk).update(**values)


def test_database_keeps_the_slug_of_an_agency_its_own(on_platform) -> None:
    give(agency(name="PDAM Bersama"))
    other = give(agency()).tenant

    with pytest.raises(IntegrityError, match="slug"), transaction.atomic():
        Tenant.objects.filter(pk=other.pk).update(slug="pdam-bersama")


def test_agency_with_a_region_gets_its_areas(stage) -> None:
    tenant = take(agency(works_in=CODE), with_sample=True)

    with enter(tenancy(tenant)):
        assert (areas.districts().count(), areas.villages().count()) == (3, 17)
    again = runner.execute(give(agency(works_in=CODE)).key)
    assert (again.tenant, tenant.state) == (tenant, "ready")
    assert [row.kind for row in again.steps.all() if not row.was_done] == ["Probe"]


def test_agency_that_is_not_live_speaks_in_its_own_name(stage, client) -> None:
    take(agency(), modules=("services",))

    page = client.get("/", headers={"host": "rsud-kota-magelang.localhost"}).content.decode()

    assert f"{NAME} masih mengisinya." in page
    assert "Pemerintah " not in page


def test_agency_without_a_region_opens_its_portal(stage, client) -> None:
    tenant = take(agency(), modules=("complaints", "news", "services"), with_sample=True)
    runner.execute(actions.go_live(tenant, by=PLATFORM).key)

    home = client.get("/", headers={"host": "rsud-kota-magelang.localhost"}).content.decode()
    form = client.get("/laporan/buat/", headers={"host": "rsud-kota-magelang.localhost"}).content.decode()

    assert f"<small>Portal resmi</small>{NAME}" in home
    assert f"<b>{NAME}</b>" in home
    assert "Pemerintah " not in home
    assert 'href="tel:112"' in home
    assert 'name="village"' not in form
    with enter(tenancy(tenant)):
        assert areas.districts().count() == 0


def test_command_shows_the_plan_of_an_agency(stage, capsys) -> None:
    call_command("provision", "--agency", NAME, "--time-zone", "Asia/Jakarta", "--modules", "news", "--plan")

    assert capsys.readouterr().out.splitlines()[:2] == [
        f"{NAME} · rsud-kota-magelang.localhost",
        "  1. Create the roles",
    ]
    assert not Tenant.objects.filter(name=NAME).exists()


def test_command_prepares_an_agency(stage) -> None:
    wanted = ["--agency", NAME, "--time-zone", "WIB", "--region", CODE, "--slug", "rsud"]

    call_command("provision", *wanted, "--modules", "services", "--here")

    tenant = Tenant.objects.get(slug="rsud")
    assert (tenant.name, tenant.kind, tenant.time_zone, tenant.works_in, tenant.state) == (
        NAME,
        "agency",
        "Asia/Jakarta",
        CODE,
        "ready",
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--time-zone", "WIB"], f"Unnamed: {WRITE}"),
        (["--agency", NAME], f"{NAME}: There is no time zone “”. Take WIB, WITA or WIT."),
        (
            [CODE, "--region", CODE],
            f"{CODE}: Order a region by its code or an agency by its name, not both.",
        ),
    ],
)
def test_command_refuses_half_an_agency(stage, arguments, sentence) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("provision", *arguments, "--modules", "news")

    assert str(refusal.value) == sentence


def test_file_has_regions_and_agencies(stage, tmp_path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(
        f"code,modules,agency,time_zone,region,slug\n{CODE},services,,,,\n,services,{NAME},WIB,{CODE},rsud\n"
    )

    call_command("provision", "--file", str(file), "--here")

    made = Tenant.objects.filter(slug__in=["magelang", "rsud"]).values_list("kind", "region_code", "works_in", "state")
    assert list(made) == [("city", CODE, "", "ready"), ("agency", None, CODE, "ready")]


def test_file_with_one_slug_twice_is_refused_whole(stage, tmp_path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("code,modules,agency,time_zone\n,news,RSUD Poso,WITA\n,news,RSUD-Poso,WITA\n,news,,WITA\n")

    with pytest.raises(CommandError) as refusal:
        call_command("provision", "--file", str(file), "--here")

    assert str(refusal.value).splitlines() == [
        "RSUD-Poso: The short name “rsud-poso” stands twice in the file.",
        f"Unnamed: {WRITE}",
    ]
    assert Tenant.objects.count() == 2
