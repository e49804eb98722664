"""A report between what was typed and what is taken in."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Self, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from app_modules.complaints import actions
from app_modules.complaints.forms.citizen import ReportForm
from app_modules.complaints.manifest import ComplaintSettings
from app_modules.complaints.models import Case
from app_modules.complaints.queries import cases, links
from app_modules.complaints.views import basket
from kernel.accounts.actor import Actor
from kernel.errors import TooMany
from tenants.citizens import queries as citizens
from tenants.citizens.models import Citizen
from tenants.customization.queries import settings

AGAIN = "lagi"
# A position is not among them: a phone finds another one each time.
TYPED = ("description", "landmark", "name", "email", "phone")


@dataclass(slots=True)
class Sent:
    """A form that was sent, and its photos; nothing of it is lost when it is not valid.

    `browser` is known to the browser that sent it alone.
    """

    form: ReportForm
    basket: basket.Basket
    browser: str
    citizen_key: str

    @classmethod
    def read(cls, request: HttpRequest) -> Self:
        """Count the submission, keep the photos, bind the form."""
        form = _form(request)
        hold_back(form, partial(count, request))
        citizen = citizens.current(request)
        return cls(form, photos(request, form), _browser(request), citizen.key if citizen else "")

    @property
    def photos(self) -> list[dict[str, str]]:
        return self.basket.items

    def is_valid(self) -> bool:
        """Say whether the report can be taken in; name what is missing at its field."""
        for refusal in self.basket.refused:
            self.form.add_error("photos", refusal)
        if self.form.photos_required and not self.basket.kept and not self.basket.refused:
            self.form.add_error("photos", _("Add a photo, so that officers find what you mean."))
        return self.form.is_valid()

    def lead(self, *, by: Actor) -> str:
        """Make a case of it, unless it was sent before; return the address of the page that says so."""
        before = cases.of_submission(self._submission())
        case = before or self._receive(by)
        path = reverse("complaints:sent", args=[links.FOLLOW.sign(case.key)])
        return f"{path}?{AGAIN}" if before else path

    def _receive(self, by: Actor) -> Case:
        clean = {**self.form.cleaned_data, "submission": self._submission(), "citizen_key": self.citizen_key}
        del clean["photos"], clean["website"]
        return actions.receive(actions.Report(**clean, language=get_language() or "id"), photos=self.basket.kept, by=by)

    def _submission(self) -> str:
        """Return what this browser's same words of today come to, however often the form was loaded meanwhile.

        The page of a report that was sent before shows its secret link: nobody else may come to the same.
        """
        clean = self.form.cleaned_data
        category, village = clean["category"].key, getattr(clean.get("village"), "code", "")
        words = [self.browser, str(timezone.localdate()), category, village, *(clean[name] for name in TYPED)]
        return salted_hmac("complaints.submission", "\0".join(words), algorithm="sha256").hexdigest()[:16]


def _browser(request: HttpRequest) -> str:
    """Return the secret in the cookie of this place's forms; where there is none, only this form is the same."""
    return str(request.META.get("CSRF_COOKIE") or request.POST.get("submission", ""))


def hold_back(form: forms.Form, counted: Callable[[], None]) -> None:
    """Count what was sent; too much makes the form invalid, and what was typed stays beside the reason."""
    try:
        counted()
    except TooMany as error:
        form.add_error(None, forms.ValidationError(error.message, code=TooMany.code))


def status(form: forms.Form) -> int:
    """Return the status of a page with a form that is not valid."""
    return TooMany.status if form.has_error(NON_FIELD_ERRORS, TooMany.code) else 400


def photos(request: HttpRequest, form: forms.Form) -> basket.Basket:
    """Return the photos that came with a form; new ones are kept unless it was held back."""
    return basket.recall(request) if form.has_error(NON_FIELD_ERRORS, TooMany.code) else basket.fill(request)


def count(request: HttpRequest) -> None:
    """Raises: TooManySubmissions when this address sent more than a person would."""
    actions.count_submission(request.META.get("REMOTE_ADDR", ""))


def empty_form(citizen: Citizen | None) -> ReportForm:
    """Return the form as it is first seen; who is logged in need not write who she is."""
    known = {"name": citizen.name, "email": citizen.email, "phone": citizen.phone} if citizen else {}
    return ReportForm(initial=known)


def _form(request: HttpRequest) -> ReportForm:
    here = cast(ComplaintSettings, settings("complaints"))
    return ReportForm(
        request.POST,
        request.FILES,
        contact_required=here.contact_required,
        photos_required=here.photos_required,
    )


def page(
    request: HttpRequest, form: ReportForm, *, photos: list[dict[str, str]] | None = None, status: int = 200
) -> HttpResponse:
    """Return the form's page."""
    here = cast(ComplaintSettings, settings("complaints"))
    context = {"form": form, "photos": photos or [], "here": here, "citizen": citizens.current(request)}
    return render(request, "complaints/report.html", context, status=status)
