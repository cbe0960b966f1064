"""What docked systems answered, for later stages, inside their transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qingdan.base.refusal import Missing
from qingdan.docking.models import Dispatch, PartnerAnswer
from qingdan.rules.docking import DispatchState


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchKept:
    """What became of something sent: what it said, what was answered (None: nothing yet)."""

    key: str
    state: DispatchState
    at: datetime
    said: Mapping[str, Any]
    answer: Mapping[str, Any] | None


def answer_of(code: str) -> Mapping[str, Any]:
    """The content of the answer to something sent. Raises Missing."""
    found = PartnerAnswer.objects.filter(dispatch__code=code).values_list("content", flat=True).first()
    if found is None:
        raise Missing
    content: Mapping[str, Any] = found
    return content


def kept_of(region: str, keys: Sequence[str]) -> tuple[DispatchKept, ...]:
    """What became of things sent under these keys from a region, oldest first."""
    sent = list(Dispatch.objects.filter(region=region, key__in=keys).order_by("pk"))
    answers = dict(PartnerAnswer.objects.filter(dispatch__in=sent).values_list("dispatch", "content"))
    return tuple(
        DispatchKept(
            key=one.key,
            state=DispatchState(one.state),
            at=one.answered_at or one.delivered_at or one.at,
            said=one.content,
            answer=answers.get(one.pk),
        )
        for one in sent
    )
