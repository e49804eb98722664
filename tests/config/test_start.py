"""A bad configuration ends the start with one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONG = "q7Wm2-Zk9xTf4Rb8_Vn3Hs6Yc1Ld5Gj0PaEuQiOoXzKw"


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
        ({"LIVE_SMS": "sms.example"}, "LIVE_SMS is not usable: must begin with file:/// or https://."),
        (
            {"LIVE_ENVIRONMENT": "production", "LIVE_SECRET_KEY": "bupati2026"},
            "LIVE_SECRET_KEY is easy to guess: give production at least 40 random letters and digits.",
        ),
        (
            {"LIVE_ENVIRONMENT": "production", "LIVE_SECRET_KEY": "ab" * 40},
            "LIVE_SECRET_KEY is easy to guess: give production at least 40 random letters and digits.",
        ),
        (
            {"LIVE_ENVIRONMENT": "production", "LIVE_SECRET_KEY": f"django-insecure-{LONG}"},
            "LIVE_SECRET_KEY is easy to guess: give production at least 40 random letters and digits.",
        ),
        (
            {
                "LIVE_ENVIRONMENT": "production",
                "LIVE_SECRET_KEY": LONG,
                "LIVE_SECRET_KEY_FALLBACKS": f"{LONG},development only: never in production",
            },
            "LIVE_SECRET_KEY_FALLBACKS is easy to guess: give production at least 40 random letters and digits.",
        ),
        (
            {"LIVE_ENVIRONMENT": "production", "LIVE_SECRET_KEY": LONG, "LIVE_BACKUP_KEYS": ""},
            "LIVE_BACKUP_KEYS is not set: give the worker a long random secret for backups.",
        ),
        (
            {
                "LIVE_ENVIRONMENT": "production",
                "LIVE_SECRET_KEY": LONG,
                "LIVE_BACKUP_KEYS": LONG,
                "LIVE_CERTIFICATE_KEY": "",
            },
            "LIVE_CERTIFICATE_KEY is not set: give the worker a long random secret for certificates.",
        ),
        (
            {"LIVE_ENVIRONMENT": "production", "LIVE_SECRET_KEY": LONG, "LIVE_BACKUP_KEYS": f"{LONG},pendek"},
            "LIVE_BACKUP_KEYS is easy to guess: give production at least 40 random letters and digits.",
        ),
        (
            {"LIVE_ENVIRONMENT": "production", "LIVE_SECRET_KEY": LONG, "LIVE_SCHEME": "http"},
            "LIVE_SCHEME is http: production needs https, with a certificate for every host.",
        ),
        (
            {
                "LIVE_ENVIRONMENT": "production",
                "LIVE_SECRET_KEY": LONG,
                "LIVE_SCHEME": "https",
                "LIVE_SMS": "http://sms.example",
            },
            "LIVE_SMS begins with http: production needs https, since messages hold codes.",
        ),
        (
            {
                "LIVE_ENVIRONMENT": "production",
                "LIVE_SECRET_KEY": LONG,
                "LIVE_SCHEME": "https",
                "LIVE_SECOND_FACTOR": "optional",
            },
            "LIVE_SECOND_FACTOR is optional: production needs a second step, so leave it out.",
        ),
        (
            {"LIVE_TRUSTED_PROXIES": "-1"},
            "LIVE_TRUSTED_PROXIES is not usable: Input should be greater than or equal to 0.",
        ),
        (
            {"GRANIAN_BLOCKING_THREADS": "0"},
            "GRANIAN_BLOCKING_THREADS is not usable: Input should be greater than 0.",
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


def run(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python as a process of an installation with these variables does."""
    ours = {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"}
    kept = {name: value for name, value in os.environ.items() if name != "LIVE_SECOND_FACTOR"}
    env = kept | ours | variables
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_production_starts_with_long_secrets_and_https() -> None:
    done = run(
        "from config import settings; print(settings.SECRET_KEY_FALLBACKS == [settings.SECRET_KEY[::-1]])",
        LIVE_ENVIRONMENT="production",
        LIVE_SCHEME="https",
        LIVE_SECRET_KEY=LONG,
        LIVE_SECRET_KEY_FALLBACKS=LONG[::-1],
    )

    assert (done.stdout.strip(), done.stderr) == ("True", "")


def test_web_process_needs_no_secret_of_the_backups() -> None:
    done = run(
        "from config import settings; print(list(settings.DATABASES))",
        LIVE_ENVIRONMENT="production",
        LIVE_SCHEME="https",
        LIVE_SECRET_KEY=LONG,
        LIVE_OWNER_URL="",
        LIVE_BACKUP_KEYS="",
    )

    assert (done.stdout.strip(), done.stderr) == ("['default']", "")


def test_traceback_of_a_bad_start_shows_no_password() -> None:
    done = run("import config.settings", LIVE_DATABASE_URL="mysql://live:rahasia-benar@db/live", LIVE_SECRET_KEY=LONG)

    assert "LIVE_DATABASE_URL is not usable" in done.stderr
    assert "rahasia-benar" not in done.stderr
    assert LONG not in done.stderr


def test_environment_does_not_show_its_secrets() -> None:
    done = run(
        "from config import environment; print(environment.read())",
        LIVE_SECRET_KEY=LONG,
        LIVE_SECRET_KEY_FALLBACKS=LONG[::-1],
    )

    assert "secret_key=SecretStr" in done.stdout
    assert LONG not in done.stdout
    assert LONG[::-1] not in done.stdout


def test_request_carries_no_secret() -> None:
    done = run(
        "import config.wsgi, os; print([name for name in os.environ if name.startswith('LIVE_')])", LIVE_SECRET_KEY=LONG
    )

    assert done.stdout.strip() == "[]", done.stderr


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
