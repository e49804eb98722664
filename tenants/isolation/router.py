"""Which database a migration may touch: the owner's, and only where code has entered a place."""

from typing import Any

from tenants.isolation import current
from tenants.isolation.current import Place


class Router:
    """Keep Django's own commands from migrating anything; provisioning does it by label."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """Allow migrations on the owner's connection inside a place."""
        if db == "owner" and current.place() is not Place.NOBODY:
            return None
        return False

    def db_for_read(self, model: Any, **hints: Any) -> None:
        """Leave it to Django, which learns more slowly that there is no such method; it asks for each query."""

    db_for_write = db_for_read
