"""Texts in both languages."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation

from kernel.text import Text

SOURCES = Path(__file__).parents[2] / "platform"


@pytest.mark.parametrize(("language", "said"), [("id", "Berita"), ("en", "News"), ("jv", "Berita")])
def test_a_text_is_said_in_the_language_of_the_interface(language: str, said: str) -> None:
    with translation.override(language):
        assert str(Text(id="Berita", en="News")) == said


def test_a_text_needs_no_django() -> None:
    code = "import sys; from kernel.text import Text; Text(id='a', en='b'); print('django' in sys.modules)"

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=SOURCES)

    assert run.stdout.strip() == "False"
