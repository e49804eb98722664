"""Visit tenants one after the other on one connection; print what its Postgres process holds, as JSON.

`python -m tests.benchmarks.visiting FORM COUNT [MEGABYTES_A_CONNECTION]`
"""

import json
import os
import re
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path


def main(form: str, count: int, limit: str = "") -> None:
    """Ask every table of every tenant for a row, as one request a tenant."""
    os.environ["DJANGO_SETTINGS_MODULE"] = f"tests.benchmarks.sites.{form}"
    import django

    django.setup()
    from django.conf import settings
    from django.db import close_old_connections

    if limit:
        settings.MEGABYTES_A_CONNECTION = int(limit)
    peak, started = 0.0, time.perf_counter()
    for visit in _visits(form, count):
        with visit():
            _ask()
            peak = max(peak, _megabytes())
        close_old_connections()  # what Django does when a request ends
    print(json.dumps({"megabytes": peak, "seconds": time.perf_counter() - started}))


def _visits(form: str, count: int) -> list[Callable[[], AbstractContextManager[object]]]:
    if form == "stock":
        from tests.benchmarks.stock.models import Client

        return [lambda client=client: client for client in Client.objects.order_by("pk")[:count]]
    from tenants.isolation.current import Place, enter
    from tenants.registry.models import Tenant
    from tenants.registry.queries import tenancy

    with enter(Place.PLATFORM):
        known = [tenancy(tenant) for tenant in Tenant.objects.order_by("pk")[:count]]
    return [partial(enter, where) for where in known]


def _ask() -> None:
    from django.apps import apps
    from django.conf import settings

    for config in apps.get_app_configs():
        if config.name in settings.TENANT_APPS:
            for model in config.get_models():
                list(model._default_manager.all()[:1])


def _megabytes() -> float:
    """Return the private memory of the connection's process."""
    from django.db import connection

    status = Path(f"/proc/{connection.connection.info.backend_pid}/status").read_text()
    found = re.search(r"RssAnon:\s+(\d+) kB", status)
    assert found
    return int(found[1]) / 1024


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
