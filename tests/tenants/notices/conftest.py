"""What is in the queue, and how a test carries it out."""

from collections.abc import Callable
from typing import Any

import pytest

from kernel.text import Text
from tenants.isolation.current import Place, enter, tenant
from tenants.jobs.models import Job
from tenants.jobs.registry import TASKS
from tenants.notices import kinds
from tenants.notices.kinds import Kind


def queued(name: str) -> list[dict[str, Any]]:
    """Return what the tenant's waiting jobs of this name were given, oldest first."""
    ours = tenant().role
    with enter(Place.PLATFORM):
        return [job.payload for job in Job.objects.filter(tenant_role=ours, name=name).order_by("id")]


def carry_out(name: str) -> int:
    """Carry the waiting jobs of this name out where the code is, and forget them; return how many."""
    found, ours = queued(name), tenant().role
    with enter(Place.PLATFORM):
        Job.objects.filter(tenant_role=ours, name=name).delete()
    for payload in found:
        TASKS[name].function(**payload)
    return len(found)


@pytest.fixture
def kind(monkeypatch) -> Callable[..., Kind]:
    """Declare a kind of the portal's own for this test."""

    def declare(**more: Any) -> Kind:
        said = {
            "key": "portal.trial",
            "title": Text(id="Uji coba", en="Trial"),
            "who": Text(id="Semua", en="Everybody"),
            "subject": Text(id="Kabar {what}", en="News of {what}"),
            "text": Text(id="ada kabar tentang {what}.\n\n{link}", en="there is news of {what}.\n\n{link}"),
            "sample": {"what": Text(id="jalan", en="the road"), "link": Text(id="/konsol/", en="/en/konsol/")},
        }
        made = Kind(**said | more)
        kept = kinds._of_this_layer()
        monkeypatch.setattr(kinds, "_of_this_layer", lambda: (*kept, made))
        return made

    return declare
