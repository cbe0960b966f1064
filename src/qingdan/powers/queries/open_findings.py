"""Which items still ask for something: a change, or the reason why a warning may stand."""

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.fields import BooleanField

from qingdan.powers.models import ItemCheck, PowerItem

# A warning without a reason of its own. The table is named, so this is asked of ItemCheck itself, not inside a query.
_UNEXPLAINED = """EXISTS (
    SELECT 1 FROM jsonb_array_elements(powers_itemcheck.problems) AS found
    WHERE found->>'severity' = 'warning' AND NOT EXISTS (
        SELECT 1 FROM powers_justification AS given
        WHERE given.item_id = powers_itemcheck.item_id AND given.key = found->>'key'))"""

TROUBLED = f"blockers > 0 OR warnings > 0 AND {_UNEXPLAINED}"
"""Of a row of powers_itemcheck: something must be changed, or a reason is wanted."""


def warned(items: QuerySet[PowerItem]) -> set[int]:
    """The items, by their keys in the database, with a warning that no reason was given for."""
    unexplained = RawSQL(_UNEXPLAINED, (), output_field=BooleanField())
    checks = ItemCheck.objects.filter(item__in=items.order_by(), warnings__gt=0).annotate(
        unexplained=unexplained
    )
    return set(checks.filter(unexplained=True).values_list("item_id", flat=True))
