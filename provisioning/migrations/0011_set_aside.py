from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("provisioning", "0010_problem_at")]

    operations = [migrations.AddField(model_name="run", name="set_aside_at", field=models.DateTimeField(null=True))]
