"""What a new tenant gets. Safe to call again: what is there stays as it is."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from app_modules.services import actions
from app_modules.services.models import Service
from kernel import money
from kernel.accounts import actions as accounts
from kernel.accounts.actor import Actor
from kernel.accounts.models import Unit
from tenants.isolation.current import tenant

SAMPLE = Path(__file__).with_name("sample.toml")


def baseline(by: Actor) -> None:
    """Begin without services: each region has its own."""


@transaction.atomic
def sample(by: Actor) -> None:
    """Add and publish sample services over all four pillars, marked as samples."""
    for row in tomllib.loads(SAMPLE.read_text(encoding="utf-8"))["service"]:
        if not Service.objects.filter(slug=slugify(row["title"])).exists():
            service = actions.create(_values(row, by), by=by, is_sample=True)
            actions.publish(service, by=by)


def _values(row: dict[str, Any], by: Actor) -> dict[str, Any]:
    amount, unit_of_time = row["time"]
    return {
        **{name: row[name] for name in ("title", "pillar", "summary", "keywords", "hours", "position")},
        **{name: row.get(name, "") for name in ("cost_note", "phone", "link")},
        **{name: "\n".join(row[name]) for name in ("requirements", "steps", "legal_basis")},
        "place": row["place"].replace("{daerah}", tenant().name),
        "cost": money.of(row["cost"]) if "cost" in row else None,
        "time_amount": amount,
        "time_unit": unit_of_time,
        "unit": _unit(row["unit"], by),
    }


def _unit(name: str, by: Actor) -> Unit:
    return Unit.objects.filter(name=name).first() or accounts.add_unit(name, by=by)
