"""One function a rule; each returns a sentence for each fault of the module on trial."""

import ast
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from config.local import translations
from tenants.isolation.current import Tenancy, enter
from tenants.jobs.registry import TASKS
from tests import environment
from tests.every_module.subject import Subject, address

Check = Callable[[Subject], list[str]]
SCRATCH = Tenancy(
    id=0, key="", schema="on_trial", role="", slug="", name="", kind="", region_code=None, state="",
    time_zone="UTC", domain="",
)  # fmt: skip
# Names of other schemas as they stand before a dot; Django itself writes T4."id" for a table that is joined again, and
# django-tenants sets the path to where it is before it looks at a table.
ELSEWHERE = re.compile(
    r"""\b(public|gate|t\d+)"?\s*\.\s*["\w]+
    | (?i: \bset_config\b | \b(SET|RESET)\s+((LOCAL|SESSION)\s+)?
        (ROLE | AUTHORIZATION | search_path(?!\s=\s"?'?on_trial))\b)""",
    re.VERBOSE,
)
ASKING = {"needs", "may", "require", "visible"}


def check_settings_have_labels(on_trial: Subject) -> list[str]:
    """Every setting says in both languages what it is."""
    found = []
    for name, field in on_trial.module.settings.model_fields.items():
        label = (field.json_schema_extra or {}).get("label")
        if not (label and label.id.strip() and label.en.strip()):
            found.append(f"The setting {name} has no label.")
    return found


def check_permissions_are_declared(on_trial: Subject) -> list[str]:
    """Every permission that the code asks for is one of the manifest's."""
    declared = {permission.name for permission in on_trial.module.permissions}
    asked = {name for file in on_trial.folder.rglob("*.py") for name in _asked(file)}
    own = re.compile(rf"{on_trial.name}\.[a-z_]+")
    return [f"The code asks for {name}." for name in sorted(asked - declared) if own.fullmatch(name)]


def _asked(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and _name(node.func) in ASKING:
            arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
            yield from (arg.value for arg in arguments if isinstance(arg, ast.Constant) and isinstance(arg.value, str))


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def check_console_is_closed(on_trial: Subject) -> list[str]:
    """Every console page asks strangers to log in and refuses who has no permission."""
    found = []
    stranger = on_trial.browser(on_trial.region)
    guest = on_trial.browser(on_trial.region, on_trial.guest)
    for name, pattern in on_trial.pages("console_urlpatterns"):
        path = address(name, pattern)
        for method in ("get", "post"):
            response = getattr(stranger, method)(path)
            if response.status_code != 405 and "/masuk/" not in response.headers.get("Location", ""):
                found.append(f"{method} {path} answers a stranger with {response.status_code}.")
            status = getattr(guest, method)(path).status_code
            if status not in (403, 405):
                found.append(f"{method} {path} answers who has no permission with {status}.")
    return found


def check_off_means_gone(on_trial: Subject) -> list[str]:
    """Where the module is off, nothing of it answers and nothing leads to it."""
    on_trial.load()
    with on_trial.switched_off():
        return [*_answering(on_trial), *_leading(on_trial)]


def _answering(on_trial: Subject) -> Iterator[str]:
    browser = on_trial.browser(on_trial.region, on_trial.administrator)
    for space, pattern in on_trial.own_routes():
        path = address(f"{space}:{pattern.name}" if space else str(pattern.name), pattern)
        for method in ("get", "post"):
            status = getattr(browser, method)(path).status_code
            if status != 404:
                yield f"{method} {path} answers with {status} though the module is off."


def _leading(on_trial: Subject) -> Iterator[str]:
    browser = on_trial.browser(on_trial.region, on_trial.administrator)
    own = re.compile(rf'(?:href|action|src)="(/(?:en/)?(?:konsol/)?{on_trial.module.path}/[^"]*)"')
    for path in ("/", "/konsol/", "/cari/?q=jalan", "/cari/?q=contoh"):
        for link in own.findall(browser.get(path).content.decode()):
            yield f"{path} leads to {link} though the module is off."


def check_first_steps_can_be_done(on_trial: Subject) -> list[str]:
    """Every first step leads who sees it to a page that she may open."""
    found = []
    for person in (on_trial.guest, on_trial.administrator):
        browser = on_trial.browser(on_trial.region, person)
        steps = browser.get("/konsol/").content.decode().partition('id="first-steps"')[2].partition("</section>")[0]
        for path in re.findall(r'href="([^"#]*)', steps):
            status = browser.get(path).status_code
            found += (
                [f"A first step leads {person.name} to {path}, which answers with {status}."] if status != 200 else []
            )
    return found


def check_jobs_bear_the_name(on_trial: Subject) -> list[str]:
    """Every job of the module begins with its name: by that it is parked where the module is off."""
    on_trial.file("tasks")
    on_trial.file("listeners")
    own = [task for task in TASKS.values() if task.function.__module__.startswith(f"{on_trial.dotted}.")]
    return [f"The job {task.name} runs where the module is off." for task in own if not _is_own(task.name, on_trial)]


def _is_own(name: str, on_trial: Subject) -> bool:
    return name.startswith(f"{on_trial.name}.")


def check_loading_again_changes_nothing(on_trial: Subject) -> list[str]:
    """Baseline and sample content may be loaded any number of times."""
    on_trial.load()
    before = _counts(on_trial)
    on_trial.load()
    after = _counts(on_trial)
    return [f"Loading again made {table} grow." for table in sorted(after) if after[table] != before[table]]


def _counts(on_trial: Subject) -> dict[str, int]:
    with enter(on_trial.region), connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()")
        tables = [table for (table,) in cursor.fetchall()]
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM \"{table}\"" for table in tables))
        return dict(cursor.fetchall())


def check_pages_stay_in_the_schema(on_trial: Subject) -> list[str]:
    """Every page that can be opened is made from the region's own tables: its role reaches no others."""
    on_trial.load()
    found, rows = [], on_trial.rows()
    browser = on_trial.browser(on_trial.region, on_trial.administrator)
    for name, pattern in [*on_trial.pages("urlpatterns"), *on_trial.pages("console_urlpatterns")]:
        for path in sorted(_filled(name, pattern, rows)):
            try:
                status = browser.get(path).status_code
            except Exception as error:  # the test client hands on what a browser would see as 500
                found.append(f"{path} fails: {error}".splitlines()[0])
            else:
                found += [f"{path} answers with {status}."] if status >= 500 else []
    return found


def _filled(name: str, pattern: object, rows: list[object]) -> set[str]:
    keys = pattern.pattern.converters  # type: ignore[attr-defined]  # Django's patterns have no types
    fitting = [{key: getattr(row, key) for key in keys if getattr(row, key, None)} for row in rows]
    return {address(name, pattern, values) for values in [{}, *fitting]}


def check_migrations_go_back(on_trial: Subject) -> list[str]:
    """Up, down and up again leave the structure as the first time, and down leaves nothing."""
    with _scratch():
        return list(_up_and_down(on_trial)) if (on_trial.folder / "migrations").exists() else []


@contextmanager
def _scratch() -> Iterator[None]:
    """Be in an empty schema, which is gone afterwards."""
    with enter(SCRATCH), connections["owner"].cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {SCRATCH.schema}")
        try:
            yield
        finally:
            cursor.execute(f"DROP SCHEMA {SCRATCH.schema} CASCADE")


def _leaves(label: str) -> list[tuple[str, str]]:
    return [key for key in _executor().loader.graph.leaf_nodes() if key[0] == label]


def _up_and_down(on_trial: Subject) -> Iterator[str]:
    label = on_trial.name
    leaves = _leaves(label)
    _executor().migrate(leaves)
    first = dump(SCRATCH.schema)
    _executor().migrate([(label, None)])
    if left := [line for line in dump(SCRATCH.schema).splitlines() if f"{label}_" in line]:
        yield f"Going back leaves: {left[0]}"
        return
    _executor().migrate(leaves)
    if dump(SCRATCH.schema) != first:
        yield "Going back and up again gives another structure."


def check_migrations_stay_in_the_schema(on_trial: Subject) -> list[str]:
    """No SQL of a migration names another schema or leaves its place: it runs as the owner, whom Postgres lets."""
    sent: list[str] = []

    def note(execute: Callable[..., object], sql: object, *more: object) -> object:
        sent.append(str(sql))
        return execute(sql, *more)

    if (on_trial.folder / "migrations").exists():
        with _scratch(), connections["owner"].execute_wrapper(note):
            _executor().migrate(_leaves(on_trial.name))
            _executor().migrate([(on_trial.name, None)])
    return sorted({f"A migration leaves its schema: {match[0]}" for sql in sent if (match := ELSEWHERE.search(sql))})


def _executor() -> MigrationExecutor:
    return MigrationExecutor(connections["owner"])


def dump(schema: str) -> str:
    """Return a schema's structure as `pg_dump` writes it."""
    command = ["pg_dump", "--schema-only", "--no-owner", "--schema", schema]
    made = subprocess.run(
        [*command, environment.cluster_dsn(environment.DATABASE)], capture_output=True, text=True, check=True
    )
    return "\n".join(line for line in made.stdout.splitlines() if line and not line.startswith(("--", "\\")))


def check_texts_are_translated(on_trial: Subject) -> list[str]:
    """Every text of code and templates has its Indonesian translation."""
    with tempfile.TemporaryDirectory() as folder:
        for source in translations.SOURCES:
            (Path(folder) / source).mkdir()
        shutil.copytree(on_trial.folder, Path(folder) / "app_modules" / on_trial.name)
        return translations.faults(Path(folder))


CHECKS: dict[str, Check] = {
    name.removeprefix("check_"): check for name, check in list(globals().items()) if name.startswith("check_")
}
