"""Tell officers what waits for them. Nothing here names what a citizen wrote."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from app_modules.complaints import notices as kinds
from app_modules.complaints.models import Case
from app_modules.complaints.queries import clock
from kernel.accounts.actor import ActorKind
from kernel.accounts.models import Person
from tenants.notices import actions as notices
from tenants.notices.actions import News
from tenants.notices.kinds import Kind, Said, in_each


def received(case: Case) -> None:
    """Tell who may see a new report of this place."""
    notices.spread(kinds.NEW.key, unit=case.unit, area_code=case.area_code, news=_news(kinds.NEW, case))


def forwarded(case: Case) -> None:
    """Tell the unit that it has a report more."""
    _tell_unit(kinds.FORWARDED, case)


def near(case: Case) -> None:
    """Tell who handles it that the term ends soon; once for each last day."""
    _tell_officer(kinds.NEAR, case, once=f"near:{case.key}:{case.due_on.isoformat()}")


def objected(case: Case) -> None:
    """Tell who handles it that the reporter is not content."""
    _tell_officer(kinds.OBJECTED, case)


def _tell_officer(kind: Kind, case: Case, once: str = "") -> None:
    is_ours = case.officer.kind is ActorKind.PERSON
    officer = Person.objects.filter(key=case.officer.key, is_active=True).first() if is_ours else None
    if officer is None:
        _tell_unit(kind, case, once)
        return
    notices.notify(kind.key, to=[notices.person(officer)], news=_news(kind, case, once))


def _tell_unit(kind: Kind, case: Case, once: str = "") -> None:
    notices.spread(kind.key, unit=case.unit, area_code=case.area_code, news=_news(kind, case, once))


def _news(kind: Kind, case: Case, once: str = "") -> News:
    """Return what is told of a case, what differs in each language."""
    with translation.override("id"):
        path = reverse("complaints_console:case", urlconf=settings.TENANT_URLCONF, args=[case.key])
    said: dict[str, Said] = {
        "ticket": case.ticket,
        "category": in_each(lambda: str(case.category)),
        "place": case.place,
    }
    if "unit" in kind.sample:
        said["unit"] = case.unit.name if case.unit else ""
    if "deadline" in kind.sample:
        said["deadline"] = in_each(lambda: clock.sentence(case))
    return News(path, said, once)
