"""What the platform does in every tenant by itself."""

import pytest
from django.db import IntegrityError

from kernel.accounts.actor import PLATFORM
from kernel.audit import actions as audit
from kernel.audit import chain
from kernel.audit.models import Entry
from provisioning import runner, tasks
from tenants.isolation.current import enter
from tenants.registry.queries import tenancy
from tests.provisioning.conftest import order


def test_seal_chains_what_each_running_tenant_wrote(stage) -> None:
    where = tenancy(runner.execute(order().key).tenant)
    with enter(where):
        audit.record("test.try", "test", by=PLATFORM, summary="An entry")

    tasks.seal()

    with enter(where):
        assert (Entry.objects.filter(seal=None).count(), chain.verify(using="default").findings) == (0, ())


def test_fault_that_is_no_tenant_s_stops_the_job(stage, superuser) -> None:
    tasks.seal()
    superuser.execute("ALTER TABLE proofs_head ADD CONSTRAINT never CHECK (false) NOT VALID")

    try:
        with pytest.raises(IntegrityError):
            tasks.keep_heads()
    finally:
        superuser.execute("ALTER TABLE proofs_head DROP CONSTRAINT never")
