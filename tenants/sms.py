"""Text messages that leave by a job, through the installation's gateway: `LIVE_SMS`, a folder or an address."""

import json
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from kernel.errors import FinalFailure, TemporaryFailure
from kernel.ids import new_id
from tenants.jobs.actions import enqueue
from tenants.jobs.registry import job

TIMEOUT = 10.0
FOLDER = "file://"
# What a gateway says that may take the same message later.
PASSING = {408, 425, 429}


def is_offered() -> bool:
    """Say whether this installation can send text messages."""
    return bool(settings.SMS)


def send(to: str, text: str) -> None:
    """Write a message into the current transaction. `to` is a number like +6281234567890."""
    enqueue("sms.deliver", to=to, text=text)


@job("sms.deliver", is_atomic=False)
def deliver(to: str, text: str) -> None:
    """Hand one message over.

    Raises: TemporaryFailure, FinalFailure.
    """
    if settings.SMS.startswith(FOLDER):
        _keep(Path(settings.SMS.removeprefix(FOLDER)), to, text)
    else:
        _post(json.dumps({"to": to, "text": text}).encode())


def _keep(folder: Path, to: str, text: str) -> None:
    """Write the message into a folder, for the demo and the tests."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{to}-{new_id()}.txt").write_text(f"To: {to}\n\n{text}\n")


def _post(body: bytes) -> None:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.SMS_TOKEN}"}
    address = urlsplit(settings.SMS)
    path = f"{address.path or '/'}{f'?{address.query}' if address.query else ''}"
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    try:
        with closing(kind(address.netloc, timeout=TIMEOUT)) as gateway:
            gateway.request("POST", path, body, headers)
            status = gateway.getresponse().status
    except (OSError, HTTPException) as error:
        raise TemporaryFailure("The gateway for text messages does not answer.") from error
    if status >= 500 or status in PASSING:
        raise TemporaryFailure(f"The gateway for text messages answered {status}.")
    if status >= 300:
        raise FinalFailure(f"The gateway for text messages answered {status}.")
