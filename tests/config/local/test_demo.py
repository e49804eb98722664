import subprocess

import pytest

from config.local import demo
from config.local.errors import Refusal
from config.local.workspace import ROOT


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        ([], (False, 3)),
        (["--regions", "22"], (False, 22)),
        (["--check", "--regions=5"], (True, 5)),
    ],
)
def test_arguments_say_how_many_regions_and_whether_to_check(arguments: list[str], wanted: tuple[bool, int]) -> None:
    assert demo.chosen(arguments) == wanted


@pytest.mark.parametrize("given", ["0", "-1", "abc", "501", "²"])
def test_what_is_no_number_of_regions_is_refused(given: str) -> None:
    with pytest.raises(Refusal) as refusal:
        demo.chosen(["--regions", given])

    assert str(refusal.value) == (
        f"'--regions {given}' names no number of regions: choose 1 to 500, as in './dev demo --regions 3'."
    )


def test_regions_without_a_number_is_refused() -> None:
    with pytest.raises(Refusal) as refusal:
        demo.chosen(["--regions"])

    assert str(refusal.value) == (
        "'--regions' names no number of regions: choose 1 to 500, as in './dev demo --regions 3'."
    )


def test_unknown_argument_is_refused_before_anything_is_started() -> None:
    answer = subprocess.run(
        [str(ROOT / "dev"), "demo", "--region", "2"], capture_output=True, text=True, check=False, timeout=60
    )

    assert answer.returncode == 1
    assert answer.stderr == "'./dev demo' does not know '--region': it takes '--regions N' and '--check'.\n"
