import pytest
from django.db import connection

from app_modules.services import actions
from app_modules.services.errors import NoLink, ServiceIncomplete
from app_modules.services.links import Outcome, Verdict
from app_modules.services.models import Service
from kernel.accounts.actor import CITIZEN, PLATFORM, Actor, ActorKind, Grant
from kernel.accounts.models import Unit
from kernel.audit.models import Entry
from kernel.errors import NotPermitted
from tenants.isolation.current import Place, enter
from tenants.jobs.models import Job
from tests.conftest import kept

WORKING = Outcome(Verdict.WORKING)
GONE = Outcome(Verdict.FINAL, "http-404")
BUSY = Outcome(Verdict.TEMPORARY, "timeout")
NOTHING = Outcome(Verdict.UNKNOWN, "no-network")
LINK = "https://akta.contoh.go.id/"


def jobs(name: str, makassar) -> list[dict]:
    with enter(Place.PLATFORM):
        found = Job.objects.filter(name=name, tenant_role=makassar.role).order_by("pk")
        return list(found.values_list("payload", flat=True))


def officer(*permissions: str, unit: Unit | None = None) -> Actor:
    grant = Grant(frozenset(permissions), unit.pk if unit else None)
    return Actor(ActorKind.PERSON, "p", "Petugas", (grant,))


def test_create_makes_a_draft(values):
    service = actions.create(values, by=PLATFORM)

    assert (service.state, service.slug, service.is_sample) == ("draft", "akta-kelahiran", False)
    assert Entry.objects.filter(action="services.write", subject_key=service.key).count() == 1


def test_create_gives_each_service_an_address_of_its_own(values, draft):
    second = actions.create(values, by=PLATFORM)

    assert second.slug.startswith("akta-kelahiran-")


def test_service_keeps_who_changed_it_after_she_is_gone(values, sari, as_sari):
    service = actions.create(values, by=PLATFORM)

    actions.change(service, values | {"hours": "Setiap hari"}, by=as_sari)
    sari.delete()

    service.refresh_from_db()
    assert service.changed_by == kept(as_sari)


@pytest.mark.parametrize("permission", ["services.publish", "news.write"])
def test_create_needs_the_permission(values, permission):
    with pytest.raises(NotPermitted):
        actions.create(values, by=officer(permission))


def test_create_in_another_unit_is_refused(values, unit):
    other = Unit.objects.create(name="Dinas Lain")

    with pytest.raises(NotPermitted):
        actions.create(values, by=officer("services.write", unit=other))


def test_change_writes_down_only_what_differs(draft, values):
    actions.change(draft, values | {"hours": "Setiap hari"}, by=PLATFORM)

    entry = Entry.objects.filter(subject_key=draft.key).first()
    assert (entry.before, entry.after) == ({"hours": "Senin-Jumat, 08.00-15.00"}, {"hours": "Setiap hari"})


def test_change_of_nothing_leaves_no_trace(draft, values):
    before = Entry.objects.count(), Service.objects.get().changed_at

    actions.change(draft, values, by=PLATFORM)

    assert (Entry.objects.count(), Service.objects.get().changed_at) == before


def test_change_does_not_move_a_service_into_another_unit(draft, values, unit):
    other = Unit.objects.create(name="Dinas Lain")

    with pytest.raises(NotPermitted):
        actions.change(draft, values | {"unit": other}, by=officer("services.write", unit=unit))


def test_change_of_the_link_forgets_its_checks(make_public, values):
    service = make_public(link=LINK)
    actions.note_check(service, WORKING, by=PLATFORM)

    changed = actions.change(service, values | {"link": LINK + "baru"}, by=PLATFORM)

    assert (changed.link_state, changed.link_checked_at) == ("unchecked", None)


def test_change_keeps_a_public_service_complete(public, values):
    with pytest.raises(ServiceIncomplete):
        actions.change(public, values | {"steps": ""}, by=PLATFORM)


def test_publish_shows_it_and_tells(draft, makassar):
    published = actions.publish(draft, by=PLATFORM)

    assert published.is_published
    assert Entry.objects.filter(action="services.publish").count() == 1


def test_publish_has_the_link_checked(make_public, makassar):
    service = make_public(link=LINK)

    assert jobs("services.check_link", makassar) == [{"key": service.key}]


def test_publish_leaves_sample_links_alone(make_public, makassar):
    make_public(link="https://layanan.contoh.example/a")

    assert jobs("services.check_link", makassar) == []


def test_publish_twice_is_one_entry(public):
    actions.publish(public, by=PLATFORM)

    assert Entry.objects.filter(action="services.publish").count() == 1


@pytest.mark.parametrize("missing", ["requirements", "steps"])
def test_publish_refuses_what_tells_too_little(values, missing):
    service = actions.create(values | {missing: " \n"}, by=PLATFORM)

    with pytest.raises(ServiceIncomplete):
        actions.publish(service, by=PLATFORM)


@pytest.mark.parametrize("verb", [actions.publish, actions.unpublish])
def test_publishing_needs_the_permission(public, verb):
    with pytest.raises(NotPermitted):
        verb(public, by=officer("services.write"))


def test_unpublish_makes_it_a_draft_again(public):
    actions.unpublish(public, by=PLATFORM)

    assert Service.objects.get().state == "draft"


def test_ask_check_needs_a_link(public):
    with pytest.raises(NoLink):
        actions.ask_check(public, by=PLATFORM)


def test_ask_check_is_not_for_citizens(make_public):
    with pytest.raises(NotPermitted):
        actions.ask_check(make_public(link=LINK), by=CITIZEN)


@pytest.mark.parametrize(
    ("outcomes", "state", "failures"),
    [
        ([WORKING], "working", 0),
        ([GONE], "unchecked", 1),
        ([GONE, GONE], "broken", 2),
        ([GONE, BUSY], "broken", 2),
        ([BUSY, BUSY], "broken", 2),
        ([WORKING, BUSY], "working", 1),
        ([WORKING, BUSY, WORKING, BUSY], "working", 1),
        ([WORKING, GONE, GONE], "broken", 2),
        ([GONE, GONE, WORKING], "working", 0),
        ([NOTHING, NOTHING], "unchecked", 0),
        ([GONE, NOTHING, GONE], "broken", 2),
        ([GONE, GONE, NOTHING], "broken", 2),
    ],
)
def test_note_check_believes_the_second_failure(make_public, outcomes, state, failures):
    service = make_public(link=LINK)

    for outcome in outcomes:
        actions.note_check(service, outcome, by=PLATFORM)

    row = Service.objects.get()
    assert (row.link_state, row.link_failures) == (state, failures)


def test_note_check_writes_down_only_a_change(make_public):
    service = make_public(link=LINK)

    for outcome in (WORKING, WORKING, GONE, GONE, GONE):
        actions.note_check(service, outcome, by=PLATFORM)

    entries = Entry.objects.filter(action="services.check_link").order_by("id")
    assert [entry.after["link_state"] for entry in entries] == ["working", "broken"]


def test_note_check_ignores_a_link_that_was_changed_meanwhile(make_public, values):
    service = make_public(link=LINK)
    actions.change(service, values | {"link": LINK + "baru"}, by=PLATFORM)

    actions.note_check(service, GONE, by=PLATFORM)

    assert Service.objects.get().link_failures == 0


@pytest.mark.parametrize(
    "column",
    ["pillar = 'X'", "state = 'lost'", "cost = -1", "time_amount = 0", "link = 'javascript:alert(1)'"],
)
def test_the_database_refuses_nonsense(draft, column):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE services_service SET {column}")  # a fixed text of this test
