"""Read mails that came back, so that nothing more is sent to addresses that do not exist."""

import mailbox
import sys
from argparse import ArgumentParser
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants.isolation.current import Place, enter
from tenants.notices import bounces, failing
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy


class Command(BaseCommand):
    """Note what delivery reports (RFC 3464) say, in the region that sent the mail.

    What was understood is taken out of the mailbox; the rest stays for somebody to look at.
    """

    help = "Read a mailbox (mbox file or maildir) of undelivered mails, or one such mail from the standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("mailbox", nargs="?", type=Path, help="an mbox file or a maildir; none: one mail, piped in")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path | None = options["mailbox"]
        if path is None:
            understood, all_of_them = int(note(message_from_bytes(sys.stdin.buffer.read()))), 1
        elif path.exists():
            understood, all_of_them = read(path)
        else:
            raise CommandError(f"There is no mailbox at {path}: name an mbox file or a maildir.")
        self.stdout.write(f"{all_of_them} read, {understood} understood.")


def read(path: Path) -> tuple[int, int]:
    """Note each report in the mailbox and take it out; return how many, and how many mails there were."""
    box: mailbox.Mailbox[Any] = mailbox.Maildir(path, create=False) if path.is_dir() else mailbox.mbox(path)
    box.lock()
    try:
        keys = box.keys()
        understood = [key for key in keys if note(box[key])]
        for key in understood:
            box.remove(key)
    finally:
        box.close()
    return len(understood), len(keys)


def note(message: Message) -> bool:
    """Note an undelivered mail; return False where it is none of ours."""
    bounce = bounces.read(message)
    with enter(Place.PLATFORM):
        tenant = Tenant.objects.filter(key=bounce.tenant).first() if bounce else None
        where = tenancy(tenant) if tenant else None
    if bounce is None or where is None:
        return False
    with enter(where):
        failing.note(bounce.email, is_final=bounce.is_final, reason=bounce.reason)
    return True
