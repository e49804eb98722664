"""Text messages lie in a folder, or go to a gateway: a real one, whose answers decide whether they are sent again."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.test import override_settings

from kernel.errors import FinalFailure, TemporaryFailure
from tenants import sms
from tenants.isolation.current import Place, enter
from tenants.jobs import worker
from tenants.jobs.models import Job

NUMBER = "+6281234567890"


class Gateway(BaseHTTPRequestHandler):
    """Answers as the test says, and keeps what it was sent."""

    answer = 202
    heard: ClassVar[list[tuple[str, str, Any]]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.heard.append((self.path, self.headers["Authorization"], body))
        self.send_response(self.answer)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def gateway(monkeypatch) -> Iterator[type[Gateway]]:
    monkeypatch.setattr(Gateway, "heard", [])
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    with override_settings(SMS=f"http://127.0.0.1:{server.server_port}/kirim?from=live", SMS_TOKEN="rahasia"):
        yield Gateway
    server.shutdown()
    thread.join()
    server.server_close()


def sent() -> Job:
    """Send a message as the worker does; return its job."""
    sms.send(NUMBER, "Halo")
    with enter(Place.PLATFORM):
        job = Job.objects.filter(name="sms.deliver").latest("pk")
        worker.run(job.key)
        job.refresh_from_db()
    return job


def test_message_is_posted_with_the_token(gateway, in_makassar) -> None:
    assert sent().state == Job.State.DONE
    assert gateway.heard == [("/kirim?from=live", "Bearer rahasia", {"to": NUMBER, "text": "Halo"})]


@pytest.mark.parametrize(("status", "state"), [(503, "waiting"), (429, "waiting"), (400, "failed"), (401, "failed")])
def test_message_is_sent_again_where_that_may_help(gateway, in_makassar, monkeypatch, status: int, state: str) -> None:
    monkeypatch.setattr(gateway, "answer", status)

    job = sent()

    assert job.state == state
    assert "rahasia" not in job.error


def test_gateway_that_is_away_may_come_back() -> None:
    with override_settings(SMS="https://127.0.0.1:9"), pytest.raises(TemporaryFailure, match="does not answer"):
        sms.deliver(NUMBER, "Halo")


def test_bare_address_of_a_gateway_is_its_root(gateway) -> None:
    with override_settings(SMS=f"http://{sms.urlsplit(sms.settings.SMS).netloc}"):
        sms.deliver(NUMBER, "Halo")

    assert gateway.heard[0][0] == "/"


def test_redirect_is_no_delivery(gateway, monkeypatch) -> None:
    monkeypatch.setattr(gateway, "answer", 302)

    with pytest.raises(FinalFailure):
        sms.deliver(NUMBER, "Halo")


def test_message_lies_in_a_folder_in_the_demo(tmp_path: Path) -> None:
    with override_settings(SMS=f"file://{tmp_path}/sms"):
        sms.deliver(NUMBER, "Halo")

    assert [file.read_text() for file in (tmp_path / "sms").iterdir()] == [f"To: {NUMBER}\n\nHalo\n"]
