"""Public ids are random: no address and no form carries the number of a row."""

from importlib import import_module
from inspect import getmembers, isclass
from pkgutil import walk_packages

import pytest
from django import forms
from django.urls import URLPattern, get_resolver
from django.urls.converters import IntConverter
from django.urls.resolvers import RoutePattern

from tests.every_page.pages import walk

PACKAGES = ("kernel", "tenants", "app_modules", "provisioning", "partnership")
# A version's place among the versions of one article, and the number of no row.
COUNTED = {"news_console:revert number"}


def numbers(pattern: URLPattern) -> set[str]:
    """Return the parts of an address that are numbers, or are called after the number of a row."""
    route = pattern.pattern
    converters = route.converters if isinstance(route, RoutePattern) else {}
    typed = {name for name, converter in converters.items() if isinstance(converter, IntConverter)}
    return typed | {name for name in route.regex.groupindex if name in ("pk", "id") or name.endswith(("_pk", "_id"))}


@pytest.mark.parametrize("urlconf", ["config.urls_public", "config.urls_tenant"])
def test_no_address_carries_the_number_of_a_row(urlconf) -> None:
    found = {f"{name} {part}" for name, pattern in walk(get_resolver(urlconf)) for part in numbers(pattern)}

    assert found - COUNTED == set()


@pytest.mark.parametrize("route", ["<int:key>/", "<slug:pk>/", "<slug:person_id>/"])
def test_planted_number_is_found(route) -> None:
    assert numbers(URLPattern(RoutePattern(route), lambda request: None)) != set()


def our_forms() -> list[type[forms.BaseForm]]:
    names = [
        module.name
        for package in PACKAGES
        for module in walk_packages(import_module(package).__path__, f"{package}.")
        if ".forms" in module.name
    ]
    found = {one for name in names for _name, one in getmembers(import_module(name), isclass)}
    return sorted((one for one in found if issubclass(one, forms.BaseForm)), key=lambda one: one.__qualname__)


def test_no_choice_of_a_form_is_the_number_of_a_row() -> None:
    fields = {
        f"{form.__module__}.{form.__qualname__}.{name}": field.to_field_name
        for form in our_forms()
        for name, field in form.base_fields.items()
        if isinstance(field, forms.ModelChoiceField)
    }

    assert len(fields) >= 5
    assert {name for name, value in fields.items() if value != "key"} == set()
