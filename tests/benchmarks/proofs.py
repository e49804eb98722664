"""Run a test that proves something by chance with many more chances, and return the figures that it noted."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree as Xml

# A test that fails has noted its figures all the same.
FAILED = 1


def figures(test: str, **counts: int) -> dict[str, float]:
    """Run a test with these counts in its environment, and return what it noted.

    Raises: RuntimeError when it noted nothing.
    """
    with tempfile.TemporaryDirectory(prefix="live-proof-") as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", test, f"--junitxml={report}", "-o", "junit_family=xunit1"]
        wanted = {name: str(count) for name, count in counts.items()}
        done = subprocess.run(command, env=os.environ | wanted, capture_output=True, text=True, check=False)
        if done.returncode not in (0, FAILED):
            raise RuntimeError(f"{test} did not run: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        noted = {each.attrib["name"]: float(each.attrib["value"]) for each in Xml.parse(report).iter("property")}
    if done.returncode:
        print(done.stdout[-4000:], file=sys.stderr)
    if not noted:
        raise RuntimeError(f"{test} noted nothing.")
    return noted
