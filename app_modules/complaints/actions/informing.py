"""Tell the reporter what happens to her report: in her account, and by mail."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from app_modules.complaints.actions.timeline import citizen
from app_modules.complaints.models import Case
from app_modules.complaints.notices import CHANGE, RESENT
from app_modules.complaints.queries import accounts, clock, links
from tenants.isolation.current import tenant
from tenants.notices import actions as notices
from tenants.notices.actions import News, Recipient
from tenants.portal.site import government


def tell(case: Case, sentence: str, *, text: str = "") -> None:
    """Say that something changed, if she has an account or left an address; of a sample nobody is told.

    `sentence` is an English msgid; it is said in the language in which she reported.
    """
    told = [] if case.is_sample else list(_reporter(case))
    if not told:
        return
    with translation.override(case.language):
        said = {
            "ticket": case.ticket,
            "title": str(case.category),  # never her words: the address may be anybody's, whom a stranger writes to
            "sentence": _(sentence) % {"unit": case.unit.name if case.unit else government(tenant())},
            "text": text,
            "deadline": clock.sentence(case),
        }
    notices.notify(CHANGE.key, to=told, news=News(links.follow_path(case), said))


def send_link(case: Case) -> None:
    """Mail the link to her own page to the address that stands in the report."""
    news = News(links.follow_path(case), {"ticket": case.ticket})
    notices.notify(RESENT.key, to=[_address(case)], news=news)


def _reporter(case: Case) -> Iterator[Recipient]:
    """Yield her account, and the report's own address where that is not the account's: it may be another's mailbox."""
    account = accounts.told(case)
    is_apart = bool(case.reporter_email) and (account is None or case.reporter_email.lower() != account.email.lower())
    if account is not None:
        more = {"email": ""} if is_apart else {"before": case.key}
        yield notices.citizen(account, language=case.language, path=_own_path(case), **more)
    if is_apart:
        yield _address(case)


def _address(case: Case) -> Recipient:
    return Recipient(citizen(case), case.reporter_email, case.language)


def _own_path(case: Case) -> str:
    """Return where she opens it from her account: what is kept there is no secret link."""
    with translation.override("id"):
        return reverse("complaints:mine", urlconf=settings.TENANT_URLCONF, args=[case.key])
