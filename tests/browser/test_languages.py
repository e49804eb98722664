"""No page says a word that nobody translated."""

from collections.abc import Callable, Iterable
from importlib import import_module

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from kernel.accounts.actor import PLATFORM, Actor, ActorKind, Grant
from kernel.accounts.models import Role
from kernel.audit import actions as audit
from kernel.modules import registry
from partnership import actions as partnership
from provisioning import actions as provisioning
from provisioning.bulk import actions as bulk
from provisioning.models import Batch, BatchLine, Run, RunStep
from provisioning.orders import Order
from tenants.areas.models import Area
from tenants.isolation.current import Tenancy, enter
from tenants.portal import actions, provision
from tenants.registry.models import Tenant
from tests.browser import citizens, untranslated
from tests.browser.walking import Walk
from tests.partnership.conftest import make_operator, open_console

# Rows hold what we say, too: it must be translated where it is shown.
OURS = {
    "audit.Entry": {"action", "summary", "subject_kind"},
    "provisioning.Batch": {"verb", "target", "state"},
    "provisioning.BatchLine": {"why", "others", "state", "found", "before"},
    "provisioning.Run": {"title_id", "title_en", "state"},
    "provisioning.RunLine": {"text"},
    "provisioning.RunStep": {"kind", "state", "problem"},
}
LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])


def texts_of(app_names: Iterable[str]) -> list[object]:
    """Return every text in the apps' tables, of the place that the code is in."""
    found: list[object] = []
    for model in (
        model for config in apps.get_app_configs() if config.name in app_names for model in config.get_models()
    ):
        fields = [
            f.name
            for f in model._meta.concrete_fields
            if isinstance(f, (models.CharField, models.TextField, models.JSONField))
            and f.name not in OURS.get(model._meta.label, ())
        ]
        found += [value for row in model._base_manager.values_list(*fields) for value in row] if fields else []
    return found


def content_of(where: Tenancy) -> list[object]:
    """Return every text that the region itself stored."""
    with enter(where):
        areas = [str(area) for area in Area.objects.all()]
        return [where.name, where.domain, where.slug, *areas, *texts_of(settings.TENANT_APPS)]


def fill() -> None:
    """Add all modules' sample content to the region that the code is in."""
    with translation.override("id"):
        provision.sample(by=PLATFORM)
        for module in registry.modules():
            import_module(f"app_modules.{module.name}.provision").sample(by=PLATFORM)


@pytest.fixture
def filled(makassar: Tenancy, as_sari, as_budi) -> Tenancy:
    """Makassar with all modules' sample content."""
    with enter(makassar):
        fill()
    return makassar


def faults(walk: Walk, start: str, content: list[object]) -> list[str]:
    """Return what the pages say that nobody translated."""
    is_content = untranslated.corpus(content)
    with untranslated.marked(walk.language):
        return [
            f"{path}: {said}"
            for path, response in walk.pages(start)
            for said in untranslated.words(response.content.decode(), is_content)
        ]


@LANGUAGES
@pytest.mark.parametrize("start", ["/", "/konsol/", "/masuk/", "/warga/"])
def test_no_page_says_what_nobody_translated(
    filled: Tenancy, portal: Callable[..., Client], sari, language: str, start: str
) -> None:
    walk = Walk(portal(filled, sari if start == "/konsol/" else None), settings.TENANT_URLCONF, language)
    if start == "/warga/":
        with enter(filled):
            citizens.come(walk.client)

    found = faults(walk, start, content_of(filled))

    assert found == [], "\n".join(found)
    assert len(walk.kinds) > 10
    assert start != "/warga/" or set(walk.kinds) >= citizens.PAGES


@pytest.fixture
def busy(on_platform, makassar: Tenancy, jayapura: Tenancy) -> None:
    """Regions in several states, a run that waits, one that stopped, one with an invitation that nobody accepted."""
    rani = Actor(ActorKind.OPERATOR, "rani", "Rani", (Grant(frozenset({"*"})),))
    for code in ("72.02", "72.71"):
        provisioning.order(Order(code=code, modules=("news",)), by=rani)
    stopped = Run.objects.get(tenant__region_code="72.71")
    stopped.steps.filter(position=2).update(state="failed", problem="Kota Palu")
    Run.objects.filter(pk=stopped.pk).update(state="failed")
    partnership.suspend(Tenant.objects.get(pk=jayapura.id), reason="Kota Jayapura", by=rani)
    provisioning.switch(Tenant.objects.get(pk=makassar.id), "news", on=False, by=rani)
    _batches(rani)
    invited = Run.objects.filter(tenant=makassar.id).latest("id")
    args = {"email": "ibu@example.org", "name": "Ibu"}
    RunStep.objects.create(run=invited, position=99, kind="InviteAdministrator", args=args, state="done")
    with enter(makassar):
        actions.invite("ibu@example.org", name="Ibu", role=Role.objects.get(key="administrator"), by=PLATFORM)


def _batches(rani: Actor) -> None:
    """A change of many portals that is planned, and one in which a portal failed and another was changed meanwhile."""
    tenants = list(Tenant.objects.all())
    for verb, target, after in (("set", "news.articles_per_page", 20), ("disable", "news", None)):
        batch = Batch(verb=verb, target=target)
        bulk.plan(batch, [BatchLine(tenant=tenant, after=after) for tenant in tenants], by=rani)
        audit.record("provisioning.bulk", batch, by=rani, summary="Kota Jayapura")
    Batch.objects.filter(pk=batch.pk).update(state="started")
    for state, line in zip(("failed", "changed", "not_needed", "done"), batch.lines.all(), strict=False):
        BatchLine.objects.filter(pk=line.pk).update(state=state, problem="Kota Palu", found="suspended")


def content_of_platform(language: str) -> list[object]:
    """Return every text that operators, the reference data and runs stored."""
    titles = Run.objects.values_list(f"title_{language}", flat=True)
    return [*titles, *texts_of(settings.SHARED_APPS)]


@LANGUAGES
@pytest.mark.parametrize("start", ["/", "/masuk/"])
def test_no_page_of_the_operators_says_what_nobody_translated(busy, start: str, language: str) -> None:
    rani = make_operator("Rani", ["*"]) if start == "/" else None
    walk = Walk(open_console(rani), settings.PUBLIC_URLCONF, language)

    found = faults(walk, start, content_of_platform(language))

    assert found == [], "\n".join(found)
    operators = {"home", "order", "region", "run", "history", "bulk", "batches", "batch"}
    assert (operators if rani else {"account_reset_password"}) <= set(walk.kinds)


@LANGUAGES
@pytest.mark.parametrize(
    "order",
    [
        {"code": "71.71", "modules": ["news"]},
        {"code": "", "administrator_email": "x"},
        {"code": "73.71", "modules": ["news"], "host": "http://x"},
    ],
    ids=["plan", "empty", "refused"],
)
def test_no_answer_to_an_order_says_what_nobody_translated(busy, order: dict[str, object], language: str) -> None:
    client = open_console(make_operator("Rani", ["*"]))
    is_content = untranslated.corpus([*content_of_platform(language), "manado.localhost", "makassar.localhost"])

    with untranslated.marked(language):
        page = client.post(("/en" if language == "en" else "") + "/daerah/siapkan/", order).content.decode()

    assert "<h1" in page
    assert untranslated.words(page, is_content) == []


def test_planted_word_is_found(filled: Tenancy) -> None:
    page = Template(
        "{% load i18n %}<h1>{% translate 'News' %}</h1><p>Save everything, Kota Makassar</p>"
        "<img alt='A picture'>{% translate 'Nobody translated this' %}"
    )

    with untranslated.marked("id"), translation.override("id"):
        said = untranslated.words(page.render(Context()), untranslated.corpus(content_of(filled)))

    assert said == ["Save everything", "A picture", "Nobody translated this"]
