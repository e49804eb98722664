"""What happens to services; the module's only public face."""

from dataclasses import dataclass
from typing import ClassVar

from tenants.events import Event


@dataclass(frozen=True, slots=True)
class ServicePublished(Event):
    """A service is now public."""

    name: ClassVar[str] = "services.service_published"
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class LinkBroken(Event):
    """The link to an application failed twice in a row."""

    name: ClassVar[str] = "services.link_broken"
    key: str
    title: str
    link: str
