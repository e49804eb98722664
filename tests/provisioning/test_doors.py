"""A restore brings contents back and opens nothing."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone

from kernel.accounts import actions as accounts
from kernel.accounts import delegations
from kernel.accounts.actor import PLATFORM, Actor, ActorKind
from kernel.accounts.delegations import Terms
from kernel.accounts.models import Assignment, Delegation, IdentityProvider, Invitation, Person, Role
from kernel.accounts.tokens import PasswordResetTokens
from kernel.audit.models import Entry
from provisioning import doors, runner, verifying
from provisioning import tasks as jobs
from provisioning.backups import actions as backups
from provisioning.backups import copies
from provisioning.doors import Door
from provisioning.models import Backup
from tenants.citizens.models import Citizen, CitizenPasskey
from tenants.isolation.current import enter
from tenants.notices.models import Notice
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tenants.support import actions as support
from tenants.support.models import Access
from tests.conftest import PASSWORD, make_person
from tests.kernel.accounts.test_log_in import log_in, reset_path
from tests.provisioning.conftest import order
from tests.provisioning.contents import problems
from tests.provisioning.test_backups import back_up
from tests.provisioning.test_copies import WANTED

RANI = Actor(ActorKind.OPERATOR, "rani0rani0", "Rani")
WATI = Actor(ActorKind.OPERATOR, "wati0wati0", "Wati")
TUTI = Actor(ActorKind.OPERATOR, "tuti0tuti0", "Tuti")
TICKET = "Tiket 12"


@pytest.fixture
def tenant(stage) -> Tenant:
    """A region with reports, in which Sari manages and Budi works."""
    made = runner.execute(order(modules=("complaints",)).key).tenant
    with enter(tenancy(made)):
        make_person("Sari", "administrator")
        make_person("Budi", "officer")
    return made


def restore(tenant: Tenant, backup: Backup) -> None:
    run = runner.execute(backups.restore(tenant, backup, by=PLATFORM).key)
    assert run.state == "done", problems(run)


def copy(tenant: Tenant, backup: Backup) -> Tenant:
    run = runner.execute(copies.restore_beside(tenant, backup, WANTED, by=PLATFORM).key)
    assert run.state == "done", problems(run)
    return run.tenant


def person(name: str) -> Person:
    return Person.objects.get(name=name)


def as_person(name: str) -> Actor:
    return Actor(ActorKind.PERSON, person(name).key, name)


def acts(action: str) -> int:
    return Entry.objects.filter(action=action, actor_kind=ActorKind.PLATFORM).count()


def grant(operator: Actor) -> Access:
    access = support.ask(TICKET, ["portal"], 3, may_change=False, by=operator)
    return support.answer(access, is_granted=True, by=PLATFORM)


def test_no_operator_comes_in_by_an_access_of_before(tenant) -> None:
    with enter(tenancy(tenant)):
        ended, left_open, over = grant(RANI), grant(WATI), grant(TUTI)
        support.open_door(left_open, by=WATI)
        Access.objects.filter(pk=over.pk).update(ends_at=timezone.now())
    backup = back_up(tenant)
    with enter(tenancy(tenant)):
        support.end(ended, by=PLATFORM)

    restore(tenant, backup)

    with enter(tenancy(tenant)):
        others = Access.objects.exclude(pk=over.pk)
        rows = {row.operator.name: (row.state, row.ended_by.kind, row.door) for row in others}
        assert Access.objects.get(pk=over.pk).state == "over"
        assert rows == dict.fromkeys(["Rani", "Wati"], ("ended", ActorKind.PLATFORM, ""))
        assert acts("support.end") == 2
        grant(RANI)


def test_invitation_that_was_withdrawn_or_used_stays_so(tenant) -> None:
    with enter(tenancy(tenant)):
        invite = {who: accounts.invite(f"{who}@example.org", name=who, role=officer(), by=PLATFORM) for who in WHO}
    backup = back_up(tenant)
    with enter(tenancy(tenant)):
        accounts.withdraw(invite["withdrawn"], by=PLATFORM)
        accounts.accept(invite["used"], name="Eka", password=PASSWORD)

    restore(tenant, backup)

    with enter(tenancy(tenant)):
        assert list(Invitation.open().values_list("name", flat=True)) == ["waiting"]
        assert (acts("people.withdraw"), Person.objects.filter(name="Eka").exists()) == (2, False)


WHO = ("withdrawn", "used", "waiting")


def officer() -> Role:
    return Role.objects.get(key="officer")


def test_people_come_in_as_they_may_today(tenant) -> None:
    with enter(tenancy(tenant)):
        reset = PasswordResetTokens().make_token(person("Sari"))
        change(second_step="of then", account="of then", provider="of then")
    backup = back_up(tenant)
    with enter(tenancy(tenant)):
        sari = person("Sari")
        sari.set_password("another-one-2026")
        sari.email = "sari@makassar.example"
        sari.save()
        change(second_step="of today", account="of today", provider="of today")
        accounts.deactivate(person("Budi"), by=PLATFORM)

    restore(tenant, backup)

    with enter(tenancy(tenant)):
        sari = person("Sari")
        assert (sari.check_password("another-one-2026"), sari.email) == (True, "sari@makassar.example")
        assert (PasswordResetTokens().check_token(sari, reset), person("Budi").is_active) == (False, False)
        assert (Authenticator.objects.get().data, SocialAccount.objects.get().uid) == ("of today", "of today")
        assert IdentityProvider.objects.get().name == "of today"


def change(*, second_step: str, account: str, provider: str) -> None:
    """Let Sari have these only."""
    for model in (Authenticator, SocialAccount, IdentityProvider):
        model.objects.all().delete()
    Authenticator.objects.create(user=person("Sari"), type="totp", data=second_step)
    SocialAccount.objects.create(user=person("Sari"), provider="x", uid=account)
    IdentityProvider.objects.create(name=provider, issuer="https://x.example", client_id="x", secret="x")


def test_citizen_comes_in_as_she_may_today(tenant) -> None:
    with enter(tenancy(tenant)):
        citra = Citizen.objects.create(name="Citra", email="citra@example.org", phone="+628111")
        CitizenPasskey.objects.create(citizen=citra, name="Ponsel lama", credential="stolen")
    backup = back_up(tenant)
    with enter(tenancy(tenant)):
        CitizenPasskey.objects.all().delete()
        CitizenPasskey.objects.create(citizen=citra, name="Ponsel baru", credential="hers")
        Citizen.objects.filter(pk=citra.pk).update(name="Citra Ayu", email="", phone="+628222")

    restore(tenant, backup)

    with enter(tenancy(tenant)):
        rows = list(Citizen.objects.values_list("name", "email", "phone", "passkeys__credential"))
        assert rows == [("Citra", "", "+628222", "hers")]


def test_who_is_unknown_today_does_not_keep_what_is_another_s_by_now(tenant) -> None:
    """Sari and Citra have the addresses today that others had when the backup was taken."""
    with enter(tenancy(tenant)):
        make_person("Eka", "officer")
        Citizen.objects.create(name="Citra", email="citra@example.org")
        Citizen.objects.create(name="Tono", email="tono@example.org", phone="+628333")
    backup = back_up(tenant)
    with enter(tenancy(tenant)):
        person("Eka").delete()
        Citizen.objects.filter(name="Tono").delete()
        Person.objects.filter(name="Sari").update(email="EKA@example.org")
        Citizen.objects.filter(name="Citra").update(email="tono@example.org")

    restore(tenant, backup)

    with enter(tenancy(tenant)):
        assert (person("Sari").email, person("Eka").email) == ("EKA@example.org", f"{person('Eka').key}.invalid")
        rows = dict(Citizen.objects.values_list("name", "email"))
        assert rows == {"Citra": "tono@example.org", "Tono": ""}


def test_rights_that_are_others_than_today_are_to_be_looked_through(tenant) -> None:
    with enter(tenancy(tenant)):
        lend(to="Budi")
        for name in ("Sari", "Budi"):
            accounts.review(person(name), by=PLATFORM)
    backup = back_up(tenant)
    with enter(tenancy(tenant)):
        Delegation.objects.update(ended_at=timezone.now())
        accounts.unassign(Assignment.objects.get(person=person("Budi")), by=PLATFORM)
        make_person("Eka", "officer")
        eka = person("Eka").key

    restore(tenant, backup)

    with enter(tenancy(tenant)):
        said = Entry.objects.filter(action="people.restored")
        changed = {row.subject_key: [len(each["rights"]) for each in (row.before, row.after)] for row in said}
        assert changed == {person("Budi").key: [0, 1], eka: [1, 0]}
        assert (person("Sari").reviewed_at is None, person("Budi").reviewed_at) == (False, None)
        assert Delegation.objects.filter(ended_at=None).count() == 0


def lend(*, to: str) -> None:
    today = timezone.localdate()
    held = Assignment.objects.filter(person=person("Sari"))
    delegations.delegate(held, to=person(to), terms=Terms(today, today, "Cuti"), by=as_person("Sari"))


def test_who_manages_people_is_told(tenant) -> None:
    backup = back_up(tenant)
    with enter(tenancy(tenant)):
        make_person("Eka", "administrator")  # who came later, and is gone with the restore

    restore(tenant, backup)

    with enter(tenancy(tenant)):
        told = Notice.objects.filter(kind="portal.restored").values_list("recipient_key", "path", "is_for_digest")
        assert list(told) == [(person("Sari").key, "/konsol/orang/tinjauan/?perhatian=1", True)]


def test_region_that_lost_its_people_has_them_back_but_no_door_of_before_opens(tenant, superuser) -> None:
    with enter(tenancy(tenant)):
        accounts.invite("eka@example.org", name="Eka", role=officer(), by=PLATFORM)
        access = grant(RANI)
        change(second_step="of then", account="of then", provider="of then")
        Authenticator.objects.create(user=person("Sari"), type="webauthn", data={})
        lend(to="Budi")
    backup = back_up(tenant)
    for table in ("accounts_person", "accounts_delegation", "accounts_identityprovider", "accounts_invitation"):
        superuser.execute(f"DROP TABLE {tenant.schema_name}.{table} CASCADE")

    restore(tenant, backup)

    with enter(tenancy(tenant)):
        assert (person("Sari").check_password(PASSWORD), acts("people.restored")) == (False, 2)
        assert (Invitation.open().count(), Access.objects.get(key=access.key).state) == (0, "ended")
        assert (SocialAccount.objects.count(), IdentityProvider.objects.count()) == (0, 0)
        # A second step only bars: without it a new password would be enough.
        assert list(Authenticator.objects.values_list("type", flat=True)) == ["totp"]
        assert Delegation.objects.filter(ended_at=None).count() == 0


@pytest.mark.usefixtures("clean_cache")
def test_password_is_chosen_anew_where_it_is_lost_who_may_come_in(tenant, superuser) -> None:
    backup = back_up(tenant)
    superuser.execute(f"DROP SCHEMA {tenant.schema_name} CASCADE")
    restore(tenant, backup)
    browser, new = Client(SERVER_NAME=f"{tenant.slug}.localhost"), "layar putih di pagi hari"

    refused = log_in(browser)
    browser.post("/akun/lupa-sandi/", {"email": "sari@example.org"})
    page = browser.get(reset_path("sari@example.org"), follow=True)
    browser.post(page.request["PATH_INFO"], {"password1": new, "password2": new})

    assert (refused.status_code, log_in(browser, password=new).status_code) == (200, 302)


def test_door_that_can_be_read_is_as_today_where_another_is_lost(tenant, superuser) -> None:
    with enter(tenancy(tenant)):
        citra = Citizen.objects.create(name="Citra", email="citra@example.org")
        CitizenPasskey.objects.create(citizen=citra, name="Ponsel lama", credential="stolen")
    backup = back_up(tenant)
    with enter(tenancy(tenant)):
        accounts.deactivate(person("Budi"), by=PLATFORM)
    superuser.execute(f"DROP TABLE {tenant.schema_name}.citizens_citizenpasskey")

    restore(tenant, backup)

    with enter(tenancy(tenant)):
        assert (person("Sari").check_password(PASSWORD), person("Budi").is_active) == (True, False)
        assert (Citizen.objects.get().email, CitizenPasskey.objects.count()) == ("citra@example.org", 0)


def test_region_whose_doors_cannot_be_read_is_not_restored(tenant, monkeypatch) -> None:
    backup = back_up(tenant)
    monkeypatch.setattr(doors, "PEOPLE", Door(("UPDATE {new}.accounts_person SET door = 'open'",)))

    run = runner.execute(backups.restore(tenant, backup, by=PLATFORM).key)

    assert (run.state, [row.kind for row in run.steps.filter(state="failed")]) == ("failed", ["TryBackup"])


def test_chain_goes_on_and_says_from_which_backup(tenant) -> None:
    backup = back_up(tenant)
    with enter(tenancy(tenant)):
        accounts.review(person("Sari"), by=PLATFORM)
    jobs.seal()
    jobs.keep_heads()

    restore(tenant, backup)

    jobs.seal()
    with enter(tenancy(tenant)):
        assert Entry.objects.get(action="portal.restored").after["backup"] == backup.key
    row = verifying.verify(tenant)
    assert (row.problem, row.restored_at is not None, row.lost) == ("", True, 1)


def test_copy_lets_nobody_in_who_may_not_come_in_today(tenant) -> None:
    with enter(tenancy(tenant)):
        grant(RANI)
    backup = back_up(tenant)
    with enter(tenancy(tenant)):
        accounts.deactivate(person("Budi"), by=PLATFORM)

    with enter(tenancy(copy(tenant, backup))):
        assert (person("Budi").is_active, person("Sari").is_active) == (False, True)
        assert Access.objects.get().state == "ended"
