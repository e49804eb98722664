import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest

from app_modules.services import links
from app_modules.services.links import Outcome, Verdict
from kernel.errors import FinalFailure


class Handler(BaseHTTPRequestHandler):
    """/200, /404 …: that status. /only-get: 405 to HEAD. /to?<address>: a redirect. /slow: no answer."""

    def do_HEAD(self) -> None:
        self.server.asked.append((self.command, self.path))
        if self.path.startswith("/to?"):
            self._answer(302, self.path.removeprefix("/to?"))
        elif self.path == "/only-get":
            self._answer(200 if self.command == "GET" else 405)
        elif self.path == "/slow":
            self.server.patience.wait()
        else:
            self._answer(int(self.path.strip("/")))

    do_GET = do_HEAD  # noqa: N815 - http.server asks for this name

    def _answer(self, status: int, location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.patience = [], Event()
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.patience.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    with serving() as server:
        yield server


@pytest.fixture
def at(server: ThreadingHTTPServer) -> Callable[[str], str]:
    return lambda path: f"http://127.0.0.1:{server.server_port}{path}"


@pytest.fixture
def loopback_allowed(settings) -> None:
    settings.LINK_CHECK_NETWORKS = ["127.0.0.0/8"]


@pytest.mark.usefixtures("loopback_allowed")
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/200", Outcome(Verdict.WORKING)),
        ("/204", Outcome(Verdict.WORKING)),
        ("/401", Outcome(Verdict.WORKING)),
        ("/403", Outcome(Verdict.WORKING)),
        ("/only-get", Outcome(Verdict.WORKING)),
        ("/404", Outcome(Verdict.FINAL, "http-404")),
        ("/410", Outcome(Verdict.FINAL, "http-410")),
        ("/429", Outcome(Verdict.TEMPORARY, "http-429")),
        ("/500", Outcome(Verdict.TEMPORARY, "http-500")),
        ("/503", Outcome(Verdict.TEMPORARY, "http-503")),
        ("/to?/200", Outcome(Verdict.WORKING)),
        ("/to?/404", Outcome(Verdict.FINAL, "http-404")),
        ("/to?/to?/200", Outcome(Verdict.WORKING)),
        ("/to?ftp://127.0.0.1/", Outcome(Verdict.FINAL, "no-web-address")),
        ("/to?file:///etc/passwd", Outcome(Verdict.FINAL, "no-web-address")),
        ("/to?http://10.0.0.1/", Outcome(Verdict.FINAL, "private-network")),
        ("/to?http://169.254.169.254/latest/", Outcome(Verdict.FINAL, "private-network")),
        ("/to?http://[::1]/", Outcome(Verdict.FINAL, "private-network")),
    ],
)
def test_check_says_what_a_citizen_would_find(at, path: str, expected: Outcome) -> None:
    assert links.check(at(path)) == expected


@pytest.mark.usefixtures("loopback_allowed")
def test_check_gives_up_on_a_long_way(at) -> None:
    outcome = links.check(at("/to?" * 9 + "/200"))

    assert outcome == Outcome(Verdict.FINAL, "too-many-redirects")


@pytest.mark.usefixtures("loopback_allowed")
def test_check_does_not_wait_for_ever(at, monkeypatch) -> None:
    monkeypatch.setattr(links, "TIMEOUT", 0.1)

    assert links.check(at("/slow")) == Outcome(Verdict.TEMPORARY, "timeout")


@pytest.mark.usefixtures("loopback_allowed")
def test_check_of_a_closed_port_is_temporary() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

        assert links.check(f"http://127.0.0.1:{port}/") == Outcome(Verdict.TEMPORARY, "refused")


@pytest.mark.usefixtures("loopback_allowed")
def test_check_without_tls_on_the_other_side_is_temporary(at) -> None:
    assert links.check(at("/200").replace("http:", "https:")).verdict is Verdict.TEMPORARY


def test_check_sends_nothing_into_our_own_network(at, server) -> None:
    assert links.check(at("/200")) == Outcome(Verdict.FINAL, "private-network")
    assert server.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "2001:0:1::", "ff02::1",
    ],
)  # fmt: skip
def test_may_reach_refuses_what_is_not_public(address: str) -> None:
    assert not links.may_reach(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "103.10.10.10", "2606:4700::1111"])
def test_may_reach_allows_what_is_public(address: str) -> None:
    assert links.may_reach(address)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.go.id/",
        "javascript:alert(1)",
        "//a.go.id/",
        "http://",
        "http://u:p@a.go.id/",
        "http://[::1",
        "https://a.go.id:99999/",
    ],
)
def test_split_refuses_what_is_no_web_address(url: str) -> None:
    with pytest.raises(FinalFailure, match="no-web-address"):
        links.split(url)


@pytest.mark.parametrize("url", ["https://layanan.contoh.example/a", "http://x.test", "https://www.example.com/"])
def test_check_leaves_reserved_names_alone(url: str) -> None:
    assert links.check(url) == Outcome(Verdict.UNKNOWN, "reserved")


@pytest.mark.parametrize(
    ("problems", "expected"),
    [
        (["no-network", "no-such-host", "timeout"], True),
        (["no-network", "no-such-host", "timeout", "reserved"], True),
        (["timeout", "timeout"], False),
        (["timeout", "timeout", "timeout", ""], False),
        (["timeout", "timeout", "timeout", "http-404"], False),
        ([], False),
    ],
)
def test_are_ours_when_every_link_is_silent(problems: list[str], expected: bool) -> None:
    outcomes = [Outcome(Verdict.TEMPORARY, problem) for problem in problems]

    assert links.are_ours(outcomes) is expected
