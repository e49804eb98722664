"""A row of a benchmark's table."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

WORDS = {True: "yes", False: "no", None: ""}


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured: medians of baseline and ours, and the ratio that the target speaks of.

    Without a target it is there to be compared with. `is_limit`: the target is the most that ours may be.
    """

    what: str
    baseline: float
    ours: float
    unit: str
    ratio: float
    target: float | None = None
    is_limit: bool = False

    @property
    def met(self) -> bool | None:
        """Say whether the target is reached; None without one."""
        if self.target is None:
            return None
        return self.ours <= self.target if self.is_limit else self.ratio >= self.target

    @property
    def goal(self) -> str:
        """Return the target as people read it."""
        if self.target is None:
            return ""
        return f"≤ {self.target} {self.unit}" if self.is_limit else f"≥ {self.target} ×"


def figure(value: float) -> str:
    """Return a number as people read it: three digits that count."""
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def table(rows: list[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = ["| what | baseline | ours | ratio | target | met |", "|---|---|---|---|---|---|"]
    for row in rows:
        ratio = f"{row.ratio:.2f} ×" if row.ratio else ""
        figures = f"{figure(row.baseline)} {row.unit} | {figure(row.ours)} {row.unit} | {ratio}"
        lines.append(f"| {row.what} | {figures} | {row.goal} | {WORDS[row.met]} |")
    return "\n".join(lines)


def save(file: Path, rows: list[Row]) -> None:
    """Write the rows as JSON."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([{**asdict(row), "met": row.met} for row in rows], indent=2))
