"""What is done to services; each action is in the audit log."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from app_modules.services import links
from app_modules.services.errors import NoLink, ServiceIncomplete
from app_modules.services.events import LinkBroken, ServicePublished
from app_modules.services.models import Service
from app_modules.services.queries import Place
from kernel.accounts.actor import Actor
from kernel.accounts.permissions import require
from kernel.audit import actions as audit
from kernel.ids import new_id
from tenants.events import emit
from tenants.jobs.actions import enqueue
from tenants.quotas.actions import require_rows

FAILURES_UNTIL_BROKEN = 2


@transaction.atomic
def create(values: dict[str, Any], *, by: Actor, is_sample: bool = False) -> Service:
    """Create a draft from the checked values of a form.

    Raises: NoRoomForRows, NotPermitted.
    """
    by = require(by, "services.write", Place(values["unit"].pk))
    require_rows()
    service = Service(**values, slug=_free_slug(values["title"]), changed_by=by, is_sample=is_sample)
    service.save()
    audit.record("services.write", service, by=by, summary="Created a service", after=_plain(values))
    return service


@transaction.atomic
def change(service: Service, values: dict[str, Any], *, by: Actor) -> Service:
    """Set what differs; a new link has to be checked again.

    Raises: NotPermitted, ServiceIncomplete when it is public and would tell too little.
    """
    row = _locked(service)
    by = require(by, "services.write", row)
    by = require(by, "services.write", Place(values["unit"].pk))
    before = {name: getattr(row, name) for name in values}
    changed = {name: value for name, value in values.items() if before[name] != value}
    if not changed:
        return row
    for name, value in changed.items():
        setattr(row, name, value)
    _require_complete(row, is_public=row.is_published)
    if "link" in changed:
        _forget_checks(row)
    row.changed_at, row.changed_by = timezone.now(), by
    row.save()
    old = {name: before[name] for name in changed}
    audit.record("services.write", row, by=by, summary="Changed a service", before=_plain(old), after=_plain(changed))
    return row


@transaction.atomic
def publish(service: Service, *, by: Actor) -> Service:
    """Show the service to citizens.

    Raises: NotPermitted, ServiceIncomplete.
    """
    row = _locked(service)
    by = require(by, "services.publish", row)
    if row.is_published:
        return row
    _require_complete(row, is_public=True)
    row.state, row.published_at = Service.State.PUBLISHED, timezone.now()
    row.save(update_fields=["state", "published_at"])
    audit.record("services.publish", row, by=by, summary="Published a service")
    emit(ServicePublished(key=row.key, title=row.title))
    if row.link and not links.is_reserved(row.link):
        enqueue("services.check_link", key=row.key)
    return row


@transaction.atomic
def unpublish(service: Service, *, by: Actor) -> Service:
    """Take the service back from the portal; it stays as a draft.

    Raises: NotPermitted.
    """
    row = _locked(service)
    by = require(by, "services.publish", row)
    if not row.is_published:
        return row
    row.state = Service.State.DRAFT
    row.save(update_fields=["state"])
    audit.record("services.withdraw", row, by=by, summary="Withdrew a service")
    return row


@transaction.atomic
def ask_check(service: Service, *, by: Actor) -> None:
    """Have the link checked by the next free worker.

    Raises: NotPermitted, NoLink.
    """
    by = require(by, "services.write", service)
    if not service.link:
        raise NoLink(_("This service has no link to check."))
    enqueue("services.check_link", key=service.key)
    audit.record("services.ask_check", service, by=by, summary="Asked for a check of the link")


@transaction.atomic
def note_check(service: Service, outcome: links.Outcome, *, by: Actor) -> None:
    """Write down what a check of the link found, unless the link was changed meanwhile.

    A second failure in a row makes it broken; what says nothing about the link changes nothing.
    """
    row = _locked(service)
    if row.link != service.link or outcome.verdict is links.Verdict.UNKNOWN:
        return
    was = row.link_state
    row.link_failures = 0 if outcome.verdict is links.Verdict.WORKING else min(row.link_failures + 1, 1000)
    row.link_checked_at, row.link_problem = timezone.now(), outcome.problem
    if outcome.verdict is links.Verdict.WORKING:
        row.link_state = Service.LinkState.WORKING
    elif row.link_failures >= FAILURES_UNTIL_BROKEN:
        row.link_state = Service.LinkState.BROKEN
    row.save(update_fields=["link_state", "link_checked_at", "link_failures", "link_problem"])
    if row.link_state != was:
        _tell(row, was, by)


def _tell(row: Service, was: str, by: Actor) -> None:
    audit.record(
        "services.check_link",
        row,
        by=by,
        summary=f"The link is now {row.link_state}",
        before={"link_state": was},
        after={"link_state": row.link_state, "problem": row.link_problem},
    )
    if row.is_broken:
        emit(LinkBroken(key=row.key, title=row.title, link=row.link))


def _locked(service: Service) -> Service:
    return Service.objects.select_for_update(of=("self",)).select_related("unit").defer("search").get(pk=service.pk)


def _require_complete(row: Service, *, is_public: bool) -> None:
    if is_public and not row.is_complete:
        raise ServiceIncomplete(_("Write the requirements and the steps first, an item a line."))


def _forget_checks(row: Service) -> None:
    row.link_state, row.link_checked_at = Service.LinkState.UNCHECKED, None
    row.link_failures, row.link_problem = 0, ""


def _free_slug(title: str) -> str:
    """Return the title as an address; with random letters behind it when another service has it."""
    slug = slugify(title)[:160] or new_id()
    return f"{slug}-{new_id()[:4]}" if Service.objects.filter(slug=slug).exists() else slug


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values as the audit log can store them."""
    kept = (str, int, bool, type(None))
    return {name: value if isinstance(value, kept) else str(value) for name, value in values.items()}
