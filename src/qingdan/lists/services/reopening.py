"""A published list is taken up again: for one adjusted item as for many. The edition stays."""

from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.transactions import writing
from qingdan.lists.services.stepping import list_in_hand, step_list
from qingdan.rules.review import ListKind, ListState


def reopen_list(*, campaign: str, kind: ListKind, by: Actor, at: datetime) -> None:
    """Opens a published list for a new edition; one that is in work already stays as it is. Raises Missing."""
    with writing(by):
        progress = list_in_hand(by, campaign=campaign, kind=kind, at=at)
        if progress.state == ListState.PUBLISHED:
            step_list(progress, "reopen", by=by, at=at, program=True)
