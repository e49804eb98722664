"""Check the links of the services. Nothing here holds a transaction while it waits for others."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from app_modules.services import actions, links, queries
from app_modules.services.models import Service
from kernel.accounts.actor import PLATFORM
from tenants.customization.queries import setting
from tenants.jobs.registry import job

AT_ONCE = 4


@job("services.check_links", every=timedelta(hours=6), is_atomic=False)
def check_links() -> None:
    """Check every public link of the region, a few at once."""
    if not setting("services.check_links"):
        return
    services = queries.with_links()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        outcomes = list(threads.map(links.check, [service.link for service in services]))
    if links.are_ours(outcomes):
        return
    for service, outcome in zip(services, outcomes, strict=True):
        actions.note_check(service, outcome, by=PLATFORM)


@job("services.check_link", is_atomic=False)
def check_link(key: str) -> None:
    """Check the link of one service, if it still has one."""
    service = Service.objects.defer("search").filter(key=key).exclude(link="").first()
    if service is not None:
        actions.note_check(service, links.check(service.link), by=PLATFORM)
