"""What of an entry is hashed, as one text that Postgres writes, so that a million rows need no objects."""

import json

# Seals of the first release; they cover neither the time of the seal nor where the actor was.
FIRST, CURRENT = 1, 2
_MOMENT = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
AT = _MOMENT.format("e.at")
SEALED_AT = _MOMENT.format("s.sealed_at")
TEXTS = (
    "e.key", "e.actor_kind", "e.actor_key", "e.actor_name", "e.origin", "e.action", "e.subject_kind", "e.subject_key",
    "e.summary", "coalesce(e.before::text, '')", "coalesce(e.after::text, '')",
)  # fmt: skip
# Each field as its number of bytes, a colon and itself: whoever has the fields can write it down, in any language.
_CURRENT = " || ".join(
    [
        f"'1:{CURRENT}27:' || {{sealed_at}} || '27:' || {AT}",
        *(f"octet_length({text}) || ':' || {text}" for text in TEXTS),
    ]
)
_FIRST = f"""jsonb_build_array(e.key, {AT}, e.actor_kind, e.actor_key, e.actor_name, e.action, e.subject_kind,
    e.subject_key, e.summary, e.before, e.after, e.origin)::text"""
SEALED = f"CASE s.version WHEN {FIRST} THEN {_FIRST} ELSE {_CURRENT.format(sealed_at=SEALED_AT)} END"
# With the time of the seal as a parameter.
COMING = _CURRENT.format(sealed_at=_MOMENT.format("CAST(%s AS timestamptz)"))


def hashed(text: str, version: int) -> bytes:
    """Return the bytes that a seal of this version covers."""
    return text.encode() if version != FIRST else _first(text).encode()


def _first(text: str) -> str:
    """Return the canonical JSON that the first release hashed; where the actor was, was not known then."""
    *fields, origin = json.loads(text)
    fields[1] = fields[1].removesuffix("Z").removesuffix(".000000") + "+00:00"
    return json.dumps([*fields, *filter(None, [origin])], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
