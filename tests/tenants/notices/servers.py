"""A mail server that answers as a test says, and keeps what it took."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread


class Answers(socketserver.StreamRequestHandler):
    """One conversation of SMTP (RFC 5321)."""

    def handle(self) -> None:
        self._say("220 uji")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            self.server.heard.append(line)  # type: ignore[attr-defined]  # `Server` below
            self._say(self.server.answers.get(verb, {"DATA": "354 go on", "QUIT": "221 bye"}.get(verb, "250 ok")))  # type: ignore[attr-defined]
            if verb == "DATA":
                self._take()
            if verb == "QUIT":
                return

    def _take(self) -> None:
        if "DATA" in self.server.answers:  # type: ignore[attr-defined]
            return
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        self.server.taken.append(b"".join(lines).decode())  # type: ignore[attr-defined]
        self._say("250 taken")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    """Listens on a port of its own; `answers` by verb replace the friendly ones."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, answers: dict[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.answers, self.heard, self.taken = answers, list[str](), list[str]()


@contextmanager
def mail_server(**answers: str) -> Iterator[Server]:
    """Run a mail server until the block ends."""
    server = Server(answers)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
