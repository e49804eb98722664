"""A session of one tenant means nothing in another."""

from django.contrib.sessions.models import Session

from tenants.isolation.current import Place, Tenancy, enter
from tenants.isolation.sessions import SessionStore


def begin(where: Tenancy | Place) -> str:
    """Begin a session and return its key."""
    with enter(where):
        store = SessionStore()
        store["typed"] = "only here"
        store.save()
        return str(store.session_key)


def read(where: Tenancy | Place, key: str) -> object:
    with enter(where):
        return SessionStore(key).get("typed")


def carry(key: str, *, there: Tenancy | Place, here: Tenancy | Place) -> None:
    """Copy a session's row, as somebody would who writes into both databases."""
    with enter(there):
        row = Session.objects.get(session_key=key)
    with enter(here):
        Session(row.session_key, row.session_data, row.expire_date).save(force_insert=True)


def test_session_is_read_where_it_began(makassar) -> None:
    assert read(makassar, begin(makassar)) == "only here"


def test_key_of_a_session_is_unknown_elsewhere(makassar, jayapura) -> None:
    key = begin(makassar)

    assert [read(where, key) for where in (jayapura, Place.PLATFORM)] == [None, None]


def test_copied_session_says_nothing_elsewhere(makassar, jayapura) -> None:
    key = begin(makassar)
    for where in (jayapura, Place.PLATFORM):
        carry(key, there=makassar, here=where)

    assert [read(where, key) for where in (makassar, jayapura, Place.PLATFORM)] == ["only here", None, None]
