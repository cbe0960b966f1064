"""What an item must hold beside its disposition before its unit may say that it is done: R-023, R-032…R-041, R-047.

Source: 宜春市"三单一网"实施方案 四(一) (清理标准) for 取消, 下放, 转移, 整合; for 保留 三(一) (明确相应责任);
提请上级调整 has 附件3 only. What the text of an item alone can tell is judged by C01–C25 (`rules.checks`); here is
what lies beside it: chosen reasons, answers of other units, proposals to change the law. A need that only waits for
somebody else's answer is a warning: the unit can do nothing about it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from qingdan.rules.power_item import Category, Disposition
from qingdan.rules.problem import Problem, Severity, beside
from qingdan.rules.vocabulary.transition import read_transition


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonCode:
    """A reason to choose for a disposition. `law_change`: with a basis, changing the law is proposed first."""

    disposition: Disposition
    code: str
    name: str
    law_change: bool = False
    use_count: bool = False
    society: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Units asked of one kind: how many, of them without answer, and against it."""

    asked: int = 0
    waiting: int = 0
    objected: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DispositionFacts:
    """An item's disposition and what stands beside it. Texts as typed, "" empty.

    `has_basis`: rests on a law, regulation or rule. `law_change`: "", waiting, accepted or refused. `transition` as the
    form prints it. `merged`: goes into another item; `sources`: items that go into this one.
    """

    disposition: Disposition | None
    reason: ReasonCode | None = None
    reason_text: str = ""
    has_basis: bool = False
    office: str = ""
    duty: str = ""
    use_count: str = ""
    receiver: str = ""
    transition: str = ""
    law_change: str = ""
    receivers: Answers = Answers()
    handover_mode: str = ""
    handover_on: bool = False
    merged: bool = False
    sources: int = 0
    consolidation: Answers = Answers()
    referral_missing: tuple[str, ...] = ()


def open_needs(facts: DispositionFacts) -> tuple[Problem, ...]:
    """What is still missing, in the order of the form; empty when the disposition is complete."""
    if facts.disposition is None:
        return (_need("disposition", "disposition"),)
    return (*_reasons(facts), *_NEEDS[facts.disposition](facts))


def transition_fault(printed: str) -> str:
    """ "too_short" or "too_long" for a transition outside one to three years, "" for one inside or none."""
    period = read_transition(printed)
    if period is None:
        return ""
    return "too_short" if period.too_short else "too_long" if period.too_long else ""


def may_delegate(category: Category | None) -> bool:
    """Whether a power may be handed down by delegation. Compulsory measures may not (行政强制法第十七条第一款)."""
    return category is not Category.COMPULSION


def _reasons(facts: DispositionFacts) -> Iterator[Problem]:
    """Every disposition is given with its reason (R-023); a keep needs words only."""
    if facts.reason is None and facts.disposition is not Disposition.RETAIN:
        yield _need("reason_code", "reason_code")
    if not facts.reason_text:
        yield _need("reason", "reason")


def _retained(facts: DispositionFacts) -> Iterator[Problem]:
    if not facts.office:
        yield _need("office", "office")
    if not facts.duty:
        yield _need("duty", "duty")


def _abolished(facts: DispositionFacts) -> Iterator[Problem]:
    """With a basis nothing is abolished before the proposal to change it is answered (四(一)1)."""
    if facts.reason and facts.reason.use_count and not facts.use_count:
        yield _need("use_count", "use_count")
    if not facts.has_basis:
        return
    match facts.law_change:
        case "":
            yield _need("law_change", "law_change")
        case "waiting":
            yield _waits("law_change_waiting", "law_change")
        case "refused":
            yield _need("law_change_refused", "disposition")


def _devolved(facts: DispositionFacts) -> Iterator[Problem]:
    if not facts.receiver:
        yield _need("receiver", "receiver")
    if not facts.receivers.asked:
        yield _need("counties", "counties")
    yield from _answers(facts.receivers, "counties")
    if not facts.handover_mode:
        yield _need("handover_mode", "mode")
    if not facts.handover_on:
        yield _need("handover_on", "on")


def _transferred(facts: DispositionFacts) -> Iterator[Problem]:
    """Who takes over; 培育中 is an answer when the transition is set (C20, R-040)."""
    if not facts.receiver:
        yield _need("receiver", "receiver")
    if "培育" in facts.receiver and not facts.transition:
        yield _need("transition", "transition_from")
    if fault := transition_fault(facts.transition):
        yield _need(f"transition_{fault}", "transition_until")


def _consolidated(facts: DispositionFacts) -> Iterator[Problem]:
    """Two items or more go into one (C23): this one into another, or others into this one."""
    if not (facts.merged or facts.sources):
        yield _need("target", "target")
    yield from _answers(facts.consolidation, "consolidation")


def _referred(facts: DispositionFacts) -> Iterator[Problem]:
    if facts.referral_missing:
        yield _need("referral", "referral", count=len(facts.referral_missing))


def _answers(answers: Answers, field: str) -> Iterator[Problem]:
    if answers.objected:
        yield _need("objected", field, count=answers.objected)
    if answers.waiting:
        yield _waits("unanswered", field, count=answers.waiting)


def _need(key: str, field: str, **params: int) -> Problem:
    return _problem(key, field, Severity.BLOCKER, params)


def _waits(key: str, field: str, **params: int) -> Problem:
    return _problem(key, field, Severity.WARNING, params)


def _problem(key: str, field: str, severity: Severity, params: dict[str, int]) -> Problem:
    return beside(f"needs.{key}", field, params, severity)


_NEEDS = {
    Disposition.RETAIN: _retained,
    Disposition.ABOLISH: _abolished,
    Disposition.DEVOLVE: _devolved,
    Disposition.TRANSFER: _transferred,
    Disposition.CONSOLIDATE: _consolidated,
    Disposition.REFER_UP: _referred,
}
