"""Two regions with equal keys: the second is a copy of the first, but for one word in every text."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone

from app_modules.complaints.models import Case
from kernel.accounts.actor import Actor, ActorKind
from kernel.accounts.models import (
    Assignment,
    Delegation,
    IdentityProvider,
    Invitation,
    LinkedAccount,
    LogIn,
    Person,
    Role,
)
from kernel.modules import registry
from tenants.citizens.models import Citizen, CitizenSession, Recovery
from tenants.customization.models import Value
from tenants.files import actions as files
from tenants.files.models import StoredFile
from tenants.isolation.current import Tenancy, enter
from tenants.personal.models import TERM, DataRequest
from tenants.support.models import Access
from tests import environment

# Equally long, so that what fits with the one fits with the other.
WORDS = ("milikperdana", "milikkembara")
FIRST, SECOND = WORDS
# What the code compares, and nobody reads.
TECHNICAL = {
    "action", "area_code", "before_sealed", "code", "content_type", "door", "key", "kind", "language", "link_problem",
    "owner", "password", "sha256",
}  # fmt: skip
OWNER = "portal.page:1"
ACCESS = "aksesoperato"
NOT_COPIED = {"django_session", "django_migrations"}


@contextmanager
def superuser() -> Iterator[Any]:
    """Ask the database as its administrator; no trigger and no foreign key minds what is written."""
    with environment.superuser() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield cursor


def fill(first: Tenancy) -> None:
    """Put the first region's word into every text, beside its own files, faces and words."""
    with enter(first):
        _customize()
        for is_private in (False, True):
            files.store(b"file", "image/png", owner=OWNER, is_private=is_private, name="berkas.png")
        _lend()
        Role.objects.create(key="sendiri", title_id="Peran sendiri", title_en="Own role", permissions=["audit.view"])
        Invitation.objects.create(email="diundang@example.org", name="Diundang", role=Role.objects.get(key="officer"))
        IdentityProvider.objects.create(name="Akun", issuer="https://localhost:9", client_id="portal")
        LogIn.objects.create(
            person=Person.objects.get(name="Sari"), result=LogIn.Result.IN, agent="Firefox", address="::1"
        )
        _be_elsewhere()
        _let_in()
        citra = Citizen.objects.create(name="Citra", email="citra@example.org", registered_at=timezone.now())
        CitizenSession.objects.create(citizen=citra, agent="Firefox")
        lost = Citizen.objects.create(name="Tini", email="tini@example.org", registered_at=timezone.now())
        Recovery.objects.create(citizen=lost, before_sealed="-")
        asked = {"kind": DataRequest.Kind.CORRECTION, "text": "Nama saya", "due_at": timezone.now() + TERM}
        DataRequest.objects.create(citizen_key=citra.key, name=citra.name, email=citra.email, **asked)
        Case.objects.filter(pk=Case.objects.earliest("pk").pk).update(citizen_key=citra.key, is_sample=False)
        for stored in StoredFile.objects.all():
            files.path_of(stored).write_bytes(files.path_of(stored).read_bytes() + FIRST.encode())
    with superuser() as cursor:
        for model, column, marked in texts():
            cursor.execute(f"UPDATE {first.schema}.{model._meta.db_table} SET {column} = {marked} WHERE {column} <> ''")


def _let_in() -> None:
    """Let the operator in whose key is the administrator's (see `conftest`)."""
    rani = Actor(ActorKind.OPERATOR, Person.objects.get(name__startswith="Sari").key, "Rani")
    now = timezone.now()
    until = {"hours": 168, "answered_at": now, "ends_at": now + timedelta(hours=168)}
    Access.objects.create(key=ACCESS, operator=rani, reason="Tiket 12", scopes=["portal"], may_change=False, **until)


def _be_elsewhere() -> None:
    """Let Sari have linked an account in a region that is gone, and have begun to link another."""
    sari = Person.objects.get(name="Sari")
    for linked_at in (timezone.now(), None):
        LinkedAccount.objects.create(person=sari, domain="hilang.localhost", name="Kota Lama", linked_at=linked_at)


def _lend() -> None:
    """Let Tono's rights be lent to Sari."""
    today, days = timezone.localdate(), timedelta(days=30)
    assignment, sari = (Assignment.objects.get(person__name=name) for name in ("Tono", "Sari"))
    Delegation.objects.create(
        assignment=assignment, receiver=sari.person, first_day=today, last_day=today + days, reason="Cuti"
    )


def _customize() -> None:
    brand = {"name": "Portal", "tagline": "Cari", "address": "Jalan", "hours": "Jam", "phone": "0"}
    words = {f"{module.name}.{word.key}:{language}": word.default for module, word, language in _own_words()}
    for kind, texts_ in ((Value.Kind.BRAND, brand), (Value.Kind.WORD, words)):
        for key, text in texts_.items():
            Value.objects.update_or_create(kind=kind, key=key, defaults={"value": f"{text} {FIRST}"})


def _own_words() -> Iterator[tuple[Any, Any, str]]:
    return (
        (module, word, language) for module in registry.modules() for word in module.words for language in ("id", "en")
    )


def texts() -> Iterator[tuple[type[models.Model], str, str]]:
    """Return every column of a tenant in which people write, and the SQL of its text with the first word in it."""
    for model in tenant_models():
        for field in model._meta.concrete_fields:
            if marked := _marked(field):
                yield model, f'"{field.column}"', marked


def tenant_models() -> list[type[models.Model]]:
    """Return the models whose rows each tenant has of its own, sessions apart."""
    labels = {config.label for config in apps.get_app_configs() if config.name in settings.TENANT_APPS}
    models_ = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in labels]
    return [model for model in models_ if model._meta.db_table not in NOT_COPIED]


def _marked(field: Any) -> str:
    column = f'"{field.column}"'
    is_text = isinstance(field, models.CharField | models.TextField) and not isinstance(field, models.SlugField)
    is_key = field.primary_key or (field.unique and not field.editable) or field.name.endswith(("_key", "_kind"))
    if not is_text or is_key or field.choices or field.name in TECHNICAL:
        return ""
    if isinstance(field, models.EmailField):
        return f"'{FIRST}.' || {column}"
    if isinstance(field, models.URLField):
        return f"{column} || '#{FIRST}'"
    room = (field.max_length or 100_000) - len(FIRST) - 1
    return f"left({column}, {room}) || ' {FIRST}'" if room > 0 else ""


def copy(first: Tenancy, second: Tenancy) -> None:
    """Make the second region's rows and files those of the first, with the other word."""
    with superuser() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [first.schema])
        tables = [table for (table,) in cursor.fetchall() if table not in NOT_COPIED]
        cursor.execute("TRUNCATE " + ", ".join(f'{second.schema}."{table}"' for table in tables))
        for table in tables:
            _copy_rows(cursor, table, first.schema, second.schema)
        for model, column, _marked_text in texts():
            table = f"{second.schema}.{model._meta.db_table}"
            cursor.execute(f"UPDATE {table} SET {column} = replace({column}, %s, %s)", WORDS)
        cursor.execute(
            f"UPDATE {second.schema}.customization_value SET value = replace(value::text, %s, %s)::jsonb", WORDS
        )
    _copy_files(first, second)


def _copy_rows(cursor: Any, table: str, first: str, second: str) -> None:
    cursor.execute(
        "SELECT string_agg(quote_ident(column_name), ', '), bool_or(is_identity = 'YES')"
        " FROM information_schema.columns WHERE table_schema = %s AND table_name = %s AND is_generated = 'NEVER'",
        [first, table],
    )
    columns, has_identity = cursor.fetchone()
    cursor.execute(
        f'INSERT INTO {second}."{table}" ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {first}."{table}"'
    )
    if has_identity:
        sequence = f"pg_get_serial_sequence('{second}.\"{table}\"', 'id')"
        cursor.execute(f'SELECT setval({sequence}, (SELECT coalesce(max(id), 0) + 1 FROM {second}."{table}"), false)')


def _copy_files(first: Tenancy, second: Tenancy) -> None:
    with enter(first):
        kept = {files.path_of(stored).relative_to(files.folder()): files.path_of(stored) for stored in _stored()}
    with enter(second):
        for path, source in kept.items():
            target: Path = files.folder() / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes().replace(FIRST.encode(), SECOND.encode()))


def _stored() -> list[StoredFile]:
    return list(StoredFile.objects.all())
