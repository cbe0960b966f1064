"""What a docked system asks us to do: once a key, whoever asks again, however often."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import refusal, refuse_if
from qingdan.base.transactions import wait_turn, writing
from qingdan.docking.models import Partner, PartnerRequest
from qingdan.rules.canonical import digest
from qingdan.rules.pattern import pattern

_KEY = pattern(r"^[A-Za-z0-9._:-]{8,80}$")
_FAMILY = 7_307  # of locks, so that no other part takes the same


class Conflict(Exception):
    """The key was used for something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request: its key of the system's own, its address and what it says."""

    key: str
    path: str
    body: Mapping[str, Any]


def take_request(
    *, partner: Partner, asked: Asked, act: Callable[[], Mapping[str, Any]], by: Actor, at: datetime
) -> Mapping[str, Any]:
    """Does what is asked and keeps the answer, both or neither; the answer kept, where the same was asked before.

    What was refused is not kept: mended, it may be asked again with its key. Raises Conflict: the key was used with
    another body or address; Refused and Missing as the act does.
    """
    refuse_if(None if _KEY.match(asked.key) else refusal("docking.key", "Idempotency-Key"))
    said = digest(dict(asked.body))
    with writing(by):
        _wait_for(partner, asked.key)
        known = PartnerRequest.objects.filter(partner=partner, key=asked.key).first()
        if known is not None:
            if (known.path, known.digest) != (asked.path, said):
                raise Conflict
            answer: Mapping[str, Any] = known.answer
            return answer
        new = dict(act())
        PartnerRequest.objects.create(
            region_id=partner.region_id, partner=partner, key=asked.key, path=asked.path, digest=said,
            answer=new, at=at,
        )  # fmt: skip
        data = {"path": asked.path, "key": asked.key, "digest": said}
        subject = f"partner:{partner.region_id}-{partner.code}"
        append("PartnerRequested", subject, by=by, at=at, unit=partner.unit.code, data=data)
        return new


def _wait_for(partner: Partner, key: str) -> None:
    """Who asks the same at this moment waits here."""
    wait_turn(_FAMILY, f"{partner.pk} {key}")
