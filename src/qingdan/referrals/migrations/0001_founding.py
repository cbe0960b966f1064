"""The founding tables."""

import django.db.models.deletion
import qingdan.base.schema
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('orgs', '0001_founding'),
    ]

    operations = [
        qingdan.base.schema.ChangeTogether(
            operations=[
                migrations.CreateModel(
                    name='Referral',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=32, unique=True)),
                        ('kind', models.CharField(choices=[('up', 'up'), ('down', 'down'), ('across', 'across'), ('moved', 'moved')], max_length=8)),
                        ('state', models.CharField(choices=[('open', 'Open'), ('returned', 'Returned'), ('withdrawn', 'Withdrawn')], default='open', max_length=10)),
                        ('first_number', models.CharField(max_length=30, unique=True)),
                        ('first_unit', models.CharField(max_length=60)),
                        ('first_item', models.TextField()),
                        ('first_began_on', models.DateField()),
                        ('first_due_on', models.DateField(null=True)),
                        ('second_number', models.CharField(max_length=30, unique=True)),
                        ('second_unit', models.CharField(max_length=60)),
                        ('second_item', models.TextField()),
                        ('second_state', models.CharField(max_length=20)),
                        ('second_due_on', models.DateField(null=True)),
                        ('handed_on', models.DateField()),
                        ('opinion', models.TextField()),
                        ('digest', models.CharField(max_length=64)),
                        ('materials', models.PositiveSmallIntegerField()),
                        ('trial', models.BooleanField(default=False)),
                        ('sent_by', models.CharField(max_length=40)),
                        ('sent_by_name', models.CharField(max_length=40)),
                        ('sent_at', models.DateTimeField()),
                        ('acknowledged_by', models.CharField(blank=True, max_length=40)),
                        ('acknowledged_at', models.DateTimeField(blank=True, null=True)),
                        ('result', models.CharField(blank=True, max_length=20)),
                        ('licence', models.CharField(blank=True, max_length=60)),
                        ('returned_on', models.DateField(blank=True, null=True)),
                        ('partner_region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.region')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.region')),
                    ],
                    options={
                        'ordering': ('-pk',),
                    },
                ),
                migrations.CreateModel(
                    name='Milestone',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('stage', models.CharField(choices=[('trial', 'trial'), ('formal', 'formal'), ('networked', 'networked')], max_length=10)),
                        ('on', models.DateField()),
                        ('document', models.CharField(max_length=200)),
                        ('digest', models.CharField(max_length=64)),
                        ('met', models.PositiveSmallIntegerField()),
                        ('unmet', models.PositiveSmallIntegerField()),
                        ('by', models.CharField(max_length=40)),
                        ('by_name', models.CharField(max_length=40)),
                        ('at', models.DateTimeField()),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.region')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('region', 'stage'), name='region_stage_once')],
                    },
                ),
            ],
        ),
    ]
