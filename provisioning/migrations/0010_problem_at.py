from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("provisioning", "0009_uninstalling_in_many")]

    operations = [migrations.AddField(model_name="backup", name="problem_at", field=models.DateTimeField(null=True))]
