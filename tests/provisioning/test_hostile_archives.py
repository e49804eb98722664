"""A .zip from outside that is not what a tenant left with: refused, and nothing of it is here afterwards."""

import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from kernel.errors import DomainError
from provisioning.archives import reader
from provisioning.archives.errors import ArchiveRefused
from provisioning.errors import OrderRefused
from provisioning.imports import actions, examining, packed
from provisioning.imports.errors import NoSpace, TooDense
from tenants.isolation.current import Place, enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tests import environment
from tests.conftest import make_person
from tests.provisioning import contents, leaving
from tests.provisioning.leaving import Members

SCHEMAS = "SELECT nspname FROM pg_namespace ORDER BY 1"
ROLES = f"SELECT rolname FROM pg_roles WHERE rolname ~ '^{environment.DATABASE}_' ORDER BY 1"


@pytest.fixture(scope="module")
def left(django_db_setup, django_db_blocker, tmp_path_factory) -> Path:
    """What a region left with; made once."""
    with django_db_blocker.unblock(), enter(Place.PLATFORM):
        tenant = contents.filled()
        with enter(tenancy(tenant)):
            make_person("Sari", "administrator")
        path = leaving.leave(tenant, tmp_path_factory.mktemp("left") / "magelang.zip")
        leaving.gone(tenant)
    return path


def everything(superuser: Any) -> list[Any]:
    """Return what an archive could have left here: tenants, schemas, roles, files."""
    found: list[Any] = [list(Tenant.objects.order_by("pk").values_list("pk", "state"))]
    for query in (SCHEMAS, ROLES):
        superuser.execute(query)
        found.append(superuser.fetchall())
    return [*found, sorted(str(path) for path in Path(settings.FILES_ROOT).rglob("*"))]


@pytest.fixture
def unchanged(stage, superuser) -> Iterator[None]:
    """Nothing is here afterwards that was not before."""
    before = everything(superuser)
    yield
    assert everything(superuser) == before


def flip(members: Members, name: str) -> None:
    data = bytearray(members[name])
    data[len(data) // 2] ^= 1
    members[name] = bytes(data)


def a_file(members: Members) -> str:
    return next(name for name in members if name.startswith("files/"))


# What somebody does who does not know how the checksums are made, or a disk that is old.
DAMAGED: dict[str, Callable[[Members], object]] = {
    "row": lambda members: flip(members, "tables/news_article.csv"),
    "file": lambda members: flip(members, a_file(members)),
    "page": lambda members: flip(members, "index.html"),
    "json": lambda members: flip(members, "json/news_article.json"),
    "manifest": lambda members: flip(members, "manifest.json"),
    "restore.sql": lambda members: members.update({"postgres/restore.sql": b"DROP SCHEMA public CASCADE;"}),
    "no table": lambda members: members.pop("tables/news_article.csv"),
    "no file": lambda members: members.pop(a_file(members)),
    "no page": lambda members: members.pop("dictionary.html"),
    "no manifest": lambda members: members.pop("manifest.json"),
    "no sums": lambda members: members.pop("SHA256SUMS"),
    "no names": lambda members: members.pop("files.csv"),
    "names of nothing": lambda members: members.update({"files.csv": b"nama\nx\n"}),
    "names that are no text": lambda members: members.update({"files.csv": b"\xff\xfe\0"}),
    "too much": lambda members: members.update({"tables/registry_tenant.csv": b"id\n1\n"}),
    "path above": lambda members: members.update({"../../../../tmp/x": b"x"}),
    "path below": lambda members: members.update({"files/../../x": b"x"}),
}


@pytest.mark.parametrize("change", DAMAGED.values(), ids=DAMAGED)
def test_damaged_archive_is_refused(unchanged, left, change) -> None:
    with pytest.raises(ArchiveRefused):
        examining.examine(leaving.repacked(left, change))


def table(told: dict[str, Any], name: str) -> dict[str, Any]:
    return next(each for each in told["tables"] if each["name"] == name)


def set_first(name: str, **values: str) -> Callable[[Members, dict[str, Any]], object]:
    return lambda members, told: leaving.edit(members, name, lambda rows: rows[0].update(values))


def add_table(members: Members, told: dict[str, Any]) -> None:
    members["tables/registry_tenant.csv"] = b"id\n1\n"
    told["tables"].append(
        {**told["tables"][0], "name": "registry_tenant", "columns": [{"name": "id", "type": "bigint"}]}
    )


def tell(**facts: Any) -> Callable[[Members, dict[str, Any]], object]:
    return lambda members, told: told["about"]["tenant"].update(facts)


def module(**facts: Any) -> Callable[[Members, dict[str, Any]], object]:
    return lambda members, told: told["about"]["modules"][0].update(facts)


def forget_one(members: Members, told: dict[str, Any]) -> None:
    """Leave a migration out of the table that says which ran."""
    leaving.edit(members, "django_migrations", lambda rows: rows.pop())
    table(told, "django_migrations")["rows"] -= 1


def forget_history(members: Members, told: dict[str, Any]) -> None:
    """Say that the structure is of one migration without those before it."""
    told["about"]["migrations"] = [["news", "0002_actors"]]


# What somebody does who knows the format: all checksums are right.
FORGED: dict[str, Callable[[Members, dict[str, Any]], object]] = {
    "table of the platform": add_table,
    "table that is left out": lambda members, told: told["tables"].append(
        {**told["tables"][0], "name": "mfa_authenticator"}
    ),
    "name that is SQL": lambda members, told: told["tables"][0].update(name='x"; DROP SCHEMA public; --'),
    "column that is SQL": lambda members, told: told["tables"][0]["columns"][0].update(
        name="id\") FROM PROGRAM 'id' --"
    ),
    "column too few": lambda members, told: table(told, "news_article")["columns"].pop(),
    "column of another type": lambda members, told: told["tables"][0]["columns"][0].update(type="text"),
    "number of no column": lambda members, told: table(told, "news_article").update(
        sequences=[{"column": "title", "next": 1}]
    ),
    "number too large": lambda members, told: table(told, "news_article")["sequences"][0].update(next=10**30),
    "part of a table": lambda members, told: told["tables"][0].update(is_whole=False),
    "rows that are not there": lambda members, told: table(told, "news_article").update(rows=10**6),
    "structure without its beginning": forget_history,
    "structure of the future": lambda members, told: told["about"]["migrations"].append(["news", "9999_to_come"]),
    "module that there is not": module(module="parking"),
    "module by a path": module(module="../news"),
    "module installed never": module(installed_at="kemarin"),
    "no region": tell(region_code=None),
    "region of another kind": tell(kind="kingdom"),
    "time zone on the moon": tell(time_zone="Moon/Tranquility"),
    "nothing about it": lambda members, told: told.update(about={"title": "x", "migrations": []}),
    "another format": lambda members, told: told.update(format="live-archive-9"),
}


@pytest.mark.parametrize("change", FORGED.values(), ids=FORGED)
def test_forged_archive_is_refused(unchanged, left, change) -> None:
    with pytest.raises((ArchiveRefused, OrderRefused)):
        actions.check(examining.examine(leaving.forged(left, change)))


# Rows that he changes, each with what is said of it: it is refused for that, and not for how the test changed it.
ROWS: dict[str, tuple[Callable[[Members, dict[str, Any]], object], str]] = {
    "that breaks a rule": (set_first("services_service", state="apa saja"), "service_state_known"),
    "that refers to nothing": (set_first("news_article", category_id="4711"), "violates foreign key"),
    "of no number": (set_first("news_article", id="satu"), 'bigint: "satu"'),
    "of a file elsewhere on the disk": (set_first("files_storedfile", key="/etc/passwd"), "files_storedfile.csv"),
    "of another tenant's file": (set_first("files_storedfile", key="../../xx/abcdefg"), "files_storedfile.csv"),
    "of a file that is a page": (set_first("files_storedfile", content_type="text/html"), "files_storedfile.csv"),
    "with a password of his choice": (set_first("accounts_person", password="md5$a$1"), "accounts_person.csv"),
    "of history left out": (forget_one, "django_migrations.csv"),
}


@pytest.mark.parametrize(("change", "said"), ROWS.values(), ids=ROWS)
def test_changed_row_is_refused_for_what_it_is(unchanged, left, change, said) -> None:
    with pytest.raises(ArchiveRefused) as refused:
        examining.examine(leaving.forged(left, change))

    assert said in f"{refused.value} {refused.value.__cause__}"


def test_forger_who_changes_nothing_is_let_in(unchanged, left) -> None:
    assert examining.examine(leaving.forged(left, lambda members, told: None)).about.tenant.slug == "magelang"


def test_unknown_modules_and_a_later_release_are_named(unchanged, left) -> None:
    with pytest.raises(OrderRefused, match="this installation lacks: parking"):
        examining.examine(leaving.forged(left, FORGED["module that there is not"]))
    with pytest.raises(OrderRefused, match="1 changes of its tables are not known to this one"):
        examining.examine(leaving.forged(left, FORGED["structure of the future"]))


def bomb(path: Path, name: str, size: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written, written.open(name, "w") as member:
        for _block in range(size // 2**20):
            member.write(b"\0" * 2**20)
    return path


@pytest.mark.parametrize("name", ["x/tables/news_article.csv", "x/manifest.json"], ids=["dense", "long list"])
def test_bomb_is_not_even_read(unchanged, tmp_path, name) -> None:
    path = bomb(tmp_path / "bomb.zip", name, 2**27)

    with pytest.raises(TooDense):
        examining.examine(path)


def test_archive_for_which_the_disk_has_no_room_is_refused(unchanged, left, monkeypatch) -> None:
    monkeypatch.setattr(examining.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 10})())

    with pytest.raises(NoSpace, match="the disk has 10"):
        examining.examine(left)


def test_manifest_that_never_ends_is_refused(unchanged, left) -> None:
    deep = b'{"checksum": "x", "contents": ' + b"[" * 200_000

    with pytest.raises(ArchiveRefused):
        examining.examine(leaving.repacked(left, lambda members: members.update({"manifest.json": deep})))


ODD: dict[str, Callable[[Path], object]] = {
    "nothing": lambda path: path.write_bytes(b""),
    "no .zip": lambda path: path.write_bytes(b"PK\3\4" * 100),
    "empty": lambda path: leaving.write(path, {}),
    "two folders": lambda path: leaving.write(path, {"a/files.csv": b"path,key\n", "b/x": b""}),
    "no folder": lambda path: leaving.write(path, {"files.csv": b"path,key\n"}),
    "escapes": lambda path: leaving.write(path, {"a/files.csv": b"path,key\n", "\x1b[2J/../x": b""}),
}


@pytest.mark.parametrize("make", ODD.values(), ids=ODD)
def test_what_is_no_archive_is_refused(unchanged, tmp_path, make) -> None:
    make(path := tmp_path / "odd.zip")

    with pytest.raises(ArchiveRefused) as refused:
        examining.examine(path)

    assert refused.value.message.isprintable()


def test_name_that_is_there_twice_is_refused(unchanged, left, tmp_path) -> None:
    path = tmp_path / "twice.zip"
    path.write_bytes(left.read_bytes())
    with zipfile.ZipFile(path, "a") as added, pytest.warns(UserWarning, match="Duplicate name"):
        added.writestr(added.namelist()[0], b"again")

    with pytest.raises(ArchiveRefused):
        examining.examine(path)


def test_other_ways_of_packing_are_refused(unchanged, left, tmp_path) -> None:
    with zipfile.ZipFile(left) as source, zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_LZMA) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))

    with pytest.raises(ArchiveRefused):
        examining.examine(tmp_path / "x.zip")


@pytest.mark.slow
def test_any_changed_byte_is_refused_or_changes_nothing(unchanged, left, tmp_path) -> None:
    whole, chance, path, faults = left.read_bytes(), random.Random(20261127), tmp_path / "byte.zip", []
    with packed.read(left) as archive:
        kept = reader.verify(packed.HERE, archive.open)

    with zipfile.ZipFile(left) as source:
        page = source.infolist()[0]
    places = [page.header_offset + 31, page.header_offset + 40 + len(page.filename)]  # in its name and in its text
    for place in [*places, *(chance.randrange(len(whole)) for _time in range(60))]:
        changed = bytearray(whole)
        changed[place] ^= 1 << chance.randrange(8)
        path.write_bytes(changed)
        try:
            with packed.read(path) as archive:
                if reader.verify(packed.HERE, archive.open) != kept:
                    faults.append("another manifest")
                archive.require_rest(kept)
        except DomainError:
            continue

    assert faults == []
