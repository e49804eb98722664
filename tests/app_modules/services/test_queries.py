import pytest

from app_modules.services import queries
from app_modules.services.errors import ServiceNotFound
from app_modules.services.models import Service
from kernel.accounts.actor import CITIZEN, PLATFORM, Actor, ActorKind, Grant
from kernel.accounts.models import Unit


@pytest.mark.parametrize(
    "text",
    ["akta", "AKTA kelahiran", "mencatatkan", "kelahiran anak", "dukcapil", "lahir", "orang tua", "akt"],
)
def test_found_knows_stems_other_words_and_beginnings(public, text):
    assert queries.found(text) == [public]


@pytest.mark.parametrize("text", ["zebra", "akta -kelahiran", '"', "'; drop", "%", "\\", ":*", "& |"])
def test_found_is_calm_about_what_fits_nothing(public, text):
    assert queries.found(text) == []


def test_found_puts_the_title_first(make_public):
    in_steps = make_public(title="Kartu anak", keywords="", summary="Untuk anak.", steps="Bawa akta.")
    in_title = make_public(title="Akta kematian", keywords="", summary="Untuk ahli waris.", steps="Isi.")

    assert queries.found("akta") == [in_title, in_steps]


def test_found_hides_drafts(draft):
    assert queries.found("akta") == []


def test_by_letter_sorts_whatever_the_capitals(make_public):
    for title in ("pajak", "Akta", "112 darurat", "Pindah"):
        make_public(title=title)

    letters = [(group.letter, [str(row) for row in group.services]) for group in queries.by_letter()]

    assert letters == [("#", ["112 darurat"]), ("A", ["Akta"]), ("P", ["pajak", "Pindah"])]


def test_pillars_are_those_with_public_services(make_public, draft):
    make_public(pillar="V")
    make_public(pillar="L")
    make_public(pillar="L")

    assert [(found.letter, found.path, found.count) for found in queries.pillars()] == [
        ("L", "liveable", 2),
        ("V", "visitable", 1),
    ]


def test_of_pillar_follows_the_region_order(make_public):
    second = make_public(title="Akta", position=2)
    first = make_public(title="Pindah", position=1)

    assert list(queries.of_pillar("E")) == [first, second]


def test_get_published_refuses_a_draft(draft):
    with pytest.raises(ServiceNotFound):
        queries.get_published(draft.slug)


def test_listed_puts_broken_links_first(make_public):
    make_public(title="Akta", pillar="E", link="https://a.go.id/")
    broken = make_public(title="Pajak", pillar="V", link="https://b.go.id/")
    Service.objects.filter(pk=broken.pk).update(link_state="broken")

    assert [row.title for row in queries.listed(PLATFORM)] == ["Pajak", "Akta"]
    assert [row.title for row in queries.listed(PLATFORM, state="broken")] == ["Pajak"]
    assert [row.title for row in queries.listed(PLATFORM, pillar="E")] == ["Akta"]
    assert [row.title for row in queries.listed(PLATFORM, text="pajak")] == ["Pajak"]


def test_state_counts_count_what_the_officer_may_change(make_public, draft):
    make_public(title="Pajak")

    assert queries.state_counts(PLATFORM) == {"all": 2, "draft": 1, "published": 1, "broken": 0}
    assert queries.state_counts(CITIZEN) == {"all": 0, "draft": 0, "published": 0, "broken": 0}


def test_listed_shows_an_officer_her_own_unit(draft, unit):
    other = Unit.objects.create(name="Dinas Lain")
    hers = Actor(ActorKind.PERSON, grants=(Grant(frozenset({"services.write"}), unit.pk),))
    theirs = Actor(ActorKind.PERSON, grants=(Grant(frozenset({"services.write"}), other.pk),))

    assert list(queries.listed(hers)) == [draft]
    assert list(queries.listed(theirs)) == []
    assert queries.units(hers) == [unit]
