"""Log records as lines of JSON that carry the tenant and the request, never a person's data.

Our own lines say what they say. Of everybody else's, the sentence is kept and what was put into it is
not: Django's would hold paths with secret links, a mail server's the addresses.
"""

import logging
from typing import Any

import structlog

from kernel import traces

OURS = ("config", "kernel", "partnership", "billing", "provisioning", "tenants", "app_modules")
# What a line of ours may carry beside its sentence.
FIELDS = ("route", "method", "status", "seconds", "queries", "tenant", "job", "attempt", "state")
# These put what was sent into the sentence itself.
SPEAKING = "django.security"


class Formatter(structlog.stdlib.ProcessorFormatter):
    """structlog's formatter for records of the standard library, with the bound context."""

    def __init__(self) -> None:
        super().__init__(
            foreign_pre_chain=[
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ExtraAdder(allow=FIELDS),
                structlog.processors.TimeStamper(fmt="iso"),
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _error,
                structlog.processors.JSONRenderer(),
            ],
        )

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.split(".", 1)[0] in OURS
        return super().format(record if ours else _emptied(record))


def _emptied(record: logging.LogRecord) -> logging.LogRecord:
    """Return the record without the values that were to be put into its sentence."""
    sentence = "Something suspicious was refused." if record.name.startswith(SPEAKING) else str(record.msg)
    kept = {name: value for name, value in record.__dict__.items() if name not in FIELDS}
    return logging.makeLogRecord({**kept, "msg": sentence, "args": (), "stack_info": None})


def _error(logger: Any, name: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Put the error into the line, without values."""
    error = line.pop("exc_info", None)
    if error and error[1] is not None:
        line["exception"] = traces.written(error[1])
    return line
