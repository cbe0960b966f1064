"""Opinions begun and not given yet: kept while somebody writes, gone when the opinion is given."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing
from qingdan.base.transactions import writing
from qingdan.reviews.models import BegunOpinion, Review
from qingdan.reviews.services.stepping import Typed, get_review
from qingdan.reviews.services.typed import refuse_shape
from qingdan.rules.review import ListKind
from qingdan.rules.role import REVIEWING


def keep_begun(
    *,
    campaign: str,
    kind: ListKind,
    number: str,
    layer: str,
    version: int,
    typed: Typed,
    by: Actor,
    at: datetime,
) -> None:
    """Keeps what somebody has typed so far at a layer, made from `version` of the item. Raises Refused, Missing.

    The item itself is not touched, and whoever else has moved it on meanwhile does not matter: nothing typed is lost.
    """
    refuse_shape(typed)
    with writing(by):
        if not by.roles & REVIEWING:
            raise Missing
        review = get_review(by, campaign=campaign, kind=kind, number=number)
        BegunOpinion.objects.update_or_create(
            review=review,
            layer=layer,
            username=by.username,
            defaults={
                "region_id": review.region_id,
                "made_from": version,
                "verdicts": plain_verdicts(typed),
                "disposition": typed.disposition,
                "text": typed.reason,
                "at": at,
            },
        )
        data = {"layer": layer, "version": version}
        append(
            "OpinionBegun",
            f"review:{campaign}/{kind}/{number}",
            by=by,
            at=at,
            unit=review.unit.code,
            data=data,
        )


def drop_begun(review: Review, layer: str, by: Actor) -> None:
    """The opinion was given: what was begun of it is done with. A part of that act."""
    BegunOpinion.objects.filter(review=review, layer=layer, username=by.username).delete()


def plain_verdicts(typed: Typed) -> dict[str, dict[str, str]]:
    """Verdicts as they are kept: aspect → {"verdict", "note"}; aspects without either are left out."""
    return {
        name: {"verdict": one.verdict, "note": one.note}
        for name, one in typed.verdicts.items()
        if one.verdict or one.note
    }
