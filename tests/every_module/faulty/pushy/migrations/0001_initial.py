from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [migrations.RunSQL("CREATE TABLE pushy_thing (id bigint PRIMARY KEY)", "DROP TABLE pushy_thing")]
