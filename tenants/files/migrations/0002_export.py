import django.utils.timezone
import kernel.ids
from django.db import migrations, models


def column(length: int) -> "models.CharField[str, str]":
    return models.CharField(max_length=length, blank=True, default="", db_default="", editable=False)


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=kernel.ids.new_id, editable=False, max_length=16, unique=True)),
                ('asked_by_kind', column(16)),
                ('asked_by_key', column(16)),
                ('asked_by_name', column(120)),
                ('state', models.CharField(choices=[('waiting', 'Being made'), ('ready', 'Ready'), ('gone', 'Deleted')], default='waiting', max_length=10)),
                ('progress', models.PositiveSmallIntegerField(default=0)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('ready_at', models.DateTimeField(null=True)),
                ('expires_at', models.DateTimeField(null=True)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('sha256', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('state',), name='export_waiting_once')],
            },
        ),
    ]
