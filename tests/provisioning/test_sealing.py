"""Sealed files: any size comes back, and whoever changes a byte is found."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provisioning.archives.sealing import PIECE, SealBroken, sealed

OURS, OLD = "a secret that is long enough to be one", "the secret of last year, no longer used"
HEAD, TAG = 11 + 8 + 16, 16


def seal(path: Path, content: bytes, secret: str = OURS) -> Path:
    with sealed([secret])(path, "xb") as file:
        file.write(content)
    return path


def read(path: Path, *secrets: str) -> bytes:
    with sealed(list(secrets or (OURS,)))(path, "rb") as file:
        return file.read()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7])
def test_any_size_comes_back(tmp_path, size) -> None:
    content = bytes(range(256)) * (size // 256 + 1)

    assert read(seal(tmp_path / "x", content[:size])) == content[:size]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(st.lists(st.binary(max_size=2 * PIECE), max_size=4), st.integers(1, PIECE))
def test_written_in_any_portions_comes_back_in_any(tmp_path, portions, count) -> None:
    path = tmp_path / "x"
    path.unlink(missing_ok=True)
    with sealed([OURS])(path, "xb") as file:
        for portion in portions:
            file.write(portion)

    found = b""
    with sealed([OURS])(path, "rb") as file:
        while portion := file.read(count):
            found += portion
    assert found == b"".join(portions)


def test_file_closed_twice_is_sealed_once(tmp_path) -> None:
    with sealed([OURS])(tmp_path / "x", "xb") as file:
        file.write(b"kenari")
        file.close()

    assert read(tmp_path / "x") == b"kenari"


def test_content_cannot_be_seen(tmp_path) -> None:
    path, twin = seal(tmp_path / "x", b"kenari" * 100), seal(tmp_path / "y", b"kenari" * 100)

    assert b"kenari" not in path.read_bytes()
    assert path.read_bytes()[HEAD:] != twin.read_bytes()[HEAD:]


def test_secret_of_before_still_opens(tmp_path) -> None:
    path = seal(tmp_path / "x", b"kenari", OLD)

    assert read(path, OURS, OLD) == b"kenari"
    with pytest.raises(SealBroken):
        read(path, OURS)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.integers(0, HEAD + 2 * (PIECE + TAG) + 5 + TAG - 1), st.integers(1, 255))
def test_changed_byte_is_found(tmp_path, place, change) -> None:
    path = tmp_path / "x"
    path.unlink(missing_ok=True)
    content = bytearray(seal(path, b"k" * (2 * PIECE + 5)).read_bytes())
    content[place] ^= change
    path.write_bytes(content)

    with pytest.raises(SealBroken):
        read(path)


@pytest.mark.parametrize("length", [0, 5, HEAD, HEAD + 3, HEAD + PIECE + TAG, HEAD + 2 * (PIECE + TAG)])
def test_file_cut_off_is_found(tmp_path, length) -> None:
    path = seal(tmp_path / "x", b"k" * (2 * PIECE + 5))
    path.write_bytes(path.read_bytes()[:length])

    with pytest.raises(SealBroken):
        read(path)


def test_pieces_in_another_order_are_found(tmp_path) -> None:
    path = seal(tmp_path / "x", b"k" * (2 * PIECE + 5))
    content, piece = path.read_bytes(), PIECE + TAG
    head, first, second, last = content[:HEAD], content[HEAD:][:piece], content[HEAD + piece :][:piece], content[-21:]
    path.write_bytes(head + second + first + last)

    with pytest.raises(SealBroken):
        read(path)
