"""Make use of a right in one's own data, take that back, answer."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kernel.accounts.actor import Actor
from kernel.accounts.permissions import require
from kernel.audit import actions as audit
from kernel.ui.templatetags.dates import moment
from tenants import mail, sms
from tenants.citizens import stopping
from tenants.citizens.models import Citizen
from tenants.notices import actions as notices
from tenants.notices import texts
from tenants.notices.actions import News, Recipient
from tenants.notices.kinds import Kind, in_each
from tenants.personal import erasures, queries
from tenants.personal.errors import AnsweredAlready, AskedAlready
from tenants.personal.holdings import Subject
from tenants.personal.models import TERM, DataRequest
from tenants.personal.notices import ANSWERED, ASKED, RECEIVED

ANSWER = "personal.answer"
Right, State = DataRequest.Kind, DataRequest.State


@transaction.atomic
def ask(subject: Subject, kind: str, text: str) -> DataRequest:
    """Ask the region; its answer is due in 3 x 24 hours. The same words twice are asked once.

    Raises: AskedAlready; RecoveredJustNow for a deletion.
    """
    if kind == Right.DELETION:
        stopping.require_settled(subject.key)
    now = timezone.now()
    told = {"name": subject.name, "email": subject.email, "phone": subject.phone, "text": text}
    request, is_new = DataRequest.objects.get_or_create(
        citizen_key=subject.key,
        kind=kind,
        state=State.OPEN,
        defaults={**told, "asked_at": now, "due_at": now + TERM, "language": get_language() or "id"},
    )
    if not is_new:
        if request.text != text:
            raise AskedAlready
        return request
    audit.record(
        "personal.ask",
        request,
        by=queries.subject_of(request).as_actor(),
        summary="Asked about her own data",
        after={"kind": kind},
    )
    _tell(request, RECEIVED)
    tell_officers(request, ASKED)
    return request


@transaction.atomic
def take_back(request: DataRequest) -> None:
    """Wait for no answer any more.

    Raises: AnsweredAlready.
    """
    request = _open(request)
    request.state = State.TAKEN_BACK
    request.save()
    audit.record(
        "personal.take_back",
        request,
        by=queries.subject_of(request).as_actor(),
        summary="Took a request about her data back",
    )


@transaction.atomic
def answer(request: DataRequest, text: str, *, is_done: bool, by: Actor) -> DataRequest:
    """Say what was done, or why not; a deletion is carried out here, and she is told first.

    Raises: NotPermitted, AnsweredAlready.
    """
    by, request = require(by, ANSWER), _open(request)
    request.state = State.DONE if is_done else State.REFUSED
    request.answer, request.answered_by, request.answered_at = text, by, timezone.now()
    _tell(request, ANSWERED)
    after: dict[str, Any] = {"kind": request.kind, "state": request.state}
    if is_done and request.kind == Right.DELETION:
        after["things"] = _delete(request, by)
    request.save()
    audit.record("personal.answer", request, by=by, summary="Answered a request about somebody's data", after=after)
    return request


def note_download(subject: Subject) -> None:
    """Write down that she took her data away.

    Raises: RecoveredJustNow.
    """
    stopping.require_settled(subject.key)
    audit.record("personal.download", "citizen", by=subject.as_actor(), summary="Took her data away")


def _delete(request: DataRequest, by: Actor) -> int:
    """Take away what says who she is, here too; return of how many things."""
    subject = queries.subject_of(request)
    request.name = request.email = request.phone = request.text = request.answer = ""
    erasures.note(subject)
    return erasures.carry_out(subject, by=by)


def tell_officers(request: DataRequest, kind: Kind) -> None:
    """Tell everybody who may answer."""
    with translation.override("id"):
        path = reverse("data_request", urlconf=settings.TENANT_URLCONF, args=[request.key])
    told = {"what": in_each(request.get_kind_display), "due": in_each(lambda: moment(request.due_at))}
    notices.spread(kind.key, news=News(path, told))


def _tell(request: DataRequest, kind: Kind) -> None:
    """Tell her in the language in which she asked: in her account and by mail, or by a short message to a number."""
    path, subject = _path(request.language), queries.subject_of(request)
    notices.notify(kind.key, to=[_recipient(request, subject)], news=News(path, _said(request, kind)))
    if subject.phone and not subject.email and sms.is_offered():
        sms.send(subject.phone, f"{texts.of(kind, request.language).subject}. {mail.address(path)}")


def _recipient(request: DataRequest, subject: Subject) -> Recipient:
    """Return who asked; who has no account any more is told by mail alone."""
    account = Citizen.objects.filter(key=request.citizen_key).first()
    if account is None:
        return Recipient(subject.as_actor(), subject.email, request.language)
    return notices.citizen(account, language=request.language, path=_path(notices.LANGUAGE))


def _path(language: str) -> str:
    with translation.override(language):
        return f"{reverse('my_data', urlconf=settings.TENANT_URLCONF)}#asked"


def _said(request: DataRequest, kind: Kind) -> dict[str, str]:
    """Return what the kind's texts have placeholders for."""
    is_done = request.state == State.DONE
    with translation.override(request.language):
        said = {
            "what": request.get_kind_display(),
            "due": moment(request.due_at),
            "result": _("Your request is done") if is_done else _("Your request was refused"),
            "answer": request.answer,
        }
    return {name: value for name, value in said.items() if name in kind.sample}


def _open(request: DataRequest) -> DataRequest:
    request = DataRequest.objects.select_for_update().get(pk=request.pk)
    if not request.is_open:
        raise AnsweredAlready
    return request
