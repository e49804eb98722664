#!/usr/bin/env python
"""Django's command line, with this project's source folders on the path."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

if __name__ == "__main__":
    from django.core.management import execute_from_command_line

    from config import start

    start.set_up()
    execute_from_command_line(sys.argv)
