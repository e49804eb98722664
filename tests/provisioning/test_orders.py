"""Bad orders are refused with a sentence, before anything changes."""

import pytest
from django.db import connection

from kernel.accounts.actor import PLATFORM
from kernel.audit.models import Entry
from kernel.modules import registry
from provisioning import actions
from provisioning.errors import OrderRefused
from provisioning.models import Run
from provisioning.orders import Order, check
from provisioning.steps.invite_administrator import InviteAdministrator
from tenants.jobs.models import Job
from tenants.registry.models import Domain, Tenant
from tests.provisioning.conftest import CODE

SLUG = "is not usable: take a–z, 0–9 and -, beginning with a letter."
HOST = "is not a host name. Write it like makassar.example.go.id, without http."
REFUSED = {
    "unknown code": (
        {"code": "99.99"},
        "code",
        "There is no region with the code “99.99”. Use the Ministry's code, for example 36.71.",
    ),
    "code of a district": (
        {"code": "36.71.01"},
        "code",
        "There is no region with the code “36.71.01”. Use the Ministry's code, for example 36.71.",
    ),
    "no code": (
        {"code": ""},
        "code",
        "There is no region with the code “”. Use the Ministry's code, for example 36.71.",
    ),
    "Jakarta's city": (
        {"code": "31.71"},
        "code",
        "Kota Administrasi Jakarta Pusat is administrative: it signs nothing and has no portal of its own.",
    ),
    "unknown module": (
        {"modules": ("games", "news")},
        "modules",
        "There is no module “games”. There are: complaints, news, services, bills.",
    ),
    "missing requirement": (
        {"modules": ("bills",)},
        "modules",
        "The module “bills” requires “news”. Add it to the order.",
    ),
    "slug taken": ({"slug": "makassar"}, "slug", "The short name “makassar” belongs to Kota Makassar. Choose another."),
    "slug with capitals": ({"slug": "Magelang"}, "slug", f"The short name “Magelang” {SLUG}"),
    "slug with two hyphens": ({"slug": "a--b"}, "slug", f"The short name “a--b” {SLUG}"),
    "slug with SQL": ({"slug": 'a"; DROP SCHEMA t1'}, "slug", f'The short name “a"; DROP SCHEMA t1” {SLUG}'),
    "slug of the platform": ({"slug": "www"}, "slug", f"The short name “www” {SLUG}"),
    "slug too long": ({"slug": "a" * 60}, "slug", f"The short name “{'a' * 60}” {SLUG}"),
    "domain taken": (
        {"host": "makassar.localhost"},
        "host",
        "The domain “makassar.localhost” belongs to Kota Makassar.",
    ),
    "domain with http": ({"host": "http://magelang.go.id"}, "host", f"“http://magelang.go.id” {HOST}"),
    "domain without a dot": ({"host": "magelang"}, "host", f"“magelang” {HOST}"),
    "domain with a port": ({"host": "magelang.go.id:80"}, "host", f"“magelang.go.id:80” {HOST}"),
    "bad e-mail": (
        {"administrator_email": "sari@"},
        "administrator_email",
        "“sari@” is not an e-mail address.",
    ),
}


@pytest.fixture(autouse=True)
def _one_more_module(monkeypatch) -> None:
    found = registry.in_order([*registry.modules(), registry.read("bills", "tests.provisioning.manifests")])
    monkeypatch.setattr(registry, "modules", lambda: found)


def world() -> list[object]:
    with connection.cursor() as cursor:
        # Roles are the whole cluster's, in which other tests make theirs.
        own = "SELECT count(*) FROM pg_roles WHERE starts_with(rolname, current_database())"
        cursor.execute(f"SELECT (SELECT count(*) FROM pg_namespace), ({own})")
        catalogue = cursor.fetchone()
    return [catalogue, *(model.objects.count() for model in (Tenant, Domain, Run, Job, Entry))]


@pytest.mark.parametrize(("wrong", "field", "sentence"), REFUSED.values(), ids=REFUSED)
def test_bad_order_is_refused(makassar, on_platform, wrong, field, sentence) -> None:
    before = world()

    with pytest.raises(OrderRefused) as refusal:
        actions.order(Order(**{"code": CODE, "modules": ("services",), **wrong}), by=PLATFORM)

    assert (str(refusal.value), refusal.value.field) == (sentence, field)
    assert world() == before


def test_order_gets_the_usual_names(on_platform) -> None:
    checked = check(Order(code="33.20", modules=("news",)))

    assert (checked.name, checked.slug, checked.host) == ("Kabupaten Jepara", "kab-jepara", "kab-jepara.localhost")


def test_code_may_have_spaces_around_it(makassar, on_platform) -> None:
    assert check(Order(code=" 73.71 ", modules=("news",), slug="lain", host="lain.example")).tenant.pk == makassar.id


def test_modules_are_installed_after_what_they_require(on_platform) -> None:
    assert check(Order(code=CODE, modules=("bills", "news"))).modules == ("news", "bills")


def test_own_slug_and_domain_are_not_taken(makassar, on_platform) -> None:
    again = Order(code="73.71", modules=("news",), slug="makassar", host="makassar.localhost")

    assert check(again).tenant.slug == "makassar"


def test_nobody_invites_an_administrator_past_the_regions_own_people(makassar, sari, on_platform) -> None:
    live = {"code": "73.71", "modules": ("news",)}

    with pytest.raises(OrderRefused, match="Kota Makassar has administrators of its own") as refusal:
        actions.order(Order(**live, administrator_email="rani@example.org"), by=PLATFORM)

    assert refusal.value.field == "administrator_email"
    assert check(Order(**live, administrator_email=sari.email)).tenant.pk == makassar.id


def test_who_joined_after_the_order_was_given_leaves_nobody_to_invite(makassar, sari, on_platform) -> None:
    step = InviteAdministrator("rani@example.org", "Rani")

    assert step.is_done(Tenant.objects.get(pk=makassar.id))


def test_order_is_written_whole(on_platform) -> None:
    run = actions.order(Order(code=CODE, modules=("services",)), by=PLATFORM)

    assert (run.tenant.name, run.tenant.state, run.tenant.time_zone) == (
        "Kota Magelang",
        "provisioning",
        "Asia/Jakarta",
    )
    assert run.tenant.schema_name == f"t{run.tenant.pk}"
    assert Job.objects.filter(name="provisioning.run", payload={"run": run.key}).count() == 1
    assert Entry.objects.first().action == "provisioning.order"
