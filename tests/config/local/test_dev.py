import subprocess

from config.local.__main__ import COMMANDS
from config.local.workspace import ROOT


def dev(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([str(ROOT / "dev"), *arguments], capture_output=True, text=True, check=False)


def test_dev_alone_lists_every_command() -> None:
    listed = dev()

    named = {line.split()[1] for line in listed.stdout.splitlines()}
    assert listed.returncode == 0
    assert named == set(COMMANDS)


def test_dev_names_a_command_that_does_not_exist() -> None:
    answer = dev("serve")

    assert answer.returncode == 1
    assert answer.stderr == "There is no './dev serve'; './dev' lists what there is.\n"
