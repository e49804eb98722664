"""What an officer may do to a case: one POST view a verb."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_POST

from app_modules.complaints import actions
from app_modules.complaints.forms import officer as forms
from app_modules.complaints.models import Case, Kind
from app_modules.complaints.queries import cases
from app_modules.complaints.views import basket, desk
from kernel.accounts.actor import Actor
from kernel.accounts.permissions import View, needs
from kernel.accounts.queries import actor_of
from kernel.errors import Conflict
from tenants.files.models import StoredFile

Values = dict[str, Any]
Carry = Callable[[Case, Values, list[StoredFile], Actor], Case]


def _verb(name: str, permission: str, form_class: type[forms.CaseForm], done: str, carry: Carry) -> View:
    """Return the view: form → action → back to the case, or the case's page with what is wrong."""

    def view(request: HttpRequest, key: str) -> HttpResponse:
        actor = actor_of(request)
        case, photos = cases.for_officer(actor, key), basket.fill(request)
        form = form_class(request.POST, request.FILES, case=case, auto_id=f"{name}_%s")
        if _is_done(form, photos, lambda clean: carry(case, clean, photos.kept, actor)):
            return _back(request, cases.of_officer(actor).filter(key=key).exists(), gettext(done), key)
        context = desk.page(cases.for_officer(actor, key), actor, **{name: form}, photos=photos.items)
        return render(request, "complaints/console/case.html", context, status=400)

    view.__name__ = name
    return needs(permission)(require_POST(view))


def _back(request: HttpRequest, is_hers: bool, done: str, key: str) -> HttpResponse:
    """Return to the case; to the queue where it is another unit's or district's now."""
    if is_hers:
        messages.success(request, done)
        return redirect("complaints_console:case", key=key)
    messages.success(request, gettext("%(done)s Others handle this report now; you no longer see it.") % {"done": done})
    return redirect("complaints_console:queue")


def _is_done(form: django_forms.Form, photos: basket.Basket, carry: Callable[[Values], Case]) -> bool:
    for refusal in photos.refused:
        form.add_error("photos", refusal)
    if not form.is_valid():
        return False
    try:
        carry(form.cleaned_data)
    except Conflict as error:
        form.add_error(None, error.message)
        return False
    return True


take = _verb(
    "take",
    "complaints.handle",
    forms.BareForm,
    gettext_noop("The report is yours."),
    lambda case, clean, photos, by: actions.take(case, by=by),
)
forward = _verb(
    "forward",
    "complaints.forward",
    forms.ForwardForm,
    gettext_noop("Forwarded. The term runs from today."),
    lambda case, clean, photos, by: actions.forward(
        case, unit=clean["unit"], kind=Kind(clean["kind"]), title=clean["title"], by=by
    ),
)
message = _verb(
    "message",
    "complaints.handle",
    forms.MessageForm,
    gettext_noop("Sent to the reporter."),
    lambda case, clean, photos, by: actions.send_message(case, text=clean["text"], by=by),
)
note = _verb(
    "note",
    "complaints.handle",
    forms.NoteForm,
    gettext_noop("Note saved."),
    lambda case, clean, photos, by: actions.add_note(case, text=clean["text"], by=by),
)
plan = _verb(
    "plan",
    "complaints.handle",
    forms.PlanForm,
    gettext_noop("Next step saved. The reporter sees it."),
    lambda case, clean, photos, by: actions.plan(case, text=clean["text"], day=clean["day"], by=by),
)
answer = _verb(
    "answer",
    "complaints.handle",
    forms.AnswerForm,
    gettext_noop("Answered. The reporter may react now."),
    lambda case, clean, photos, by: actions.answer(case, note=clean["note"], photos=photos, by=by),
)
close = _verb(
    "close",
    "complaints.close",
    forms.CloseForm,
    gettext_noop("Closed."),
    lambda case, clean, photos, by: actions.close(case, note=clean["note"], photos=photos, by=by),
)
reopen = _verb(
    "reopen",
    "complaints.close",
    forms.ReopenForm,
    gettext_noop("Reopened. The term runs from today."),
    lambda case, clean, photos, by: actions.reopen(case, reason=clean["text"], by=by),
)
release = _verb(
    "release",
    "complaints.release",
    forms.ReleaseForm,
    gettext_noop("Everybody can read it now."),
    lambda case, clean, photos, by: actions.release(
        case,
        actions.Public(title=clean["title"], text=clean["text"], answer=clean["answer"], photos=clean["shown"]),
        by=by,
    ),
)
withdraw = _verb(
    "withdraw",
    "complaints.release",
    forms.BareForm,
    gettext_noop("It is no longer public."),
    lambda case, clean, photos, by: actions.withdraw(case, by=by),
)
