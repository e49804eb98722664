from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('provisioning', '0006_deletions'),
    ]

    operations = [
        migrations.AddField(
            model_name='deletion',
            name='certificate',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AddField(
            model_name='deletion',
            name='signature',
            field=models.CharField(blank=True, db_default='', max_length=88),
        ),
    ]
