from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [migrations.RunSQL("CREATE TABLE undeclared_thing (id bigint PRIMARY KEY)", "DROP TABLE undeclared_thing")]
