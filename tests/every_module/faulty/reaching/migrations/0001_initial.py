from django.db import migrations


def reach(apps, schema_editor) -> None:
    schema_editor.execute("UPDATE public.registry_tenant SET name = name WHERE false")


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.RunSQL("CREATE TABLE reaching_thing (id bigint PRIMARY KEY)", "DROP TABLE reaching_thing"),
        migrations.RunPython(reach, migrations.RunPython.noop, elidable=True),
    ]
