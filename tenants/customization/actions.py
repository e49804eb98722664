"""Change what holds in the current tenant; every change is in the audit log."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from kernel.accounts.actor import Actor
from kernel.audit import actions as audit
from tenants.customization import emblem, queries
from tenants.customization.models import Value
from tenants.files import actions as files
from tenants.files.models import StoredFile

EMBLEM_OWNER = "customization.emblem"


@transaction.atomic
def change(kind: Value.Kind, new: dict[str, Any], *, by: Actor, act: str = "") -> list[str]:
    """Set what differs from what holds; None takes the default back. Returns the changed keys.

    Values must have been checked against their types by the form. `act` is what the history calls it; by its kind
    when left out.
    """
    stored = {row.key: row for row in Value.objects.select_for_update().filter(kind=kind, key__in=new).order_by("key")}
    before = {key: stored[key].value if key in stored else None for key in new}
    changed = sorted(key for key, value in new.items() if before[key] != value)
    for key in changed:
        _write(kind, key, new[key], by)
    if changed:
        audit.record(
            act or f"customization.{kind}",
            "customization",
            by=by,
            summary=f"Changed {kind}: {', '.join(changed)}"[:300],
            before={key: before[key] for key in changed},
            after={key: new[key] for key in changed},
        )
    queries.forget()
    return changed


@transaction.atomic
def suggest(kind: Value.Kind, new: dict[str, Any], *, by: Actor) -> list[str]:
    """Set what the region has not set itself; returns the changed keys."""
    queries.forget()
    own = queries.values()
    return change(kind, {key: value for key, value in new.items() if (kind, key) not in own}, by=by)


@transaction.atomic
def publish(brand: dict[str, Any], *, upload: UploadedFile | None = None, by: Actor) -> list[str]:
    """Show the region's new face, with a new emblem where one was uploaded. Returns the changed keys.

    Raises: EmblemTooLarge, EmblemTooManyPixels, NotAnEmblem, NoRoom.
    """
    new = {**brand, "emblem": _keep(upload)} if upload else brand
    changed = change(Value.Kind.BRAND, new, by=by)
    if "emblem" in changed:
        for old in StoredFile.objects.filter(owner=EMBLEM_OWNER).exclude(key=new["emblem"] or ""):
            files.remove(old)
    return changed


def _keep(upload: UploadedFile) -> str:
    content, content_type = emblem.read(upload)
    stored = files.store(content, content_type, owner=EMBLEM_OWNER, is_private=False, name=upload.name or "lambang")
    return stored.key


def _write(kind: Value.Kind, key: str, value: Any, by: Actor) -> None:
    if value is None:
        Value.objects.filter(kind=kind, key=key).delete()
        return
    Value.objects.update_or_create(
        kind=kind, key=key, defaults={"value": value, "changed_by": by, "changed_at": timezone.now()}
    )
