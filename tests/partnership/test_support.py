"""An operator asks a region for access, and enters only where it was given."""

import pytest

from kernel.accounts.actor import PLATFORM
from kernel.audit.models import Entry
from tenants.isolation.current import enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tenants.support import actions
from tenants.support.models import Access
from tests.partnership.conftest import make_operator, open_console

WANTED = {"reason": "Tiket 12", "scopes": ["portal"], "may_change": "look", "hours": "24"}


@pytest.fixture
def region(on_platform) -> Tenant:
    return Tenant.objects.get(region_code="73.71")


def path(region: Tenant, *more: str) -> str:
    return "/".join(("/daerah", region.key, "akses", *more, ""))


def granted(region: Tenant, *, is_granted: bool = True) -> Access:
    with enter(tenancy(region)):
        access = Access.objects.latest("pk")
        return actions.answer(access, is_granted=is_granted, by=PLATFORM)


def test_region_page_leads_there(rani, region) -> None:
    assert path(region) in rani.get(f"/daerah/{region.key}/").content.decode()


def test_asked_once_with_a_line_in_both_histories(rani, region) -> None:
    rani.post(path(region), WANTED)
    again = rani.post(path(region), WANTED)

    assert again.status_code == 422
    assert "Anda sudah meminta ke daerah ini" in again.content.decode()
    assert Entry.objects.filter(action="support.ask", subject_key=region.key).count() == 1
    with enter(tenancy(region)):
        access = Access.objects.get()
        assert (access.operator.name, access.scopes, access.hours, access.may_change) == ("Rani", ["portal"], 24, False)
        assert Entry.objects.filter(action="support.ask", subject_key=access.key).count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reason": ""}, "Tulis alasannya"),
        ({"scopes": []}, "Pilih paling sedikit satu."),
        ({"scopes": ["people"]}, "people"),
        ({"hours": "2"}, "3"),
        ({"hours": "169"}, "168"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(rani, region, wrong, said: str) -> None:
    response = rani.post(path(region), {**WANTED, **wrong})

    page = response.content.decode()
    assert (response.status_code, said in page) == (422, True)
    assert wrong.get("reason", "Tiket 12") in page
    with enter(tenancy(region)):
        assert not Access.objects.exists()


def test_granted_leads_to_the_door_of_the_region(rani, region) -> None:
    rani.post(path(region), {**WANTED, "may_change": "change"})
    access = granted(region)
    assert "Masuk ke konsol" in rani.get(path(region)).content.decode()

    response = rani.post(path(region, access.key, "masuk"))

    address = response["Refresh"].removeprefix("0;url=")
    assert address.startswith("http://makassar.localhost:8000/operator/masuk/")
    assert f'href="{address}"' in response.content.decode()
    assert access.may_change


def test_refused_says_so(rani, region) -> None:
    rani.post(path(region), WANTED)
    access = granted(region, is_granted=False)

    page = rani.post(path(region, access.key, "masuk"), follow=True).content.decode()

    assert "Akses ini tidak terbuka" in page


def test_another_operator_neither_enters_nor_ends(rani, region) -> None:
    rani.post(path(region), WANTED)
    access = granted(region)
    other = open_console(make_operator("Wati", ["*"]))

    assert [other.post(path(region, access.key, act)).status_code for act in ("masuk", "akhiri")] == [404, 404]


def test_given_back(rani, region) -> None:
    rani.post(path(region), WANTED)
    access = granted(region)

    rani.post(path(region, access.key, "akhiri"))

    with enter(tenancy(region)):
        assert Access.objects.get().state == "ended"


def test_who_may_only_look_asks_nothing(watcher, region) -> None:
    assert watcher.get(path(region)).status_code == 403


def test_suspended_portal_is_not_asked(rani, region) -> None:
    Tenant.objects.filter(pk=region.pk).update(state="suspended")

    assert rani.get(path(region)).status_code == 404
