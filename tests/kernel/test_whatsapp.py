import re
from pathlib import Path

from kernel.whatsapp import share

ROOT = Path(__file__).resolve().parents[2]


def test_message_arrives_as_it_was_written() -> None:
    assert share("Jalan & “got” 1+1: https://a.example/b?c=d#e") == (
        "https://wa.me/?text=Jalan%20%26%20%E2%80%9Cgot%E2%80%9D%201%2B1%3A%20https%3A%2F%2Fa.example%2Fb%3Fc%3Dd%23e"
    )


def test_there_is_one_place_that_writes_such_a_link() -> None:
    folders = ("platform", "tenants", "app_modules", "provisioning")
    files = [
        file for folder in folders for file in (ROOT / folder).rglob("*") if file.suffix in (".py", ".html", ".txt")
    ]

    found = [str(file.relative_to(ROOT)) for file in files if re.search(r"wa\.me|api\.whatsapp", file.read_text())]

    assert found == ["platform/kernel/whatsapp.py"]
