from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [migrations.RunSQL("CREATE TABLE trespassing_thing (id bigint PRIMARY KEY)", "DROP TABLE trespassing_thing")]
