"""What benchmarks compare us with still starts: our apps under django-tenants as its documentation says."""

import os
import subprocess
import sys

from config.local.workspace import ROOT


def test_stock_side_of_the_benchmarks_starts() -> None:
    settings = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.stock.settings"}
    command = [sys.executable, "-c", "import django; django.setup()"]

    done = subprocess.run(command, env=settings, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr[-1000:]
