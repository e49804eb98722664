"""What comes over the wire to the real processes: too much of it, and what static files say."""

import re
import socket
import subprocess
from email.message import Message
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from tests.browser.stage import Site
from tests.config.test_headers import EVERYWHERE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
MEGABYTE = b"\0" * 1024 * 1024
TYPE = "Content-Type: multipart/form-data; boundary=x\r\n"


def send(site: Site, head: str, megabytes: int, *, chunked: bool = False) -> tuple[bytes, int]:
    """Send a form to the report page; return the answer, and how many megabytes left before it came."""
    sent = 0
    with socket.create_connection(("127.0.0.1", site.port), timeout=30) as wire:
        start = f"POST /laporan/buat/ HTTP/1.1\r\nHost: tangerang.localhost:{site.port}\r\nAccept-Language: id\r\n"
        wire.sendall((start + TYPE + head + "\r\n").encode())
        try:
            for sent in range(1, megabytes + 1):  # noqa: B007 - it is what is asked for
                wire.sendall(b"100000\r\n" + MEGABYTE + b"\r\n" if chunked else MEGABYTE)
            wire.sendall(b"0\r\n\r\n" if chunked else b"")
        except (BrokenPipeError, ConnectionResetError):
            pass
        return read(wire), sent


def read(wire: socket.socket) -> bytes:
    got = b""
    try:
        while b"</html>" not in got and (part := wire.recv(65536)):
            got += part
    except ConnectionResetError:
        pass
    return got


def memory(site: Site) -> int:
    """Megabytes that all processes of the site's web have held."""
    return _sum(site, "status", r"VmHWM:\s+(\d+)") // 1024


def written(site: Site) -> int:
    """Megabytes that all processes of the site's web have written to a disk, if only for a moment."""
    return _sum(site, "io", r"\bwrite_bytes: (\d+)") // 1024**2


def _sum(site: Site, file: str, figure: str) -> int:
    found = subprocess.run(["pgrep", "-f", f"granian.*{site.port}"], capture_output=True, text=True, check=True)
    texts = [Path(f"/proc/{number}/{file}").read_text() for number in found.stdout.split()]
    return sum(int(re.search(figure, text)[1]) for text in texts)


@pytest.mark.parametrize(
    ("head", "megabytes", "chunked", "status"),
    [
        (f"Content-Length: {200 * 1024 * 1024}\r\n", 200, False, b"413"),
        ("Transfer-Encoding: chunked\r\n", 200, True, b"411"),
    ],
)
def test_body_of_two_hundred_megabytes_is_refused_at_once(site: Site, head, megabytes, chunked, status) -> None:
    fetch(site, "/laporan/buat/")
    before, on_disk = memory(site), written(site)

    answer, sent = send(site, head, megabytes, chunked=chunked)

    assert answer.split(b" ")[1:2] == [status]
    assert b"Permintaan ini tidak dapat dibaca" in answer
    assert sent < 20
    assert memory(site) - before < 40
    assert written(site) - on_disk < 20


def test_body_longer_than_it_says_is_cut(site: Site) -> None:
    answer, _sent = send(site, "Content-Length: 1000\r\nConnection: close\r\n", 20)

    assert answer.split(b" ")[1:2] in ([b"400"], [b"403"])


@pytest.mark.parametrize("address", [r"/static/ui/app\.[0-9a-f]+\.css", r"/tema/[0-9a-f]+\.css"])
def test_style_sheets_say_it_too(site: Site, address: str) -> None:
    page, _headers = fetch(site, "/")

    _body, headers = fetch(site, re.search(address, page)[0])

    assert {name: headers.get(name) for name in EVERYWHERE} == EVERYWHERE


def fetch(site: Site, path: str) -> tuple[str, Message]:
    asked = Request(f"http://127.0.0.1:{site.port}{path}", headers={"Host": f"tangerang.localhost:{site.port}"})
    with urlopen(asked) as answer:
        return answer.read().decode(), answer.headers
