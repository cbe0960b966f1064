"""The text of a legal basis that the unit gives itself (依据文本)."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.files.services import TEXTS, Upload, store_file
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.powers.models import LegalBasis
from qingdan.powers.services.drafting import drafting, own_item, touch, unit_of
from qingdan.powers.services.judging import law_day, recheck_alone

KINDS = (*TEXTS, "png", "jpg")


def attach_text(
    *, number: str, place: int, instrument: str, upload: Upload | None, by: Actor, at: datetime
) -> None:
    """Keeps a file as the text of the basis at a place, from 0. Raises Refused, Missing.

    `instrument` is what the basis said when the person chose the file: one that stands there no more gets no file.
    """
    if unit_of(number) not in by.own_units:
        raise Missing
    file = store_file(
        upload, unit=unit_of(number), kinds=KINDS, by=by, at=at
    )  # a scan takes its time: before the lock
    with drafting(unit_of(number), by) as owner:
        item = own_item(number, by)
        basis = LegalBasis.objects.filter(item=item, order=place).first()
        refuse_if(
            refusal("powers.deleted") if item.deleted_at else None,
            None if basis and basis.instrument == instrument else refusal("powers.basis_changed", "file"),
        )
        assert basis
        basis.attachment = file
        basis.save()
        touch(item, by=by, at=at)
        append(
            "TextAttached",
            f"power_item:{number}",
            by=by,
            at=at,
            unit=owner.code,
            data={"version": item.version, "file": file.code, "place": place},
        )
        recheck_alone(item, owner, on=law_day(item.campaign, at))
