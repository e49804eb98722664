"""`visible` gives those rows for which `may` says yes, whatever the grants are."""

from itertools import combinations, product

import pytest

from app_modules.complaints.models import Case
from app_modules.services.models import Service
from kernel.accounts.actor import PLATFORM, Actor, ActorKind, Grant
from kernel.accounts.models import Unit
from kernel.accounts.permissions import may, visible
from kernel.modules import registry
from tenants.areas.models import Area

PERMISSION = {Case: "complaints.view", Service: "services.write"}


@pytest.fixture
def grants(in_makassar) -> list[Grant]:
    """Every sort of grant: everywhere, in a unit, in a district, in both, and of something else."""
    for _module, code in registry.contributions("provision", in_makassar.modules):
        code.sample(by=PLATFORM)
    units = [None, *Unit.objects.values_list("pk", flat=True)[:2]]
    codes = [
        "",
        *Case.objects.values_list("area_code", flat=True).distinct()[:1],
        Area.objects.order_by("code")[0].code,
    ]
    rights = frozenset(PERMISSION.values())
    return [*(Grant(rights, *where) for where in product(units, codes)), Grant(frozenset({"news.write"}))]


@pytest.mark.parametrize("model", PERMISSION, ids=lambda model: model.__name__)
def test_visible_is_what_may_allows(grants, model):
    rows = list(model.objects.all())
    assert len(rows) > 5

    for pair in combinations(grants, 2):
        actor = Actor(ActorKind.PERSON, "x", "X", pair)
        allowed = {row.pk for row in rows if may(actor, PERMISSION[model], row)}
        assert set(visible(actor, model.objects.all(), PERMISSION[model]).values_list("pk", flat=True)) == allowed


def test_actor_without_grants_sees_nothing(grants):
    assert not visible(Actor(ActorKind.PERSON, "x", "X"), Case.objects.all(), "complaints.view").exists()
