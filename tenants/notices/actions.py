"""Tell people something, each as she chose; keep what she read and how she wants to hear of it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from kernel.accounts.actor import Actor, ActorKind
from kernel.accounts.models import Person, Unit
from kernel.accounts.permissions import require
from kernel.audit import actions as audit
from tenants.citizens.models import Citizen
from tenants.customization import actions as customization
from tenants.customization.models import Value
from tenants.jobs.actions import enqueue
from tenants.notices import kinds, queries, texts
from tenants.notices.kinds import Audience, Channel, Kind, Said, filled, in_language
from tenants.notices.models import Choice, Notice
from tenants.notices.notices import DIGEST

CHANGE = "settings.change"
# In which paths are kept, and who has not chosen is written to: the language of the region's offices.
LANGUAGE = "id"
QUIET = (Channel.CONSOLE, Channel.NONE)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told: somebody with an account here, who reads it there too, or whoever has the address.

    `path`: where it leads in her account, where the mail leads elsewhere. `before`: as whom the mails knew her while
    she had no account; what she ended then stays ended until she chooses.
    """

    actor: Actor
    email: str
    language: str = LANGUAGE
    has_account: bool = False
    path: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """What is told: where it leads, and plain text for the kind's placeholders, in each language where they differ.

    `once` names an occasion of which each is told once, however often somebody says it.
    """

    path: str = ""
    context: Mapping[str, Said] = field(default_factory=dict)
    once: str = ""


def person(somebody: Person) -> Recipient:
    """Return somebody with an account as who is told, in her language."""
    actor = Actor(ActorKind.PERSON, somebody.key, somebody.name)
    return Recipient(actor, somebody.email, somebody.language, has_account=True)


def citizen(somebody: Citizen, **more: str) -> Recipient:
    """Return a citizen with an account as who is told; one who has only a number reads it there and gets no mail."""
    told = {"email": somebody.email, "language": somebody.language, **more}
    return Recipient(replace(somebody.as_actor(), name=somebody.name), has_account=True, **told)


@transaction.atomic(savepoint=False)
def notify(kind: str, *, to: Iterable[Recipient], news: News) -> int:
    """Tell these people, in the caller's transaction; return how many. A kind of a module that is off tells nobody.

    Who has an account gets a row in it; a mail goes out at once or with the next digest, as she chose.
    """
    known, told = kinds.here().get(kind), {one.actor.key: one for one in to}
    if known is None or not told:
        return 0
    for key in _told_before(told, news.once):
        del told[key]
    channels = queries.channels(known, {key: one.before for key, one in told.items()})
    read = [one for key, one in told.items() if _reads(known, one, channels[key])]
    mailed = [one for key, one in told.items() if one.email and channels[key] == Channel.NOW]
    Notice.objects.bulk_create(_row(known, one, news, channels[one.actor.key]) for one in read)
    for one in mailed:
        _mail(known, one, news)
    return len({one.actor.key for one in (*read, *mailed)})


def _reads(kind: Kind, one: Recipient, channel: Channel) -> bool:
    """Say whether it stands in an account."""
    return one.has_account and kind.audience is not Audience.ADDRESS and channel != Channel.NONE


def _told_before(told: Iterable[str], once: str) -> list[str]:
    rows = Notice.objects.filter(once=once, recipient_key__in=list(told)) if once else Notice.objects.none()
    return list(rows.values_list("recipient_key", flat=True))


def _row(kind: Kind, to: Recipient, news: News, channel: Channel) -> Notice:
    return Notice(
        recipient=Actor(to.actor.kind, to.actor.key),
        kind=kind.key,
        context=news.context,
        path=to.path or news.path,
        is_for_digest=channel == Channel.DIGEST,
        once=news.once,
    )


def _mail(kind: Kind, to: Recipient, news: News) -> None:
    enqueue(
        "mail.notice",
        to=to.email,
        kind=kind.key,
        language=to.language,
        recipient={"kind": to.actor.kind, "key": to.actor.key, "name": to.actor.name, "has_account": to.has_account},
        news=asdict(news),
    )


def spread(kind: str, *, unit: Unit | None = None, area_code: str = "", news: News) -> None:
    """Tell everybody who has the kind's permission for what belongs to this unit and area: one job, however many."""
    enqueue("notices.spread", kind=kind, news=asdict(news), unit=unit.key if unit else "", area_code=area_code)


@transaction.atomic
def send_digests(until: datetime) -> int:
    """Ask for one mail to each person for whom something unread of before this moment waits; return how many.

    Locks what waits, so that it is in one mail only.
    """
    waiting = Notice.objects.filter(is_for_digest=True, at__lt=until).select_for_update(skip_locked=True)
    rows, known = list(waiting.order_by("recipient_key", "id")), kinds.here()
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(is_for_digest=False)
    unread = [row for row in rows if row.read_at is None and row.kind in known]
    keys = {row.recipient.key for row in unread}
    people = {one.key: one for one in Person.objects.filter(key__in=keys, is_active=True)}
    subjects = {language: texts.subjects(known, language) for language in {one.language for one in people.values()}}
    for key, theirs in groupby(unread, key=lambda row: row.recipient.key):
        if key in people:
            _mail_digest(people[key], theirs, subjects[people[key].language])
    return len(people)


def _mail_digest(to: Person, waiting: Iterable[Notice], subjects: Mapping[str, str]) -> None:
    with translation.override(LANGUAGE):
        path = reverse("notices", urlconf=settings.TENANT_URLCONF)
    lines = [filled(subjects[row.kind], in_language(row.context, to.language)) for row in waiting]
    said: dict[str, Said] = {"count": str(len(lines)), "list": "\n".join(f"- {line}" for line in lines)}
    _mail(DIGEST, person(to), News(path, said))


@transaction.atomic
def read(notice: Notice) -> None:
    """Note that it was read; again, it changes nothing."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())


@transaction.atomic
def read_all(*, by: Actor) -> int:
    """Note that all was read; return how much that was."""
    return queries.of(by).filter(read_at=None).update(read_at=timezone.now())


@transaction.atomic
def forget(recipient: Actor) -> None:
    """Delete all that somebody was told, and how she wanted to hear of it."""
    for model in (Notice, Choice):
        model.objects.filter(recipient_kind=recipient.kind, recipient_key=recipient.key).delete()


@transaction.atomic
def choose(channels: Mapping[str, Channel], *, by: Actor) -> None:
    """Keep how somebody wants to hear of these kinds."""
    for kind, channel in channels.items():
        _choose(kind, channel, by)
    if channels:
        after = {kind: str(channel) for kind, channel in channels.items()}
        audit.record("notices.choose", "notices", by=by, summary="Chose how to hear of things", after=after)


@transaction.atomic
def leave(kind: Kind, *, by: Actor) -> None:
    """Send somebody no more mails of this kind; in her account, if she has one, she still reads it. Twice is once."""
    if kind.why_always is None and queries.chosen(by).get(kind.key) not in QUIET:
        _choose(kind.key, Channel.CONSOLE, by)
        audit.record("notices.leave", "notices", by=by, summary="Ended mails of a kind", after={"kind": kind.key})


def _choose(kind: str, channel: Channel, by: Actor) -> None:
    row: dict[str, Any] = {"recipient_kind": by.kind, "recipient_key": by.key, "kind": kind}
    Choice.objects.update_or_create(**row, defaults={"channel": channel})


@transaction.atomic
def change_letter(changes: dict[str, Any], *, by: Actor) -> None:
    """Set the region's own text of a mail.

    Raises: NotPermitted.
    """
    by = require(by, CHANGE)
    customization.change(Value.Kind.NOTICE, changes, by=by, act="notices.change_letter")


@transaction.atomic
def bring_back(kind: Kind, language: str, *, by: Actor) -> None:
    """Take the region's own text of a mail back.

    Raises: NotPermitted.
    """
    by = require(by, CHANGE)
    keys = dict.fromkeys(texts.key(kind, part, language) for part in texts.PARTS)
    customization.change(Value.Kind.NOTICE, keys, by=by, act="notices.bring_letter_back")


@transaction.atomic
def change_sender(changes: dict[str, Any], *, by: Actor) -> None:
    """Set under which name the region's mails go out, and who gets the answers.

    Raises: NotPermitted.
    """
    by = require(by, CHANGE)
    customization.change(Value.Kind.SETTING, changes, by=by, act="notices.change_sender")
