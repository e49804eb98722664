import django.db.models.deletion
import django.utils.timezone
import kernel.ids
import provisioning.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('provisioning', '0003_log_by_step'),
        ('registry', '0005_version'),
    ]

    operations = [
        migrations.CreateModel(
            name='Archive',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=kernel.ids.new_id, editable=False, max_length=16, unique=True)),
                ('module', models.SlugField(max_length=32)),
                ('state', models.CharField(choices=[('ordered', 'Being uninstalled'), ('kept', 'Uninstalled'), ('undone', 'Brought back'), ('purged', 'Deleted for good')], default='ordered', max_length=10)),
                ('manifest', models.CharField(blank=True, max_length=64)),
                ('rows', models.PositiveBigIntegerField(default=0)),
                ('files', models.PositiveIntegerField(default=0)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('undo_until', models.DateTimeField(default=provisioning.models.undo_end)),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='archives', to='registry.tenant')),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'ordered')), fields=('tenant', 'module'), name='archive_ordered_once')],
            },
        ),
    ]
