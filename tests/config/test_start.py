"""A bad configuration ends the start with one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        (
            {"LIVE_ENVIRONMENT": "production"},
            "LIVE_SECRET_KEY is not set: give production a long random secret of its own.",
        ),
        (
            {"LIVE_REDIS_URL": "localhost"},
            "LIVE_REDIS_URL is not usable: must begin with redis://, rediss:// or unix://.",
        ),
        ({"LIVE_DATABASE_URL": "mysql://x"}, "LIVE_DATABASE_URL is not usable: must begin with postgresql://."),
        (
            {"LIVE_FILES_ACCEL": "internal"},
            "LIVE_FILES_ACCEL is not usable: must begin and end with /, as in /internal/.",
        ),
    ],
)
def test_bad_configuration_is_one_sentence(variables, sentence) -> None:
    kept = {name: value for name, value in os.environ.items() if name != "LIVE_SECRET_KEY"}

    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=kept | variables,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr.strip(), done.stdout) == (1, sentence, "")


@pytest.mark.parametrize(
    ("scheme", "names"), [("http", "sessionid csrftoken"), ("https", "__Host-sessionid __Host-csrftoken")]
)
def test_neighbour_cannot_set_cookies_for_an_encrypted_portal(scheme, names) -> None:
    code = "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)"
    env = os.environ | {"LIVE_SCHEME": scheme, "DJANGO_SETTINGS_MODULE": "config.settings"}

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=env | {"PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.strip() == names


def test_django_uses_psycopg2() -> None:
    from django.db.backends.postgresql.psycopg_any import is_psycopg3

    assert not is_psycopg3


def test_platform_is_the_standard_librarys() -> None:
    import platform

    assert Path(platform.__file__).is_relative_to(Path(os.__file__).parent)
    assert not (ROOT / "platform/__init__.py").exists()
