"""Help of the console by task, for pages about people, rights, proof and citizens; written in `guides.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kernel.accounts.actor import Actor
from kernel.accounts.permissions import may
from kernel.text import Text

FILE = Path(__file__).with_name("guides.toml")


@dataclass(frozen=True, slots=True)
class Task:
    """Something that somebody wants to do, and how."""

    title: Text
    how: Text


@dataclass(frozen=True, slots=True)
class Guide:
    """Help for one page of the console: `page` is its URL name, `permission` what it asks for; empty where nothing."""

    slug: str
    page: str
    permission: str
    title: Text
    tasks: tuple[Task, ...]


@cache
def guides() -> dict[str, Guide]:
    """Return all help, by its address."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))["guide"]
    return {
        one["slug"]: Guide(
            slug=one["slug"],
            page=one["page"],
            permission=one.get("permission", ""),
            title=Text(**one["title"]),
            tasks=tuple(Task(Text(**task["title"]), Text(id=task["id"], en=task["en"])) for task in one["task"]),
        )
        for one in read
    }


def is_for(guide: Guide, actor: Actor) -> bool:
    """Say whether the actor may open the page that the help is for."""
    return not guide.permission or may(actor, guide.permission)
