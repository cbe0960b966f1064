"""The table of search anew: it is filled from the editions at any time."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.contrib.postgres.operations import BtreeGinExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('editions', '0001_initial'),
    ]

    operations = [
        BtreeGinExtension(),
        migrations.DeleteModel(name='SearchEntry'),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region', models.CharField(max_length=12)),
                ('kind', models.CharField(max_length=20)),
                ('code', models.CharField(max_length=40)),
                ('name', models.TextField()),
                ('unit_name', models.CharField(max_length=120)),
                ('address', models.CharField(max_length=200)),
                ('sounds', models.TextField()),
                ('initials', models.TextField()),
                ('name_words', django.contrib.postgres.search.SearchVectorField()),
                ('text_words', django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.AddConstraint(
            model_name='searchentry',
            constraint=models.UniqueConstraint(fields=('region', 'kind', 'code'), name='search_entry_once'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['region', 'name_words'], name='search_name'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['region', 'text_words'], name='search_text'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['region', 'initials'], name='search_initials', opclasses=['text_ops', 'gin_trgm_ops']),
        ),
    ]
