"""Heads of chains and verifications, which nobody but the owner writes, and which go with their tenant."""

import django.db.models.deletion
from django.db import migrations, models

RIGHTS = """
ALTER TABLE {table} ADD FOREIGN KEY (tenant_id) REFERENCES registry_tenant ON DELETE CASCADE;
DO $$ BEGIN
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON {table} FROM %I', current_database() || '_platform');
END $$;
"""


def restricted(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(RIGHTS.format(table=table), migrations.RunSQL.noop)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('registry', '0007_copies'),
    ]

    operations = [
        migrations.CreateModel(
            name='Verification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('entries', models.BigIntegerField(default=0)),
                ('until', models.DateTimeField(null=True)),
                ('heads', models.PositiveIntegerField(default=0)),
                ('problem', models.CharField(blank=True, max_length=16)),
                ('sequence', models.BigIntegerField(null=True)),
                ('since', models.BigIntegerField(default=0)),
                ('key', models.CharField(blank=True, max_length=16)),
                ('at', models.DateTimeField(null=True)),
                ('restored_at', models.DateTimeField(null=True)),
                ('lost', models.BigIntegerField(default=0)),
                ('tenant', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='registry.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant',), name='proofs_one_a_chain', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Head',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('kept', 'Kept'), ('restored', 'Restored'), ('imported', 'Imported')], max_length=8)),
                ('sequence', models.BigIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('signature', models.CharField(max_length=100)),
                ('tenant', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='heads', to='registry.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'at'], name='proofs_head_newest')],
            },
        ),
        restricted("proofs_head"),
        restricted("proofs_verification"),
    ]
