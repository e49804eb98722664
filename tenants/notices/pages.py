"""What the pages of the notices and of the region's mails show."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kernel.accounts.actor import Actor, ActorKind
from kernel.accounts.models import Person
from kernel.errors import NotFound
from kernel.modules import registry
from kernel.text import Text
from tenants import letters as made
from tenants.letters import address
from tenants.notices import kinds, texts, ways
from tenants.notices.actions import LANGUAGE
from tenants.notices.forms import LetterForm
from tenants.notices.kinds import LINK, Kind, filled, in_language
from tenants.notices.letters import composed
from tenants.notices.models import Notice
from tenants.notices.texts import Texts
from tenants.notices.tokens import LEAVE

PORTAL = Text(id="Portal dan orang-orangnya", en="The portal and its people")


class Way(NamedTuple):
    """A language of a mail, and whether the region wrote the text in it."""

    code: str
    name: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A notice as the list shows it; `below` is its subject where its title is another."""

    notice: Notice
    title: str
    below: str = ""


def rows(notices: Iterable[Notice]) -> list[Row]:
    """Return what somebody was told, in the region's words. One query."""
    known = kinds.everywhere()
    subjects = texts.subjects(known, get_language() or LANGUAGE)
    return [_row(notice, known[notice.kind], subjects[notice.kind]) for notice in notices]


def _row(notice: Notice, kind: Kind, subject: str) -> Row:
    context = said(notice)
    below = filled(subject, context)
    return Row(notice, filled(str(kind.news), context), below) if kind.news else Row(notice, below)


def said(notice: Notice) -> dict[str, str]:
    """Return what the notice was told with, in the language of who reads."""
    return in_language(notice.context, get_language() or LANGUAGE)


def way(notice: Notice) -> str:
    """Return where the notice leads, in the language of who reads; the path is kept in the region's."""
    return ways.in_language(notice.path, get_language() or LANGUAGE)


def kind(key: str) -> Kind:
    """Return a kind of this region.

    Raises: NotFound.
    """
    found = kinds.here().get(key)
    if found is None:
        raise NotFound(_("There is no such mail here."))
    return found


def language(code: str) -> str:
    """Return the code of a language of the interface.

    Raises: NotFound.
    """
    if code not in dict(settings.LANGUAGES):
        raise NotFound(_("There is no such mail here."))
    return code


def left(token: str) -> tuple[Kind, Actor]:
    """Return of which mails a link makes an end, and for whom.

    Raises: BadToken, NotFound.
    """
    key, _colon, who = LEAVE.read(token).partition(":")
    actor_kind, _colon, actor_key = who.partition(":")
    actor = Actor(ActorKind(actor_kind), actor_key)
    if actor.kind is ActorKind.PERSON and not Person.objects.filter(key=actor.key).exists():
        raise NotFound(_("There is no such mail here."))
    return kind(key), actor


def letters() -> list[tuple[str, list[tuple[Kind, list[Way]]]]]:
    """Return the kinds below what they belong to, each with its languages."""
    changed = texts.changed()
    groups: dict[str, list[tuple[Kind, list[Way]]]] = {}
    for one in kinds.here().values():
        module = registry.get(one.key.partition(".")[0])
        ways = [Way(code, name, (one.key, code) in changed) for code, name in settings.LANGUAGES]
        groups.setdefault(str(module.title if module else PORTAL), []).append((one, ways))
    return list(groups.items())


def letter(form: LetterForm) -> dict[str, Any]:
    """Return what the page of one mail shows: the form, its placeholders with a sample each, the other language."""
    sample = {name: getattr(text, form.language) for name, text in form.kind.sample.items()}
    others = [(code, name) for code, name in settings.LANGUAGES if code != form.language]
    return {
        "form": form,
        "kind": form.kind,
        "language": form.language,
        "language_name": dict(settings.LANGUAGES)[form.language],
        "others": others,
        "sample": {f"{{{name}}}": value for name, value in sample.items()},
        "is_changed": (form.kind.key, form.language) in texts.changed(),
    }


def preview(form: LetterForm, nonce: str) -> str:
    """Return the mail with what is typed, or what holds, filled with the kind's sample."""
    typed = form.cleaned_data if form.is_bound else form.initial
    sample = {name: getattr(text, form.language) for name, text in form.kind.sample.items()}
    if LINK in sample:
        sample[LINK] = address(sample[LINK])
    said = Texts(typed["subject"], typed["text"]).filled(sample)
    return made.html(composed(said, "", name="Citra", language=form.language), nonce=nonce)
