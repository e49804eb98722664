"""The check of the login role, and what it says of roles that Postgres would not hold back."""

from collections.abc import Callable, Iterator

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connections, models
from django.test.utils import isolate_apps

from kernel.accounts.models import Person
from tenants.isolation import checks
from tenants.isolation.checks import check_login_role, check_structure_owners
from tests import environment

ROLE = f"{environment.DATABASE}_faulty"
PLANTED = {
    "isolation.E001": "SUPERUSER",
    "isolation.E002": "CREATEROLE",
    "isolation.E003": "BYPASSRLS",
    "isolation.E004": "INHERIT",
}


@pytest.fixture
def log_in_as(committed, superuser) -> Iterator[Callable[[str], None]]:
    """Make a login role with these attributes, and a connection `faulty` that uses it."""

    def make(attributes: str) -> None:
        superuser.execute(f"CREATE ROLE {ROLE} LOGIN NOINHERIT {attributes}")
        superuser.execute(f"GRANT {environment.DATABASE}_platform TO {ROLE}")
        superuser.execute(f"GRANT CONNECT ON DATABASE {environment.DATABASE} TO {ROLE}")
        superuser.execute(f"ALTER ROLE {ROLE} SET timezone = 'UTC'")
        connections.settings["faulty"] = {**connections["default"].settings_dict, "USER": ROLE}

    yield make
    connections["faulty"].close()
    del connections["faulty"], connections.settings["faulty"]
    superuser.execute(f"DROP OWNED BY {ROLE}")
    superuser.execute(f"DROP ROLE {ROLE}")


def found(alias: str) -> list[str]:
    return [error.id for error in check_login_role(None, databases=[alias])]


def test_web_role_is_held_back(committed) -> None:
    assert found("default") == []


def test_sound_role_passes(log_in_as) -> None:
    log_in_as("")

    assert found("faulty") == []


@pytest.mark.parametrize(("number", "attribute"), PLANTED.items())
def test_planted_attribute_is_found(log_in_as, superuser, number, attribute) -> None:
    log_in_as("")
    superuser.execute(f"ALTER ROLE {ROLE} {attribute}")

    assert found("faulty") == [number]


def test_owned_table_is_found(log_in_as, superuser) -> None:
    log_in_as("")
    superuser.execute("CREATE TABLE public.planted (id int)")
    superuser.execute(f"ALTER TABLE public.planted OWNER TO {ROLE}")

    assert found("faulty") == ["isolation.E005"]


def test_command_fails_with_the_sentence(log_in_as) -> None:
    log_in_as("CREATEROLE")

    with pytest.raises(SystemCheckError, match=f"The login role {ROLE} may create roles"):
        call_command("check", databases=["faulty"])


def test_command_passes_for_the_web_role(committed, capsys) -> None:
    call_command("check", databases=["default", "owner"])

    assert "no issues" in capsys.readouterr().out


@isolate_apps("app_modules.news", "kernel.accounts")
def test_tenants_own_table_that_points_to_people_is_found(monkeypatch) -> None:
    class Reader(models.Model):
        person = models.ForeignKey(Person, on_delete=models.CASCADE)

        class Meta:
            app_label = "news"

    class Browser(models.Model):
        person = models.ForeignKey(Person, on_delete=models.CASCADE)

        class Meta:
            app_label = "accounts"

    sound = checks.check_keys_to_people(None)
    monkeypatch.setattr(checks.apps, "get_models", lambda **_how: [Reader, Browser])

    (error,) = checks.check_keys_to_people(None)
    assert (sound, error.id) == ([], "isolation.E008")
    assert error.msg == "news.Reader.person is a foreign key to a person, whom the platform has too."


def test_table_that_is_not_its_structure_owners_is_found(regions, superuser) -> None:
    schema = regions[0].schema
    before = check_structure_owners(None, databases=["default", "owner"])
    superuser.execute(f"CREATE TABLE {schema}.planted (id bigint GENERATED ALWAYS AS IDENTITY)")

    faults = check_structure_owners(None, databases=["default"])

    superuser.execute(f"DROP TABLE {schema}.planted")
    message = f"1 tables of tenants are not their structure owner's: {schema}.planted."
    assert (before, [(fault.id, fault.msg) for fault in faults]) == ([], [("isolation.E007", message)])
