import pytest

from app_modules.services import links, tasks
from app_modules.services.models import Service
from kernel.accounts.actor import PLATFORM
from tenants.customization import actions as customization
from tenants.customization.models import Value
from tenants.jobs.registry import TASKS
from tests.app_modules.services.test_links import serving


@pytest.fixture
def region(settings):
    settings.LINK_CHECK_NETWORKS = ["127.0.0.0/8"]
    with serving() as server:
        yield f"http://127.0.0.1:{server.server_port}"


def states() -> dict[str, str]:
    return dict(Service.objects.values_list("title", "link_state"))


def test_check_links_shows_which_work(make_public, region):
    make_public(title="Ada", link=f"{region}/200")
    make_public(title="Hilang", link=f"{region}/404")
    make_public(title="Tanpa tautan")

    tasks.check_links()
    tasks.check_links()

    assert states() == {"Ada": "working", "Hilang": "broken", "Tanpa tautan": "unchecked"}


def test_check_links_leaves_drafts_alone(draft, region):
    Service.objects.update(link=f"{region}/200")

    tasks.check_links()

    assert states() == {"Akta kelahiran": "unchecked"}


def test_check_links_asks_nobody_when_the_region_does_not_want_it(make_public, region):
    make_public(title="Ada", link=f"{region}/200")
    customization.change(Value.Kind.SETTING, {"services.check_links": False}, by=PLATFORM)

    tasks.check_links()

    assert states() == {"Ada": "unchecked"}


def test_check_links_blames_no_link_on_a_closed_network(make_public, settings):
    settings.LINK_CHECK_NETWORKS = ["127.0.0.0/8"]
    for number in (1, 2, 3):
        make_public(title=str(number), link=f"http://127.0.0.1:{number}/")

    tasks.check_links()
    tasks.check_links()

    assert set(states().values()) == {"unchecked"}


def test_check_link_checks_one_service(make_public, region):
    service = make_public(title="Ada", link=f"{region}/200")
    make_public(title="Lain", link=f"{region}/200")

    tasks.check_link(service.key)

    assert states() == {"Ada": "working", "Lain": "unchecked"}


def test_check_link_of_a_service_that_is_gone_is_done(in_makassar):
    tasks.check_link("tidakada")


@pytest.mark.parametrize("name", ["services.check_links", "services.check_link"])
def test_no_check_holds_a_transaction(name):
    assert TASKS[name].is_atomic is False


def test_a_check_takes_no_longer_than_a_person_would_wait():
    assert links.TIMEOUT <= 10
