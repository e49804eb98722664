"""Operators come and go by the command line of the installation."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from kernel.accounts.models import Person
from kernel.accounts.queries import as_actor
from kernel.audit.models import Entry
from tenants.isolation.current import Place, enter
from tenants.jobs.models import Job
from tenants.support import actions as support
from tenants.support.models import Access
from tests.partnership.conftest import make_operator, open_console

pytestmark = pytest.mark.usefixtures("on_platform")


def operators(*arguments: str) -> str:
    out = StringIO()
    with enter(Place.NOBODY):
        call_command("operators", *arguments, stdout=out)
    return out.getvalue()


def test_who_is_added_chooses_her_password_by_mail_and_operates() -> None:
    said = operators("--add", "Rani@example.org", "--name", "Rani")
    open_console().post("/akun/lupa-sandi/", {"email": "rani@example.org"})

    assert said == "Rani chooses her password at http://localhost:8000/akun/lupa-sandi/\n"
    assert Job.objects.filter(name="mail.deliver", payload__to="rani@example.org").exists()
    assert open_console(Person.objects.get(email="rani@example.org")).get("/").status_code == 200
    assert Entry.objects.get(action="operators.add").actor_name == "command line"


def test_who_is_kept_out_is_out_of_every_region_too(makassar, as_sari) -> None:
    make_operator("Eka", ["*"])
    rani = make_operator("Rani", ["*"])
    with enter(makassar):
        access = support.ask("Melihat galat", ["complaints"], 168, may_change=False, by=as_actor(rani))
        support.answer(access, is_granted=True, by=as_sari)

    operators("--keep-out", "rani@example.org")

    with enter(makassar):
        assert Access.objects.get(key=access.key).state == Access.State.ENDED
    assert "rani@example.org  Rani  (kept out)\n" in operators()
    assert "eka@example.org  Eka\n" in operators()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--add", "rani@example.org", "--name", "Rani"], "already"),
        (["--add", "eka@example.org"], "Say with --name what she is called"),
        (["--add", "eka", "--name", "Eka"], "“eka” is not an e-mail address."),
        (["--keep-out", "eka@example.org"], "Nobody has joined with this e-mail address."),
        (["--keep-out", "rani@example.org"], "administrator"),
    ],
    ids=["twice", "no name", "no address", "nobody", "the last one"],
)
def test_what_cannot_be_is_said(arguments, sentence) -> None:
    make_operator("Rani", ["*"])

    with pytest.raises(CommandError, match=sentence):
        operators(*arguments)
