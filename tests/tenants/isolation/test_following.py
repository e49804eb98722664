"""Time zone and addresses are the place's, whatever was set and not set back."""

from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.urls import get_urlconf, set_urlconf
from django.utils import timezone

from tenants.isolation.current import Place, enter


def held() -> tuple[str, str | None]:
    return timezone.get_current_timezone_name(), get_urlconf()


def test_place_has_zone_and_addresses(makassar, jayapura) -> None:
    with enter(makassar):
        with enter(jayapura):
            assert held() == ("Asia/Jayapura", settings.TENANT_URLCONF)
        with enter(Place.PLATFORM):
            assert held() == ("Asia/Jakarta", settings.PUBLIC_URLCONF)
        assert held() == ("Asia/Makassar", settings.TENANT_URLCONF)
    with enter(Place.NOBODY):
        assert held() == ("UTC", None)


def test_zone_that_was_activated_stays_in_its_place(makassar, jayapura) -> None:
    with enter(makassar):
        timezone.activate("Europe/Amsterdam")
        with enter(jayapura):
            assert timezone.get_current_timezone_name() == "Asia/Jayapura"
        assert timezone.get_current_timezone_name() == "Europe/Amsterdam"
        timezone.deactivate()
        assert timezone.get_current_timezone_name() == "Asia/Makassar"


def test_zone_after_override_is_the_places(makassar) -> None:
    with enter(makassar):
        with timezone.override(ZoneInfo("Europe/Amsterdam")):
            assert timezone.get_current_timezone_name() == "Europe/Amsterdam"

        assert timezone.get_current_timezone_name() == "Asia/Makassar"


@pytest.mark.parametrize("urlconf", [settings.PUBLIC_URLCONF, None])
def test_addresses_are_not_set_by_hand(makassar, urlconf) -> None:
    with enter(makassar):
        set_urlconf(urlconf)

        assert get_urlconf() == settings.TENANT_URLCONF
