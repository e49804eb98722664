"""SQL texts, read as Postgres reads them: where a value may stand, and what a migration may send.

A value put between quotes that the text has already could end them, and what follows in it would be SQL.

Inside a tenant the owner's connection sends rows and structure, never who is asking. There a migration's SQL runs as
the owner of one schema, and Postgres refuses it the others. But the session logged in as the owner of all, so whatever
could lead back there is refused before it is sent. Its role may write no code for the server either (`hardening.py`),
so nothing but the text itself can hold such a statement.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from tenants.isolation.errors import NotStructure, QuotedPlaceholder, SessionStatement, StackedStatement

# Postgres's own parts of a text, each where it begins; no part gives back what it took. What is read otherwise than it
# looks (U&'…', comments inside comments) is none of them. Letters are all that is not ASCII, as for Postgres.
PART = re.compile(
    r"""
    (?P<space> \s++ | --[^\r\n]*+ | /\*(?:(?!/\*|\*/).)*+\*/ )
    | (?P<escaped> [eE]'(?:[^'\\]|''|\\.)*+' )
    | (?P<string> '(?:[^']|'')*+' )
    | (?P<quoted> \$(?P<tag>(?:[a-zA-Z_\x80-\U0010ffff][\w\x80-\U0010ffff]*+)?)\$.*?\$(?P=tag)\$ )
    | (?P<name> "(?:[^"]|"")++" )
    | (?P<word> (?![uU]&['"]) [a-zA-Z_\x80-\U0010ffff][\w$\x80-\U0010ffff]*+ )
    | (?P<end> ; )
    | (?P<sign> \d++ | \$\d++ | (?!/\*)[^\s\w'"$;] )
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)
ABOUT_ROWS = {"SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "WITH", "VALUES", "EXPLAIN", "COPY", "LOCK"}
ABOUT_STRUCTURE = {"CREATE", "ALTER", "DROP", "COMMENT", "GRANT", "REVOKE", "ANALYZE", "REINDEX", "REFRESH"}

# Statements about the transaction itself: they touch no row, and a failed transaction takes nothing else.
CONTROL = re.compile(
    r'(SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT) "?\w+"?|SET CONSTRAINTS ALL (IMMEDIATE|DEFERRED)'
)
# What may be sent besides: statements about rows. All else would define something, move the session, end its
# transaction or leave something behind in it (SET, DO, PREPARE, DECLARE, LISTEN …); a comment in front could hide it.
ROWS = re.compile(r"[\s(]*(SELECT|INSERT|UPDATE|DELETE|WITH|EXPLAIN|COPY)\b", re.IGNORECASE)
PLACEHOLDER = re.compile(r"(?<!%)(?:%%)*%[^%]")
# Django writes the same texts again and again; those longer than this are about many rows, and rarely the same.
SHORT = 4_000


def is_control(text: str, has_values: bool) -> bool:
    """Say whether the text is about the transaction itself; refuse what is neither that nor one statement about rows.

    Raises: StackedStatement, SessionStatement; with values QuotedPlaceholder.
    """
    return (_remembered if len(text) < SHORT else _is_control)(text, has_values)


def _is_control(text: str, has_values: bool) -> bool:
    if ";" in text:
        raise StackedStatement
    if CONTROL.fullmatch(text):
        return True
    if not ROWS.match(text):
        raise SessionStatement
    if has_values:
        _refuse_quoted_placeholder(text)
    return False


_remembered = lru_cache(maxsize=2_000)(_is_control)


def _refuse_quoted_placeholder(text: str) -> None:
    """Refuse a text with a place for a value inside a string, a name or a comment."""
    position = 0
    while position < len(text):
        found = PART.match(text, position)
        if found is None or (found.lastgroup not in ("sign", "word", "end") and PLACEHOLDER.search(found[0])):
            raise QuotedPlaceholder
        position = found.end()


def refuse_session(text: str) -> None:
    """Refuse a text that holds anything but statements about rows and structure; values are in it already.

    Raises: NotStructure.
    """
    for words in _statements(text):
        if words[0] not in ABOUT_ROWS | ABOUT_STRUCTURE and words[:2] != ["SET", "CONSTRAINTS"]:
            raise NotStructure


def _statements(text: str) -> Iterator[list[str]]:
    """Yield the first two words of each statement, brackets in front left out."""
    words: list[str] = []
    for kind, part in _parts(text):
        if kind == "end":
            if words:
                yield words
            words = []
        elif len(words) < 2 and (words or part != "("):
            words.append(part.upper() if kind == "word" else part)
    if words:
        yield words


def _parts(text: str) -> Iterator[tuple[str, str]]:
    position, before = 0, ""
    while position < len(text):
        found = PART.match(text, position)
        kind = str(found and found.lastgroup)
        # A string goes on in the next one, and so does what a backslash means in it.
        if found is None or (before == "escaped" and kind == "string"):
            raise NotStructure
        position = found.end()
        if kind != "space":
            yield kind, found[0]
            before = kind
