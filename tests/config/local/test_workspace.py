import os
from pathlib import Path

import pytest

from config.local.errors import Refusal
from config.local.workspace import LONGEST_SOCKET_NAME, SOCKET_LIMIT, Workspace, private, short_enough


def test_short_enough_keeps_a_folder_whose_socket_path_just_fits() -> None:
    room = SOCKET_LIMIT - len("/") - len("/") - len(LONGEST_SOCKET_NAME)
    folder = Path("/" + "x" * room)

    assert short_enough(folder) == folder


def test_short_enough_moves_a_folder_that_is_one_byte_too_long() -> None:
    room = SOCKET_LIMIT - len("/") - len("/") - len(LONGEST_SOCKET_NAME)

    moved = short_enough(Path("/" + "x" * (room + 1)))

    assert moved.parent == Path("/tmp")


def test_short_enough_counts_bytes_and_not_letters() -> None:
    room = SOCKET_LIMIT - len("/") - len("/") - len(LONGEST_SOCKET_NAME)

    assert short_enough(Path("/" + "é" * room)).parent == Path("/tmp")


def test_short_enough_keeps_two_long_folders_apart() -> None:
    assert short_enough(Path("/" + "x" * 200)) != short_enough(Path("/" + "y" * 200))


def test_private_folder_is_ours_alone(tmp_path: Path) -> None:
    folder = private(tmp_path / "a" / "run")

    assert folder.stat().st_mode & 0o777 == 0o700


def test_private_refuses_a_link(tmp_path: Path) -> None:
    (tmp_path / "run").symlink_to(tmp_path)

    with pytest.raises(Refusal, match="belongs to somebody else"):
        private(tmp_path / "run")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_private_refuses_a_folder_of_somebody_else(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    os.chown(tmp_path / "run", 12345, -1)

    with pytest.raises(Refusal, match="belongs to somebody else"):
        private(tmp_path / "run")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's Postgres runs as somebody else")
def test_cluster_leaves_a_project_that_postgres_cannot_reach_into(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)

    assert Workspace("demo", root=tmp_path).cluster.parent == Path("/var/lib/postgresql")


def test_workspaces_share_nothing(tmp_path: Path) -> None:
    demo, test = Workspace("demo", root=tmp_path), Workspace("test", root=tmp_path)

    assert {demo.folder, demo.cluster, demo.redis_sockets}.isdisjoint({test.folder, test.cluster, test.redis_sockets})
