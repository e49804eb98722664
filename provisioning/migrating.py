"""Django's migrations, run by app label on the owner's connection."""

from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def labels(app_names: Iterable[str]) -> list[str]:
    """Return the labels of installed apps by their names."""
    by_name = {config.name: config.label for config in apps.get_app_configs()}
    return [by_name[name] for name in app_names if name in by_name]


def shared_labels() -> list[str]:
    """Return the apps whose tables are in public."""
    return labels(settings.SHARED_APPS)


def migrate(app_labels: Iterable[str]) -> int:
    """Migrate these apps, in the place that the code is in, to their newest state; return how many migrations ran."""
    executor = MigrationExecutor(connections["owner"])
    wanted = set(app_labels)
    targets = [key for key in executor.loader.graph.leaf_nodes() if key[0] in wanted]
    plan = executor.migration_plan(targets)
    executor.migrate(targets, plan=plan)
    return len(plan)


def migrate_to(wanted: frozenset[tuple[str, str]]) -> None:
    """Run exactly these migrations, each an (app, name), in a place that has none of their apps yet."""
    executor = MigrationExecutor(connections["owner"])
    nodes = executor.loader.graph.node_map
    last = [key for key in wanted if not any(child.key in wanted for child in nodes[key].children)]
    executor.migrate(sorted(last))


def are_behind(app_labels: Iterable[str]) -> bool:
    """Say whether a migration of these apps has not run in the place that the code is in. Asks as the web role."""
    wanted = set(app_labels)
    known = {key for key in MigrationLoader(None).disk_migrations if key[0] in wanted}
    return not known <= set(MigrationRecorder.Migration.objects.values_list("app", "name"))
