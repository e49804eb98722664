"""The link in a mail by which one click ends mails of its sort."""

from kernel.signing import Kind

LEAVE = Kind("leave-notices")
