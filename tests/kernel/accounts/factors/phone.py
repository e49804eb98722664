"""A phone with an authenticator app, and what a person does with it."""

import re
from dataclasses import dataclass

from allauth.mfa.totp.internal import auth as totp
from django.http import HttpResponse
from django.test import Client

from tests.conftest import PASSWORD
from tests.kernel.accounts.test_log_in import log_in

SET_UP = "/akun/keamanan/aplikasi/"
STEP = "/masuk/kode/"


@dataclass
class Phone:
    """What an app knows: the secret that was written into it."""

    secret: str

    def code(self, *, later: int = 0) -> str:
        """Return the code of now, or of so many half minutes later."""
        counter = list(totp.yield_hotp_counters_from_time())[totp.app_settings.TOTP_TOLERANCE] + later
        return totp.format_hotp_value(totp.hotp_value(self.secret, counter))


def take_secret(browser: Client) -> Phone:
    """Write the offered secret into an app."""
    page = browser.get(SET_UP).content.decode()
    shown = re.search(r"select-all\">([A-Z2-7 ]+)<", page)
    assert shown, page
    return Phone(shown[1].replace(" ", ""))


def set_up(browser: Client, *, password: str = PASSWORD) -> tuple[Phone, list[str]]:
    """Set the app up; return the phone and the recovery codes."""
    phone = take_secret(browser)
    page = browser.post(SET_UP, {"code": phone.code(), "password": password}).content.decode()
    return phone, re.findall(r"<li>(\d{4}-\d{4})</li>", page)


def log_in_twice(browser: Client, code: str, email: str = "sari@example.org") -> HttpResponse:
    """Log in with the password and a code."""
    assert log_in(browser, email)["Location"] == STEP
    return browser.post(STEP, {"code": code})
