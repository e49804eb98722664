from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [migrations.RunSQL("CREATE TABLE misnamed_thing (id bigint PRIMARY KEY)", "DROP TABLE misnamed_thing")]
