"""What people send to an installation, without a browser."""

import re
from urllib.parse import urlencode

from tests.faults.machine import Answer, Machine


def send(machine: Machine, form: Answer, path: str, **typed: str) -> Answer:
    """Send a form as the page that holds it does."""
    cookie = form.headers["set-cookie"].split(";", maxsplit=1)[0]
    token = _value(form.text, "csrfmiddlewaretoken")
    return machine.post(path, urlencode({"csrfmiddlewaretoken": token, **typed}), Cookie=cookie)


def report(machine: Machine, **typed: str) -> Answer:
    """Report something."""
    form = machine.get("/laporan/buat/")
    chosen = {name: _first_choice(form.text, name) for name in ("category", "village")}
    return send(machine, form, "/laporan/buat/", submission=_value(form.text, "submission"), **chosen, **typed)


def log_in(machine: Machine, login: str, password: str) -> Answer:
    """Log in to the console."""
    return send(machine, machine.get("/masuk/"), "/masuk/", login=login, password=password)


def _value(page: str, name: str) -> str:
    return _found(rf'name="{name}"[^>]*value="([^"]*)"', page)


def _first_choice(page: str, name: str) -> str:
    return _found(rf'<select[^>]*name="{name}".*?<option value="([^"]+)"', page)


def _found(pattern: str, page: str) -> str:
    match = re.search(pattern, page, re.DOTALL)
    assert match, pattern
    return match[1]
