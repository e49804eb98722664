"""What nobody has thought of turns the suite red, and says which column or address it is."""

import sys
from functools import lru_cache
from types import ModuleType

import pytest
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.test.utils import isolate_apps
from django.urls import path

from tests.canaries.addresses import addresses
from tests.canaries.filling import CannotFill, columns, fill_field
from tests.canaries.standing import forget


@isolate_apps("tests.canaries")
@pytest.mark.parametrize("strange", [models.DurationField(), models.CharField(max_length=5)])
def test_column_that_takes_no_canary_is_named(strange: models.Field) -> None:
    class Strange(models.Model):
        column = strange

        class Meta:
            app_label = "canaries"

    with pytest.raises(CannotFill, match=r"canaries\.Strange\.column"):
        fill_field(Strange._meta.get_field("column"), "a", 1, {})


def test_there_are_many_columns() -> None:
    assert len(columns()) > 100


def test_gap_that_nothing_fills_is_named(monkeypatch) -> None:
    urls = ModuleType("tests.canaries.strange_urls")
    urls.urlpatterns = [path("<slug:strange>/", _page, name="strange")]
    monkeypatch.setitem(sys.modules, urls.__name__, urls)

    with pytest.raises(LookupError, match="'strange'"):
        addresses("strange", urls.__name__, {"": {}, "accounts": {"key": ["x"]}}, 1)


def test_functions_forget_what_they_answered() -> None:
    answer = lru_cache(lambda: "a row")
    answer()

    forget()

    assert answer.cache_info().currsize == 0


def _page(request: HttpRequest, strange: str) -> HttpResponse:
    return HttpResponse(strange)
