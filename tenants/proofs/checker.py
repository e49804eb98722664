"""Check an exported history by yourself: python3 periksa.py riwayat.csv [bukti.txt]. It needs nothing but Python 3.

Periksa sendiri riwayat yang diunduh: python3 periksa.py riwayat.csv [bukti.txt]. Hanya perlu Python 3.

Each row is sealed: `digest` is SHA-256 over the 32 bytes of `previous` (the digest of the row with the number before)
and the content. The content is the UTF-8 text of: 2, sealed_at, at, key, actor_kind, actor_key, actor_name, origin,
action, subject_kind, subject_key, summary, before, after; each as its number of bytes, a colon, and itself. Rows of
version 1 are sealed as JSON, see `first_content`. So that no spreadsheet takes a cell for a formula, an apostrophe
stands before one that begins with = + - @ tab, return or an apostrophe: take it away first. Rows without a number are
not sealed yet. A file of proofs says which digest a number had when it was downloaded: keep it where nobody else
reaches it.
"""

import csv
import json
import sys
from hashlib import sha256
from pathlib import Path

FIELDS = (
    "sealed_at", "at", "key", "actor_kind", "actor_key", "actor_name", "origin", "action", "subject_kind",
    "subject_key", "summary", "before", "after",
)  # fmt: skip
GONE = "Not in this file, right only if it was filtered / tidak ada di berkas ini, wajar hanya bila disaring"
Row = dict[str, str]


def content(row: Row) -> bytes:
    """Return what the row's seal covers."""
    if row["version"] == "1":
        return first_content(row)
    texts = [b"2", *(row[name].encode() for name in FIELDS)]
    return b"".join(b"%d:%b" % (len(text), text) for text in texts)


def first_content(row: Row) -> bytes:
    """Return what seals of version 1 cover: JSON without spaces, keys in order; where the actor was, is not in it."""
    at = row["at"].removesuffix("Z").removesuffix(".000000") + "+00:00"
    texts = [row[name] for name in FIELDS[2:] if name not in ("origin", "before", "after")]
    values = [json.loads(row[name] or "null") for name in ("before", "after")]
    found = [texts[0], at, *texts[1:], *values]
    return json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def read(path: Path) -> list[Row]:
    """Return the rows of an exported history, without the apostrophes."""
    csv.field_size_limit(2**30)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{name: text.removeprefix("'") for name, text in row.items()} for row in csv.DictReader(file)]


def faults(rows: list[Row], proofs: dict[str, str]) -> list[str]:
    """Return the number of each row that is not as it was sealed, or not where it was."""
    sealed = {row["number"]: row for row in rows if row["number"]}
    found = []
    for number, row in sealed.items():
        before = sealed.get(str(int(number) - 1), {"digest": row["previous"]})
        digest = sha256(bytes.fromhex(row["previous"]) + content(row)).hexdigest()
        if {digest, proofs.get(number, digest)} != {row["digest"]} or before["digest"] != row["previous"]:
            found.append(number)
    return found


def absent(rows: list[Row], proofs: dict[str, str]) -> list[str]:
    """Return each number that a proof names or that lies between others, and whose row is not in the file."""
    there = {int(row["number"]) for row in rows if row["number"]}
    gaps = set(range(min(there), max(there))) if there else set()
    return [str(number) for number in sorted((gaps | {int(number) for number in proofs}) - there)]


def main(paths: list[str]) -> int:
    """Say what is right and what is wrong; return 1 where something is."""
    rows = read(Path(paths[0]))
    lines = [line.split() for path in paths[1:] for line in Path(path).read_text(encoding="utf-8").splitlines() if line]
    proofs = {sequence: digest for _format, _key, _kind, sequence, digest, *_rest in lines}
    wrong, gone = faults(rows, proofs), absent(rows, proofs)
    said = f"Wrong rows / baris yang salah: {', '.join(wrong)}" if wrong else "All as sealed / semua utuh"
    sys.stdout.write(f"{len(rows)} rows / baris. {said}\n")
    if gone:
        sys.stdout.write(f"{GONE}: {', '.join(gone)}\n")
    return int(bool(wrong or gone))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
