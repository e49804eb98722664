"""A notice as a letter."""

from collections.abc import Iterator
from dataclasses import replace

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kernel.accounts.actor import Actor, ActorKind
from tenants.letters import Letter, address, sender
from tenants.notices import texts, ways
from tenants.notices.actions import News, Recipient
from tenants.notices.kinds import LINK, Kind, in_language
from tenants.notices.texts import Texts
from tenants.notices.tokens import LEAVE


def write(kind: Kind, to: Recipient, news: News) -> Letter:
    """Return the mail of a notice, with the region's texts."""
    link = address(ways.in_language(news.path, to.language))
    said = texts.of(kind, to.language).filled({LINK: link, **in_language(news.context, to.language)})
    letter = composed(said, to.email, name=to.actor.name, language=to.language)
    if kind.why_always:
        return letter
    with translation.override(to.language):
        leave = leave_address(kind, to.actor)
        return replace(letter, leave=leave, ends=tuple(_ends(leave, to)))


def _ends(leave: str, to: Recipient) -> Iterator[tuple[str, str]]:
    """Yield what stands below: how to get less of it."""
    if to.has_account:
        yield _("Choose what you hear of, and how:"), choose_address(to.actor)
    yield _("You want no more mails of this sort? One click ends them:"), leave


def composed(said: Texts, to: str, *, name: str, language: str) -> Letter:
    """Return the letter: greeting, text, who writes."""
    with translation.override(language):
        hello = _("Hello %(name)s,") % {"name": name} if name else _("Hello,")
    return Letter(to, said.subject, f"{hello}\n\n{said.text}\n\n{sender()}", language)


def leave_address(kind: Kind, recipient: Actor) -> str:
    """Return where one click ends mails of this kind for this recipient."""
    token = LEAVE.sign(f"{kind.key}:{recipient.kind}:{recipient.key}")
    return address(_path("leave_notices", token))


def choose_address(recipient: Actor) -> str:
    """Return where somebody with an account chooses what she hears of."""
    return address(_path("notice_choices" if recipient.kind is ActorKind.PERSON else "citizen_notice_choices"))


def _path(name: str, *args: str) -> str:
    return reverse(name, urlconf=settings.TENANT_URLCONF, args=args)
