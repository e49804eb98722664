"""One installation for all faults."""

from collections.abc import Iterator

import pytest

from tests.faults import machine as of
from tests.faults.machine import Machine


@pytest.fixture(scope="session")
def machine(tmp_path_factory) -> Iterator[Machine]:
    """Web, worker, Postgres and Redis, all of them here."""
    with of.running(tmp_path_factory.mktemp("faults")) as made:
        yield made
