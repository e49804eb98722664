"""`./dev bench [NAME…]`: measure, print a table, write `.local/bench/NAME.json`."""

import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import tests.benchmarks as folder
from tests.benchmarks.rows import Row, save, table

ROOT = Path(__file__).resolve().parents[2]


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all; return 2 when one does not exist."""
    known = [module.name for module in iter_modules(folder.__path__) if hasattr_measure(module.name)]
    unknown = set(names) - set(known)
    if unknown:
        print(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(known)}.", file=sys.stderr)
        return 2
    for name in names or known:
        rows: list[Row] = import_module(f"{folder.__name__}.{name}").measure()
        print(f"\n{name}\n{table(rows)}")
        save(ROOT / ".local/bench" / f"{name}.json", rows)
    return 0


def hasattr_measure(name: str) -> bool:
    """Say whether the module is a benchmark."""
    file = Path(folder.__path__[0]) / f"{name}.py"
    return file.exists() and "\ndef measure(" in file.read_text()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
