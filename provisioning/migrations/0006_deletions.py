import django.utils.timezone
import kernel.ids
import provisioning.models
from django.db import migrations, models


def column(length: int) -> "models.CharField[str, str]":
    return models.CharField(max_length=length, blank=True, default="", db_default="", editable=False)


class Migration(migrations.Migration):

    dependencies = [
        ('provisioning', '0005_backups'),
    ]

    operations = [
        migrations.CreateModel(
            name='Deletion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=kernel.ids.new_id, editable=False, max_length=16, unique=True)),
                ('number', models.BigIntegerField(db_index=True)),
                ('tenant_key', models.CharField(max_length=16)),
                ('name', models.CharField(max_length=120)),
                ('asked_by_kind', column(16)),
                ('asked_by_key', column(16)),
                ('asked_by_name', column(120)),
                ('state', models.CharField(choices=[('waiting', 'Ordered'), ('running', 'Being deleted'), ('done', 'Deleted'), ('called_off', 'Called off')], default='waiting', max_length=10)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('due_at', models.DateTimeField(default=provisioning.models.deletion_day)),
                ('done_at', models.DateTimeField(null=True)),
                ('figures', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'running'])), fields=('number',), name='deletion_open_once')],
            },
        ),
    ]
