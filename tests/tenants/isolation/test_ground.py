"""What the tests stand on is what production stands on."""

import platform
import sysconfig
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests import environment


def test_tests_run_as_the_web_role(on_platform) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user")

        assert cursor.fetchone() == (f"{environment.DATABASE}_web",)


def test_driver_is_psycopg2() -> None:
    from django.db.backends.postgresql import psycopg_any

    assert psycopg_any.is_psycopg3 is False
    assert connection.Database.__name__ == "psycopg2"


def test_platform_is_the_standard_library_s() -> None:
    assert Path(platform.__file__).parent == Path(sysconfig.get_path("stdlib"))


def test_platform_folder_is_no_package() -> None:
    assert not (Path(settings.ROOT) / "platform/__init__.py").exists()
