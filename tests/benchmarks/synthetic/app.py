"""Write the app: each table is made by one migration and changed by 24 more."""

from collections.abc import Iterator
from pathlib import Path

TABLES = 10
CHANGES = 8

MIGRATION = """from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [{before}]
    operations = [{operation}]
"""
CREATE = """migrations.CreateModel(
        "{model}", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=80))]
    )"""
ADD = 'migrations.AddField("{model}", "field{n}", models.CharField(max_length=40, default=""))'
WIDEN = 'migrations.AlterField("{model}", "field{n}", models.CharField(max_length=80, default=""))'
REMOVE = 'migrations.RemoveField("{model}", "field{n}")'
INDEX = 'migrations.AddIndex("{model}", models.Index(fields=["field{n}"], name="{model}_{n}"))'
FIELD = '    field{n} = models.CharField(max_length=80, default="")\n'
MODEL = """class {model}(models.Model):
    name = models.CharField(max_length=80)
{fields}
    class Meta:
        indexes = [{indexes}]


"""


def write(folder: Path) -> None:
    """Write the package `synthetic_app` into the folder."""
    app = folder / "synthetic_app"
    (app / "migrations").mkdir(parents=True, exist_ok=True)
    (app / "__init__.py").touch()
    (app / "migrations/__init__.py").touch()
    (app / "models.py").write_text("from django.db import models\n\n\n" + "".join(map(_model, range(TABLES))))
    before = ""
    for number, operation in enumerate(_operations(), start=1):
        name = f"{number:04}_change"
        text = MIGRATION.format(before=before, operation=operation)
        (app / f"migrations/{name}.py").write_text(text)
        before = f'("synthetic_app", "{name}")'


def _operations() -> Iterator[str]:
    for table in range(TABLES):
        model = f"table{table}"
        yield CREATE.format(model=model)
        for n in range(CHANGES):
            for operation in (ADD, WIDEN, INDEX if _stays(n) else REMOVE):
                yield operation.format(model=model, n=n)


def _model(table: int) -> str:
    model, stay = f"Table{table}", [n for n in range(CHANGES) if _stays(n)]
    indexes = ", ".join(f'models.Index(fields=["field{n}"], name="{model.lower()}_{n}")' for n in stay)
    return MODEL.format(model=model, fields="".join(FIELD.format(n=n) for n in stay), indexes=indexes)


def _stays(n: int) -> bool:
    """Say whether the field got an index; the others were taken away again."""
    return n % 2 == 0
