"""A row of a benchmark's table."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured: medians of baseline and ours, and the ratio that the target speaks of."""

    what: str
    baseline: float
    ours: float
    unit: str
    ratio: float
    target: float

    @property
    def met(self) -> bool:
        """Say whether the ratio reaches the target."""
        return self.ratio >= self.target


def table(rows: list[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = ["| what | baseline | ours | ratio | target | met |", "|---|---|---|---|---|---|"]
    for row in rows:
        figures = f"{row.baseline:.3f} {row.unit} | {row.ours:.3f} {row.unit} | {row.ratio:.1f} × | ≥ {row.target} ×"
        lines.append(f"| {row.what} | {figures} | {'yes' if row.met else 'no'} |")
    return "\n".join(lines)


def save(file: Path, rows: list[Row]) -> None:
    """Write the rows as JSON."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([{**asdict(row), "met": row.met} for row in rows], indent=2))
