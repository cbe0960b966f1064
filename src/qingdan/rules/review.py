"""The procedure of making a list: from a unit's return to the published edition, as one transition table.

Source: 宜春市"三单一网"实施方案 (2015-03-24) 四(一) 审核论证, 审议, 公布; 五(一)2–4 (who reviews what). Four things go
through it: the return a unit files, each flow chart, each item (a power, later the duties of a power), and the list.
Guards, buttons, kinds of events, diagrams (docs/states) and tests are made from `PROCEDURE`; the guards themselves are
in `qingdan.rules.review_guards`, the words in the wording table (`review.*`).

Readings, where the plan is silent (docs/adr/0024):
- Review ends for each item by itself; legality is the last gate, and no role can pass an item around it.
- A unit that does not answer in time, or amends and does not sign, has neither agreed nor contested: the 综合组 takes
  the item up. Who settles a dispute must not have judged the item at another layer.
- What the meeting amends goes back to legality: the plan wants every item lawful (R-109), whoever wrote its words.
- Duties have no second layer: the plan routes classification and disposition, and duties have neither.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from qingdan.rules.role import Role


class Thing(StrEnum):
    """What goes through the procedure."""

    FILING = "filing"
    CHART = "chart"
    ITEM = "item"
    LIST = "list"


class ListKind(StrEnum):
    """Which list is published. The two of the campaign go through review; approvals come as reviewed last year."""

    POWER = "power_list"
    RESPONSIBILITY = "responsibility_list"
    APPROVAL = "approval_list"


REVIEWED_LISTS = (ListKind.POWER, ListKind.RESPONSIBILITY)
"""Lists that are made by the procedure below; the batch of approvals is none of them (R-031, docs/adr/0034)."""

USED_LISTS = (ListKind.POWER, ListKind.APPROVAL)
"""Lists whose items are exercised, each item in one of them; duties belong to an item of the first."""


class ItemState(StrEnum):
    """Where an item is. Each state has one holder (`HOLDERS`)."""

    GROUP_REVIEW = "group_review"
    MEMBER_REVIEW = "member_review"
    ANSWERING = "answering"
    AMENDING = "amending"
    DISPUTED = "disputed"
    CONSULTATION = "consultation"
    LEGALITY = "legality"
    CLEARED = "cleared"
    TABLED = "tabled"
    ADOPTED = "adopted"
    PUBLISHED = "published"
    SENT_BACK = "sent_back"  # with the whole return, before anybody had given an opinion


class ChartState(StrEnum):
    """Where a flow chart is (R-059)."""

    PENDING = "pending"
    APPROVED = "approved"
    RETURNED = "returned"


class FilingState(StrEnum):
    """How far a version of a unit's return is."""

    DRAFT = ""  # not a version yet
    SIGNING = "signing"
    SIGNED = "signed"
    FILED = "filed"
    RECEIVED = "received"
    VOIDED = "voided"
    RETURNED = "returned"


class ListState(StrEnum):
    """How far the list of a region's campaign is."""

    REVIEWING = "reviewing"
    TABLED = "tabled"
    ADOPTED = "adopted"
    PUBLISHING = "publishing"
    PUBLISHED = "published"


class Holder(StrEnum):
    """In whose hands an item is."""

    GROUP = "group"  # its 审核组; 编办 while its unit has none
    MEMBER = "member_unit"
    UNIT = "unit"
    COORDINATION = "coordination_group"
    OFFICE = "establishment_office"
    LEGAL = "legal_affairs"
    GOVERNMENT = "government"
    NOBODY = "nobody"  # it is published


class Guard(StrEnum):
    """A condition of an action, beside state and role; each has its words ("review.<guard>")."""

    OF_GROUP = "of_group"
    NOT_OWN_UNIT = "not_own_unit"
    OWN_UNIT = "own_unit"
    SIGNATORY = "signatory"
    FOUR_EYES = "four_eyes"
    ALL_ASPECTS = "all_aspects"
    ALL_GOOD = "all_good"
    REASON = "reason"
    ROUTED = "routed"
    UNROUTED = "unrouted"
    ANSWER_OVERDUE = "answer_overdue"
    CHANGED = "changed"
    CONSULTED = "consulted"
    OPINIONS_ANSWERED = "opinions_answered"
    SIGNED_OFF = "signed_off"
    CHARTS_APPROVED = "charts_approved"
    DUTIES_COVER = "duties_cover"
    NO_PROBLEM = "no_problem"
    UNTOUCHED = "untouched"
    ALL_CLEARED = "all_cleared"
    SAME_DIGEST = "same_digest"
    PHASE_OPEN = "phase_open"
    CHANNEL_ORDER = "channel_order"
    PROVED = "proved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One row: an action of `roles` leads from any of `sources` to `target`, if all `guards` hold.

    No role: only the program itself does it, as a consequence of another act. `event` is the kind of its event.
    `lists`: for which lists it is; empty for both. `after_second_layer`: only when the second layer has spoken (True)
    or has not (False); None is always.
    """

    thing: Thing
    action: str
    sources: tuple[str, ...]
    target: str
    event: str
    roles: frozenset[Role] = frozenset()
    guards: tuple[Guard, ...] = ()
    lists: tuple[ListKind, ...] = ()
    after_second_layer: bool | None = None

    def serves(self, kind: ListKind) -> bool:
        """Whether it is a step of that list's procedure."""
        return kind in (self.lists or REVIEWED_LISTS)


HOLDERS: Mapping[ItemState, Holder] = {
    ItemState.GROUP_REVIEW: Holder.GROUP,
    ItemState.MEMBER_REVIEW: Holder.MEMBER,
    ItemState.ANSWERING: Holder.UNIT,
    ItemState.AMENDING: Holder.UNIT,
    ItemState.DISPUTED: Holder.COORDINATION,
    ItemState.CONSULTATION: Holder.OFFICE,
    ItemState.LEGALITY: Holder.LEGAL,
    ItemState.CLEARED: Holder.OFFICE,
    ItemState.TABLED: Holder.GOVERNMENT,
    ItemState.ADOPTED: Holder.OFFICE,
    ItemState.PUBLISHED: Holder.NOBODY,
    ItemState.SENT_BACK: Holder.UNIT,
}
"""Nothing falls between: every state is somebody's."""

REOPENED = frozenset({ItemState.AMENDING, ItemState.SENT_BACK})
"""States in which the unit may change its draft although its return was received."""

TYPED = frozenset({Guard.ALL_ASPECTS, Guard.ALL_GOOD, Guard.REASON, Guard.SAME_DIGEST})
"""Guards about what is typed into the form: a button is shown before they can hold."""
