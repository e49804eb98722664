from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [migrations.RunSQL("CREATE TABLE oneway_thing (id bigint PRIMARY KEY)", "SELECT 1")]
