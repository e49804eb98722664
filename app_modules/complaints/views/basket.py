"""Photos that come with a form: kept one by one, so that a faulty form loses none."""

from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from app_modules.complaints import actions
from app_modules.complaints.forms.fields import SUBMISSION
from app_modules.complaints.queries import links
from kernel.errors import DomainError
from tenants.files.models import StoredFile
from tenants.files.queries import url


@dataclass(slots=True)
class Basket:
    """The photos that were accepted, and why others were not."""

    kept: list[StoredFile] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def items(self) -> list[dict[str, str]]:
        """Return what the page shows of each kept photo, with the reference that brings it back."""
        return [
            {
                "name": stored.name,
                "url": url(stored),
                "reference": links.PENDING.sign(stored.key),
                "size": _size(stored),
            }
            for stored in self.kept
        ]


def _size(stored: StoredFile) -> str:
    return f"{max(stored.size / 1_000_000, 0.1):.1f}".replace(".", ",")


def recall(request: HttpRequest) -> Basket:
    """Return the photos that were kept before and not removed now."""
    removed = set(request.POST.getlist("remove"))
    references = [given for given in request.POST.getlist("photo") if given not in removed]
    return Basket(links.pending(references, _submission(request)))


def _submission(request: HttpRequest) -> str:
    """Return what ties the photos to this form; empty when no form of ours made it."""
    given = request.POST.get("submission", "")
    return given if SUBMISSION.match(given) else ""


def fill(request: HttpRequest) -> Basket:
    """Keep the photos that were just chosen, beside those kept before; none of a form that is not ours."""
    basket = recall(request)
    if not _submission(request):
        return basket
    for upload in request.FILES.getlist("photos"):
        try:
            basket.kept.append(_keep(upload, request, basket))
        except DomainError as error:
            basket.refused.append(f"{upload.name}: {error.message}")
    return basket


def _keep(upload: UploadedFile, request: HttpRequest, basket: Basket) -> StoredFile:
    return actions.keep(upload, submission=_submission(request), beside=len(basket.kept))
