"""A region's only administrator, or an operator, whose phone is gone."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from kernel.accounts.factors import actions as factors
from kernel.accounts.models import Person
from kernel.accounts.queries import as_actor
from kernel.audit.models import Entry
from tenants.isolation.current import Place, enter
from tenants.jobs.models import Job
from tests.partnership.conftest import make_operator

WHY = "Menelepon balik ke kantor, menjawab tiga pertanyaan."


def with_app(person: Person) -> Person:
    factors.set_up_app(person, "GEZDGNBVGY3TQOJQ", counter=1, by=as_actor(person))
    return person


def reset(email: str, *more: str) -> None:
    with enter(Place.NOBODY):
        call_command("reset_second_step", email, *more, "--reason", WHY)


def reasons(action: str) -> list[tuple[str, object]]:
    return list(Entry.objects.filter(action=action).values_list("actor_name", "after__reason"))


def test_only_administrator_gets_in_again_and_both_histories_say_why(makassar, sari, on_platform):
    with enter(makassar):
        with_app(sari)

    reset("Sari@example.org", "--region", "73.71")

    assert reasons("regions.second_step") == [("command line", WHY)]
    mail = Job.objects.filter(name="mail.deliver", payload__to="sari@example.org").latest("pk").payload
    assert mail["subject"] == "Langkah kedua Anda untuk Kota Makassar diatur ulang"
    with enter(makassar):
        assert (Authenticator.objects.count(), reasons("factors.reset")) == (0, [("command line", WHY)])


def test_operator_gets_in_again(on_platform):
    with_app(make_operator("Rani", ["*"]))

    reset("rani@example.org")

    assert (Authenticator.objects.count(), reasons("factors.reset")) == (0, [("command line", WHY)])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["siapa@example.org", "--region", "73.71", "--reason", WHY], "Nobody has joined with this e-mail address."),
        (["siapa@example.org", "--reason", WHY], "Nobody has joined with this e-mail address."),
        (["siapa@example.org", "--reason", " "], "Say with --reason how you know that it is she"),
    ],
    ids=["in the region", "operator", "no reason"],
)
def test_refusal_says_what_to_do(makassar, arguments, sentence):
    with enter(Place.NOBODY), pytest.raises(CommandError, match=sentence):
        call_command("reset_second_step", *arguments)
