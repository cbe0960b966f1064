"""What the board counts of filings: how far each unit's open one is."""

from qingdan.base.actor import Actor
from qingdan.filings.models import Filing


def filing_states(actor: Actor, campaign: str) -> dict[str, str]:
    """The state of each unit's newest filing; units that never began one are not there. One query."""
    found = Filing.objects.visible_to(actor).filter(campaign__code=campaign).order_by("number")
    return dict(found.values_list("unit__code", "state"))
