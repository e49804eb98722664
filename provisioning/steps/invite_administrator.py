"""The first administrator's invitation. Who works in a region already invites further people: nobody else can."""

from dataclasses import dataclass

from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Invitation, Person, Role
from kernel.text import Text
from provisioning.step import Step
from tenants.isolation.current import enter
from tenants.portal import actions
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy


@dataclass(frozen=True, slots=True)
class InviteAdministrator(Step):
    """Invite by mail; the link can also be copied from the run's page."""

    email: str
    name: str
    title = Text(id="Undang administrator pertama", en="Invite the first administrator")

    @property
    def detail(self) -> str:
        return self.email

    def is_done(self, tenant: Tenant) -> bool:
        with enter(tenancy(tenant)):
            return Person.objects.exists() or Invitation.objects.filter(email__iexact=self.email).exists()

    def do(self, tenant: Tenant) -> None:
        with enter(tenancy(tenant)):
            administrator = Role.objects.get(key="administrator")
            actions.invite(self.email, name=self.name, role=administrator, by=PLATFORM)
