"""Tell many, write the mails, and each morning the digest."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from kernel.accounts.actor import Actor, ActorKind
from kernel.accounts.models import Unit
from tenants import mail
from tenants.jobs.actions import enqueue
from tenants.jobs.registry import job
from tenants.notices import actions, kinds, letters
from tenants.notices.actions import News, Recipient
from tenants.notices.models import Notice
from tenants.notices.queries import who_may

AT_ONCE = 100
MORNING = 7
KEPT = timedelta(days=90)


@job("notices.spread")
def spread(kind: str, news: dict[str, Any], unit: str, area_code: str, behind: str = "") -> None:
    """Tell the next hundred of those whom it concerns, and ask for the job that goes on behind them."""
    known = kinds.here().get(kind)
    if known is None:
        return
    where = Unit.objects.filter(key=unit).first() if unit else None
    people = list(who_may(known.permission, unit=where, area_code=area_code).filter(key__gt=behind)[:AT_ONCE])
    actions.notify(kind, to=[actions.person(one) for one in people], news=News(**news))
    if len(people) == AT_ONCE:
        enqueue("notices.spread", kind=kind, news=news, unit=unit, area_code=area_code, behind=people[-1].key)


@job("mail.notice", is_atomic=False, waits=mail.WAITS)
def send_notice(to: str, kind: str, language: str, recipient: dict[str, Any], news: dict[str, Any]) -> None:
    """Write the mail with the texts that hold now, and send it. A module that is off meanwhile tells nothing."""
    known = kinds.here().get(kind)
    if known is not None:
        actor = Actor(ActorKind(recipient["kind"]), recipient["key"], recipient["name"])
        one = Recipient(actor, to, language, has_account=bool(recipient.get("has_account")))  # none from a release ago
        mail.post(letters.write(known, one, News(**news)))


@job("notices.digest", every=timedelta(hours=1))
def digest() -> None:
    """Mail each person who chose it what she was told before seven this morning and has not read."""
    today = datetime.combine(timezone.localdate(), time(MORNING), timezone.get_current_timezone())
    if timezone.now() >= today:
        actions.send_digests(today)


@job("notices.forget_old", every=timedelta(days=1))
def forget_old() -> None:
    """Delete notices of three months ago."""
    Notice.objects.filter(at__lt=timezone.now() - KEPT).delete()
