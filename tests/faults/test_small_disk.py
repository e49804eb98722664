"""The disk is full: pages are read, what is written is refused, and nothing is lost or damaged."""

import pytest

from tests.faults import small_disk

pytestmark = [pytest.mark.slow]


def test_full_disk_refuses_writes_serves_reads_and_spoils_nothing() -> None:
    if not small_disk.is_possible():
        pytest.skip("this machine gives nobody a volume of one's own, as in a chroot")

    told = small_disk.run()

    assert told["reads"] == told["served"] > 50
    assert (told["refused"], told["strange"]) == (3, [])
    assert (told["lost"], told["corrupt"], told["died"]) == (0, 0, 0)
