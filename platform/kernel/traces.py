"""What may be written down of an error: where it happened and which rule broke, never a value.

An error's sentence may hold what somebody typed ('invalid literal for int(): "3171…"'), and Postgres
quotes whole rows (`DETAIL: Key (email)=(…) already exists`). So a sentence is only kept where it is made of
names from our code.
"""

import traceback
from collections.abc import Iterator

import psycopg2
from django.core.exceptions import ImproperlyConfigured
from django.db import Error
from django.template import TemplateDoesNotExist, TemplateSyntaxError

from kernel.errors import DomainError

# Their sentences are made of names from code.
SPOKEN = (AttributeError, ImportError, ImproperlyConfigured, NameError, TemplateDoesNotExist, TemplateSyntaxError)
# Of Postgres's sentences, those about constraints and about names and types of columns.
SPOKEN_STATES = ("23", "42")
QUOTES_THE_STATEMENT = "42601"


def written(error: BaseException, *, frames: int | None = None) -> str:
    """Return the error, what led to it, and where, without values. `frames` is a limit as of `traceback`."""
    parts = []
    for each in _chain(error):
        where = "".join(traceback.format_tb(each.__traceback__, limit=frames))
        parts.append(f"Traceback (most recent call last):\n{where}{fact(each)}\n")
    return "\n".join(reversed(parts))


def fact(error: BaseException) -> str:
    """Return the error's class and what may be said of it, on one line."""
    name = type(error).__qualname__
    said = _said(error)
    return f"{name}: {said}" if said else name


def _said(error: BaseException) -> str:
    if isinstance(error, SPOKEN):
        return " ".join(str(error).split())
    if isinstance(error, DomainError):
        return error.code
    cause = error.__cause__ if isinstance(error, Error) else error
    if isinstance(cause, psycopg2.Error):
        return _database(cause)
    if isinstance(error, OSError) and error.errno is not None:
        return f"errno {error.errno}"
    return ""


def _database(error: psycopg2.Error) -> str:
    state, found = error.pgcode or "", error.diag
    if not state:
        return ""
    names = {"table": found.table_name, "column": found.column_name, "constraint": found.constraint_name}
    parts = [f"sqlstate {state}", *(f"{what} {name}" for what, name in names.items() if name)]
    if state.startswith(SPOKEN_STATES) and state != QUOTES_THE_STATEMENT:
        parts.append(found.message_primary or "")
    return ", ".join(parts)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and what led to it, as Python's own traceback does."""
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        yield each
        seen.add(id(each))
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
