"""Two levels: cases handed on and carried on, results brought back, powers handed down."""

import django.db.models.deletion
import django.db.models.functions.comparison
import qingdan.rules.case_state
import qingdan.base.schema
from django.db import migrations, models


FORWARD = """
CREATE OR REPLACE FUNCTION qingdan_decision_in_force() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE about cases_case;
BEGIN
  SELECT * INTO about FROM cases_case WHERE id = NEW.case_id;
  IF NEW.decided_in <> '' AND about.handed_on IS NOT NULL AND NEW.entry_id = about.entry_id THEN
    RETURN NEW;
  END IF;
  IF NOT qingdan_in_force(NEW.entry_id, about.item_code, NEW."on") AND NOT (
    NEW.entry_id = about.entry_id AND EXISTS (
      SELECT FROM cases_devolution d WHERE d.item_code = about.item_code AND d."on" <= NEW."on" AND NOT d.moves
    )
  ) THEN
    RAISE EXCEPTION 'decision on % refused: not in an edition in force', about.item_code
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
"""
"""A decision made at another level is filed under the entry that the case here has; the cases of an item that was handed
down and stay are decided under theirs.
"""
BACK = """
CREATE OR REPLACE FUNCTION qingdan_decision_in_force() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE item varchar;
BEGIN
  SELECT item_code INTO item FROM cases_case WHERE id = NEW.case_id;
  IF NOT qingdan_in_force(NEW.entry_id, item, NEW."on") THEN
    RAISE EXCEPTION 'decision on % refused: not in an edition in force', item
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """Fields of the pair, the table of powers handed down, the guard of decisions."""

    dependencies = [
        ('applicants', '0003_provider_binding'),
        ('cases', '0007_investment_projects'),
        ('editions', '0001_founding'),
        ('guides', '0002_versions_of_situations'),
        ('orgs', '0001_founding'),
    ]

    operations = [
        qingdan.base.schema.ChangeTogether(
            operations=[
                migrations.CreateModel(
                    name='Devolution',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('item_code', models.CharField(max_length=40, unique=True)),
                        ('item_name', models.TextField()),
                        ('on', models.DateField()),
                        ('moves', models.BooleanField()),
                        ('targets', models.JSONField()),
                        ('by', models.CharField(max_length=40)),
                        ('by_name', models.CharField(max_length=40)),
                        ('at', models.DateTimeField()),
                    ],
                    options={
                        'ordering': ('on', 'pk'),
                    },
                ),
                migrations.AddField(
                    model_name='case',
                    name='accepted_before',
                    field=models.BooleanField(default=False),
                ),
                migrations.AddField(
                    model_name='case',
                    name='carries',
                    field=models.CharField(blank=True, max_length=30),
                ),
                migrations.AddField(
                    model_name='case',
                    name='elsewhere_due_on',
                    field=models.DateField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name='case',
                    name='elsewhere_promised_on',
                    field=models.DateField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name='case',
                    name='handed_on',
                    field=models.DateField(blank=True, null=True),
                ),
                migrations.AddField(
                    model_name='case',
                    name='handed_to',
                    field=models.CharField(blank=True, max_length=120),
                ),
                migrations.AddField(
                    model_name='casedecision',
                    name='decided_in',
                    field=models.CharField(blank=True, max_length=30),
                ),
                migrations.RemoveIndex(model_name='case', name='case_due'),
                migrations.RemoveField(model_name='case', name='due_on'),
                migrations.AddField(
                    model_name='case',
                    name='due_on',
                    field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(state=qingdan.rules.case_state.CaseState['RECEIVED'], then=models.F('check_due_on')), models.When(state=qingdan.rules.case_state.CaseState['CORRECTING'], then=models.F('correction_due_on')), models.When(state=qingdan.rules.case_state.CaseState['UNDER_REVIEW'], then=django.db.models.functions.comparison.Least('promised_due_on', 'decision_due_on')), models.When(state=qingdan.rules.case_state.CaseState['SUSPENDED'], then=django.db.models.functions.comparison.Coalesce('pause_until', 'decision_due_on')), models.When(state=qingdan.rules.case_state.CaseState['REFERRED'], then=django.db.models.functions.comparison.Least('elsewhere_promised_on', 'elsewhere_due_on')), models.When(state__in=[qingdan.rules.case_state.CaseState['GRANTED'], qingdan.rules.case_state.CaseState['REFUSED']], then=models.F('service_due_on'))), output_field=models.DateField(null=True)),
                ),
                migrations.AddIndex(
                    model_name='case',
                    index=models.Index(condition=models.Q(('due_on__isnull', False)), fields=['unit', 'due_on', 'number'], name='case_due'),
                ),
                migrations.AlterField(
                    model_name='case',
                    name='state',
                    field=models.CharField(choices=[('draft', 'draft'), ('received', 'received'), ('correcting', 'correcting'), ('waiting', 'waiting'), ('under_review', 'under_review'), ('suspended', 'suspended'), ('referred', 'referred'), ('granted', 'granted'), ('refused', 'refused'), ('served', 'served'), ('archived', 'archived'), ('returned', 'returned'), ('not_required', 'not_required'), ('not_accepted', 'not_accepted'), ('withdrawn', 'withdrawn'), ('deemed_withdrawn', 'deemed_withdrawn'), ('terminated', 'terminated'), ('voided', 'voided')], default=qingdan.rules.case_state.CaseState['DRAFT'], max_length=20),
                ),
                migrations.AlterField(
                    model_name='casemark',
                    name='effect',
                    field=models.CharField(choices=[('none', 'none'), ('check_starts', 'check_starts'), ('check_ends', 'check_ends'), ('decision_starts', 'decision_starts'), ('decision_started_at_receipt', 'decision_started_at_receipt'), ('stands', 'stands'), ('runs_again', 'runs_again'), ('grows', 'grows'), ('service_starts', 'service_starts'), ('ends', 'ends'), ('handed_on', 'handed_on'), ('carries', 'carries')], max_length=30),
                ),
                migrations.AddIndex(
                    model_name='case',
                    index=models.Index(condition=models.Q(('carries', ''), _negated=True), fields=['region', 'received_at'], name='case_carried'),
                ),
                migrations.AddConstraint(
                    model_name='case',
                    constraint=models.UniqueConstraint(condition=models.Q(('carries', ''), _negated=True), fields=('carries',), name='case_carried_once'),
                ),
                migrations.AddField(
                    model_name='devolution',
                    name='edition',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='editions.edition'),
                ),
                migrations.AddField(
                    model_name='devolution',
                    name='region',
                    field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.region'),
                ),
                migrations.RunSQL(FORWARD, BACK),
            ],
        ),
    ]
