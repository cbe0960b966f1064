"""What docked systems answered."""

from collections.abc import Mapping
from typing import Any

from qingdan.base.refusal import Missing
from qingdan.docking.models import PartnerAnswer


def answer_of(code: str) -> Mapping[str, Any]:
    """The content of the answer to something sent. For later stages, inside their transaction. Raises Missing."""
    found = PartnerAnswer.objects.filter(dispatch__code=code).values_list("content", flat=True).first()
    if found is None:
        raise Missing
    content: Mapping[str, Any] = found
    return content
