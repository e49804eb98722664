"""The eye sees a canary however it is packed."""

import base64
import gzip
import html
import json
import pickle
import zlib
from collections.abc import Callable

import pytest
from django.core import signing

from tests.canaries.strings import Canary, found, hatch

TEXT = hatch("a", "test.Strings.text", 1)
BYTES = TEXT.encode()
CANARY = Canary("a", "test.Strings.text", 1)

PACKINGS: dict[str, Callable[[], bytes]] = {
    "plain": lambda: b"<p>" + BYTES + b"</p>",
    "capitals": lambda: TEXT.upper().encode(),
    "in a word": lambda: b"x" + BYTES + b"y",
    "URL": lambda: "".join(f"%{byte:02x}" for byte in BYTES).encode(),
    "HTML decimal": lambda: "".join(f"&#{byte};" for byte in BYTES).encode(),
    "HTML hexadecimal": lambda: "".join(f"&#x{byte:x};" for byte in BYTES).encode(),
    "HTML attribute": lambda: html.escape(f'"{TEXT}"').encode(),
    "JSON": lambda: json.dumps({"é": TEXT}).encode(),
    "JSON escapes": lambda: "".join(f"\\u{byte:04X}" for byte in BYTES).encode(),
    "hexadecimal": lambda: BYTES.hex().encode(),
    "Base64": lambda: base64.b64encode(BYTES),
    "Base64 of the second byte": lambda: base64.b64encode(b"1" + BYTES + b"23"),
    "Base64 of the third byte": lambda: base64.b64encode(b"12" + BYTES + b"3"),
    "Base64 after an address": lambda: b"/laporan/ikuti/" + base64.urlsafe_b64encode(b"??>" + BYTES) + b"/",
    "Base64 twice": lambda: base64.b64encode(base64.b64encode(BYTES)),
    "signed": lambda: signing.dumps({"typed": TEXT}).encode(),
    "signed and compressed": lambda: signing.dumps({"typed": TEXT * 40}, compress=True).encode(),
    "gzip": lambda: gzip.compress(BYTES),
    "zlib in a pickle": lambda: pickle.dumps({"page": zlib.compress(BYTES * 3)}),
}


@pytest.mark.parametrize("packing", sorted(PACKINGS))
def test_canary_is_found(packing: str) -> None:
    assert found(PACKINGS[packing]()) == {CANARY}


@pytest.mark.parametrize("content", [b"", b"zqx", BYTES[:-1], BYTES[:6] + b" " + BYTES[6:], b"zqxbaaaaaaaa"])
def test_nothing_else_is_a_canary(content: bytes) -> None:
    assert found(content) == set()


def test_each_column_row_and_region_has_its_own() -> None:
    texts = {Canary(region, column, row).text for region in "ab" for column in ("x", "y") for row in (1, 2)}

    assert len(texts) == 8
