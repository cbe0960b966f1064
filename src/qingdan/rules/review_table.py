"""The rows of the procedure (`qingdan.rules.review` says what they mean and where they come from)."""

from qingdan.rules.review import (
    ChartState,
    FilingState,
    Guard,
    ItemState,
    ListKind,
    ListState,
    Thing,
    Transition,
)
from qingdan.rules.role import Role

_REVIEWERS = frozenset({Role.REVIEWER})
_MEMBERS = frozenset({Role.MEMBER_UNIT})
_COORDINATORS = frozenset({Role.COORDINATION_GROUP})
_OFFICE = frozenset({Role.ESTABLISHMENT_OFFICE, Role.COUNTY_OFFICE})
_LAWYERS = frozenset({Role.LEGAL_AFFAIRS})
_GOVERNMENT = frozenset({Role.GOVERNMENT_OFFICE})
_ANSWERERS = frozenset({Role.LIAISON, Role.DEPUTY, Role.PRINCIPAL})
_PRINCIPALS = frozenset({Role.PRINCIPAL})
_GROUP = (Guard.OF_GROUP, Guard.NOT_OWN_UNIT, Guard.FOUR_EYES)
_MEMBER = (Guard.ROUTED, Guard.NOT_OWN_UNIT, Guard.FOUR_EYES)
_LEGAL = (Guard.NOT_OWN_UNIT, Guard.FOUR_EYES)
_SETTLE = (*_LEGAL, Guard.REASON)
_POWER, _DUTY = (ListKind.POWER,), (ListKind.RESPONSIBILITY,)
_S = ItemState


def _item(  # noqa: PLR0917  (a table reads best by place)
    action: str,
    source: tuple[str, ...] | str,
    target: str,
    event: str,
    roles: frozenset[Role] = frozenset(),
    guards: tuple[Guard, ...] = (),
    *,
    lists: tuple[ListKind, ...] = (),
    after_second_layer: bool | None = None,
) -> Transition:
    return Transition(
        thing=Thing.ITEM,
        action=action,
        sources=(source,) if isinstance(source, str) else source,
        target=target,
        event=event,
        roles=roles,
        guards=guards,
        lists=lists,
        after_second_layer=after_second_layer,
    )


def _of(  # noqa: PLR0917
    thing: Thing,
    action: str,
    sources: tuple[str, ...],
    target: str,
    event: str,
    roles: frozenset[Role] = frozenset(),
    guards: tuple[Guard, ...] = (),
) -> Transition:
    return Transition(
        thing=thing, action=action, sources=sources, target=target, event=event, roles=roles, guards=guards
    )


_FILING = (
    _of(Thing.FILING, "send", (FilingState.DRAFT,), FilingState.SIGNING, "FilingSent", _ANSWERERS),
    _of(Thing.FILING, "sign", (FilingState.SIGNING,), FilingState.SIGNED, "FilingSigned", _PRINCIPALS),
    _of(
        Thing.FILING, "sign_on_paper", (FilingState.SIGNING,), FilingState.SIGNED, "FilingSigned", _ANSWERERS
    ),
    _of(Thing.FILING, "file", (FilingState.SIGNED,), FilingState.FILED, "FilingFiled", _ANSWERERS),
    _of(Thing.FILING, "see_original", (FilingState.SIGNED,), FilingState.SIGNED, "OriginalSeen", _OFFICE),
    _of(Thing.FILING, "see_original", (FilingState.FILED,), FilingState.FILED, "OriginalSeen", _OFFICE),
    _of(Thing.FILING, "receive", (FilingState.FILED,), FilingState.RECEIVED, "FilingReceived", _OFFICE),
    _of(
        Thing.FILING,
        "return",
        (FilingState.FILED, FilingState.RECEIVED),
        FilingState.RETURNED,
        "FilingReturned",
        _OFFICE,
        (Guard.REASON, Guard.UNTOUCHED),
    ),
    _of(
        Thing.FILING,
        "void",
        (FilingState.SIGNING, FilingState.SIGNED, FilingState.FILED),
        FilingState.VOIDED,
        "FilingVoided",
    ),
)

_CHARTS = (
    _of(
        Thing.CHART, "approve", (ChartState.PENDING,), ChartState.APPROVED, "ChartApproved", _LAWYERS, _LEGAL
    ),
    _of(
        Thing.CHART,
        "return",
        (ChartState.PENDING,),
        ChartState.RETURNED,
        "ChartReturned",
        _LAWYERS,
        (*_LEGAL, Guard.REASON),
    ),
    _of(
        Thing.CHART,
        "reopen",
        (ChartState.APPROVED,),
        ChartState.RETURNED,
        "ChartReopened",
        _OFFICE,
        (Guard.REASON,),
    ),
    _of(
        Thing.CHART,
        "resubmit",
        tuple(ChartState),
        ChartState.PENDING,
        "ChartResubmitted",
        guards=(Guard.CHANGED,),
    ),
)

_REVIEW = (
    _item("pass", _S.GROUP_REVIEW, _S.MEMBER_REVIEW, "ItemPassedGroup", _REVIEWERS,
          (*_GROUP, Guard.ALL_ASPECTS, Guard.ALL_GOOD), lists=_POWER),
    _item("pass", _S.GROUP_REVIEW, _S.CONSULTATION, "ItemPassedGroup", _REVIEWERS,
          (*_GROUP, Guard.ALL_ASPECTS, Guard.ALL_GOOD), lists=_DUTY),
    _item("pass_in_bulk", _S.GROUP_REVIEW, _S.MEMBER_REVIEW, "ItemPassedInBulk", _REVIEWERS,
          (*_GROUP, Guard.NO_PROBLEM), lists=_POWER),
    _item("pass_in_bulk", _S.GROUP_REVIEW, _S.CONSULTATION, "ItemPassedInBulk", _REVIEWERS,
          (*_GROUP, Guard.NO_PROBLEM), lists=_DUTY),
    _item("return", _S.GROUP_REVIEW, _S.ANSWERING, "ItemReturned", _REVIEWERS,
          (*_GROUP, Guard.ALL_ASPECTS, Guard.REASON)),
    _item("refer", _S.GROUP_REVIEW, _S.DISPUTED, "ItemReferred", _REVIEWERS, (*_GROUP, Guard.REASON)),
    _item("confirm", _S.MEMBER_REVIEW, _S.CONSULTATION, "ItemConfirmed", _MEMBERS, _MEMBER, lists=_POWER),
    _item("confirm_in_bulk", _S.MEMBER_REVIEW, _S.CONSULTATION, "ItemConfirmedInBulk", _MEMBERS,
          (*_MEMBER, Guard.NO_PROBLEM), lists=_POWER),
    _item("disagree", _S.MEMBER_REVIEW, _S.DISPUTED, "ItemDisagreed", _MEMBERS, (*_MEMBER, Guard.REASON),
          lists=_POWER),
)  # fmt: skip

_ANSWERS = (
    _item("agree", _S.ANSWERING, _S.GROUP_REVIEW, "ItemAgreed", _ANSWERERS, (Guard.OWN_UNIT,)),
    _item("amend", _S.ANSWERING, _S.AMENDING, "ItemReopened", _ANSWERERS, (Guard.OWN_UNIT,)),
    _item("contest", _S.ANSWERING, _S.DISPUTED, "ItemContested", _ANSWERERS, (Guard.OWN_UNIT, Guard.REASON)),
    _item("sign_supplement", _S.AMENDING, _S.GROUP_REVIEW, "SupplementSigned", _PRINCIPALS,
          (Guard.OWN_UNIT, Guard.SIGNATORY, Guard.CHANGED)),
    _item("take_up", (_S.ANSWERING, _S.AMENDING), _S.DISPUTED, "ItemTakenUp", _COORDINATORS, (Guard.ANSWER_OVERDUE,)),
    _item("settle", _S.DISPUTED, _S.MEMBER_REVIEW, "ItemSettled", _COORDINATORS, _SETTLE,
          lists=_POWER, after_second_layer=False),
    _item("settle", _S.DISPUTED, _S.CONSULTATION, "ItemSettled", _COORDINATORS, _SETTLE,
          lists=_POWER, after_second_layer=True),
    _item("settle", _S.DISPUTED, _S.CONSULTATION, "ItemSettled", _COORDINATORS, _SETTLE,
          lists=_DUTY),
    _item("settle", _S.MEMBER_REVIEW, _S.CONSULTATION, "ItemSettled", _COORDINATORS, (Guard.UNROUTED, *_SETTLE),
          lists=_POWER),
    _item("hand_back", _S.DISPUTED, _S.ANSWERING, "ItemReturned", _COORDINATORS,
          (Guard.NOT_OWN_UNIT, Guard.REASON)),
)  # fmt: skip

_GATES = (
    _item("hand_back", _S.CONSULTATION, _S.ANSWERING, "ItemReturned", _COORDINATORS | _OFFICE,
          (Guard.NOT_OWN_UNIT, Guard.REASON)),
    _item("conclude", _S.CONSULTATION, _S.LEGALITY, "ConsultationConcluded", _COORDINATORS | _OFFICE,
          (Guard.CONSULTED, Guard.OPINIONS_ANSWERED)),
    _item("revise", _S.CONSULTATION, _S.CONSULTATION, "ItemRevised", _OFFICE, (Guard.REASON, Guard.CHANGED)),
    # What lies before the meeting is not changed behind its back: the draft is withdrawn first.
    _item("revise", (_S.LEGALITY, _S.CLEARED), _S.LEGALITY, "ItemRevised", _OFFICE, (Guard.REASON, Guard.CHANGED)),
    _item("clear", _S.LEGALITY, _S.CLEARED, "ItemCleared", _LAWYERS,
          (*_LEGAL, Guard.OPINIONS_ANSWERED, Guard.SIGNED_OFF, Guard.CHARTS_APPROVED), lists=_POWER),
    _item("clear", _S.LEGALITY, _S.CLEARED, "ItemCleared", _LAWYERS,
          (*_LEGAL, Guard.OPINIONS_ANSWERED, Guard.SIGNED_OFF, Guard.DUTIES_COVER), lists=_DUTY),
    _item("object", _S.LEGALITY, _S.ANSWERING, "ItemReturned", _LAWYERS, (*_LEGAL, Guard.REASON)),
    _item("chart_changed", _S.CLEARED, _S.LEGALITY, "ItemUncleared"),
    _item("table", _S.CLEARED, _S.TABLED, "ItemTabled"),
    _item("untable", _S.TABLED, _S.CLEARED, "ItemUntabled"),
    _item("adopt", _S.TABLED, _S.ADOPTED, "ItemAdopted"),
    _item("publish", _S.ADOPTED, _S.PUBLISHED, "ItemPublished"),
    _item("adjust", _S.PUBLISHED, _S.AMENDING, "ItemAdjusting", _OFFICE, (Guard.REASON,)),
    # Duties are their unit's words: what the meeting wants changed of them the unit changes, not the office.
    _item("adjust", _S.CLEARED, _S.AMENDING, "ItemAdjusting", _OFFICE, (Guard.REASON,), lists=_DUTY),
    _item("send_back", _S.GROUP_REVIEW, _S.SENT_BACK, "ItemSentBack", guards=(Guard.UNTOUCHED,)),
    _item("refile", _S.SENT_BACK, _S.GROUP_REVIEW, "ItemRefiled"),
)  # fmt: skip

_LISTS = (
    _of(Thing.LIST, "compose", (ListState.REVIEWING,), ListState.TABLED, "DraftTabled", _OFFICE,
        (Guard.PHASE_OPEN, Guard.ALL_CLEARED)),
    _of(Thing.LIST, "withdraw", (ListState.TABLED,), ListState.REVIEWING, "DraftWithdrawn", _OFFICE, (Guard.REASON,)),
    _of(Thing.LIST, "adopt", (ListState.TABLED,), ListState.ADOPTED, "ListAdopted", _GOVERNMENT,
        (Guard.SAME_DIGEST, Guard.FOUR_EYES)),
    _of(Thing.LIST, "send_back", (ListState.TABLED,), ListState.REVIEWING, "DraftSentBack", _GOVERNMENT,
        (Guard.SAME_DIGEST, Guard.FOUR_EYES, Guard.REASON)),
    _of(Thing.LIST, "publish", (ListState.ADOPTED,), ListState.PUBLISHING, "EditionComposed", _OFFICE,
        (Guard.PHASE_OPEN,)),
    _of(Thing.LIST, "prove", (ListState.PUBLISHING,), ListState.PUBLISHING, "ChannelProved", guards=(
        Guard.CHANNEL_ORDER, Guard.PROVED)),
    _of(Thing.LIST, "complete", (ListState.PUBLISHING,), ListState.PUBLISHED, "EditionPublished"),
    _of(Thing.LIST, "reopen", (ListState.PUBLISHED,), ListState.REVIEWING, "ListReopened"),
)  # fmt: skip

PROCEDURE: tuple[Transition, ...] = (*_FILING, *_CHARTS, *_REVIEW, *_ANSWERS, *_GATES, *_LISTS)
"""Every step there is; what is not here cannot happen."""
