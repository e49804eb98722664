"""Public ids and ticket codes."""

import pytest

from kernel import ids


def test_ids_are_random_and_readable() -> None:
    made = [ids.new_id() for _ in range(1000)]

    assert len(set(made)) == 1000
    assert {len(key) for key in made} == {12}
    assert set("".join(made)) == set("abcdefghjkmnpqrstvwxyz23456789")


@pytest.mark.parametrize("length", [5, 8])
def test_ticket_codes_have_no_letters_that_look_alike(length: int) -> None:
    made = [ids.ticket_code(length) for _ in range(1000)]

    assert {len(code) for code in made} == {length}
    assert not set("".join(made)) & set("01ILOU")
