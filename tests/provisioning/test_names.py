"""Whatever is given as a name in an order is refused with a sentence, or is a name. No SQL text is made of it."""

from collections.abc import Callable
from contextlib import suppress
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command
from hypothesis import example, given

from kernel.modules import registry
from provisioning.errors import OrderRefused
from provisioning.orders import HOST, SLUG, Order, check
from tenants.registry.errors import TenantNotFound
from tenants.registry.queries import find
from tests.names import fuzzed, fuzzed_pages, names, sql_texts
from tests.partnership.conftest import make_operator, open_console

RIGHT = {"code": "33.20", "modules": ("news",)}
FIELDS: dict[str, Callable[[str], dict[str, object]]] = {
    "code": lambda text: {"code": text},
    "slug": lambda text: {"slug": text},
    "host": lambda text: {"host": text},
    "modules": lambda text: {"modules": ("news", text)},
    "administrator_email": lambda text: {"administrator_email": text},
}
# Each says something else: right, unknown, administrative, taken.
ORDINARY = (
    {}, {"code": "99.99"}, {"code": "31.71"}, {"code": "73.71"}, {"slug": "makassar"}, {"slug": "jepara"},
    {"host": "makassar.localhost"}, {"host": "jepara.go.id"}, {"modules": ("games",)},
)  # fmt: skip


def checked(values: dict[str, object]) -> None:
    """Check an order; what comes of it is refused, or fit to be a name."""
    with suppress(OrderRefused):
        order = check(Order(**{**RIGHT, **values}))
        assert SLUG.fullmatch(order.slug)
        assert HOST.fullmatch(order.host)
        assert set(order.modules) <= {module.name for module in registry.modules()}


@pytest.fixture
def ordinary(on_platform) -> set[str]:
    """The SQL texts of orders that hold nothing strange."""
    with sql_texts() as texts:
        for values in ORDINARY:
            checked(values)
    return texts


@pytest.mark.parametrize("field", FIELDS)
@fuzzed
@given(text=names)
def test_no_sql_is_made_of_an_order(ordinary, field, text) -> None:
    with sql_texts() as texts:
        checked(FIELDS[field](text))

    assert texts - ordinary == set()


@fuzzed
@given(text=names)
def test_tenant_is_looked_for_by_any_text(on_platform, text) -> None:
    with sql_texts() as ordinary, suppress(TenantNotFound):
        find("nowhere")

    with sql_texts() as texts, suppress(TenantNotFound):
        find(text)

    assert texts - ordinary == set()


@fuzzed
@given(text=names)
def test_command_refuses_with_a_sentence(on_platform, text) -> None:
    with pytest.raises(CommandError):
        call_command("provision", "--plan", "--modules=news", f"--slug={text}!", "33.20")


@pytest.fixture
def console(on_platform):
    return open_console(make_operator("Rani", ["*"]))


@pytest.mark.django_db(databases=["default", "owner"])
@fuzzed_pages
@given(text=names)
@example(text="73.71")
@example(text="\x00")
def test_console_never_fails_at_a_name(console, text) -> None:
    text = text.encode(errors="ignore").decode()  # a browser sends no half characters
    forms = [{**RIGHT, "modules": ["news"], field: text} for field in ("code", "slug", "host", "modules")]

    answers = [console.post("/daerah/siapkan/", form).status_code for form in forms]
    answers += [console.get("/", {"q": text}).status_code, console.get(f"/daerah/{quote(text, safe='')}/").status_code]

    assert [status for status in answers if status >= 500] == []
