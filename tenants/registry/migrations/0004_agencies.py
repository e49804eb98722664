from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0003_release'),
    ]

    operations = [
        migrations.AddField(
            model_name='tenant',
            name='works_in',
            field=models.CharField(blank=True, db_default='', default='', max_length=16),
        ),
        migrations.AddConstraint(
            model_name='tenant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'agency'), _negated=True), ('region_code', None), _connector='OR'), name='agency_has_no_region_code'),
        ),
        migrations.AddConstraint(
            model_name='tenant',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'agency'), ('works_in', ''), _connector='OR'), name='only_an_agency_works_in'),
        ),
    ]
