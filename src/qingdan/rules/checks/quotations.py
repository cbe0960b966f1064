"""Do the words stand where the citation says, in the version in force: C08, C09."""

from qingdan.rules.checks.base import Check, Problems, found
from qingdan.rules.checks.basis import name_of
from qingdan.rules.checks.context import CheckContext
from qingdan.rules.checks.sources import PLAN
from qingdan.rules.citation import label
from qingdan.rules.legal_basis import BasisFacts, Verdict
from qingdan.rules.power_item import PowerItemFacts
from qingdan.rules.problem import Certainty, Problem, Severity

QUOTATION = PLAN + "，审核论证（权力与依据的匹配性）"
IN_FORCE = PLAN + "，审核论证（依据的合法性）"

_FAULTS = {
    Verdict.TEXT_DIFFERS: "C08.text_differs",
    Verdict.TEXT_ELSEWHERE: "C08.text_elsewhere",
    Verdict.TEXT_OTHER: "C08.text_other",
    Verdict.ARTICLE_MISSING: "C08.article_missing",
}
_UNKNOWN = {
    Verdict.INSTRUMENT_UNKNOWN: "C08.instrument_unknown",
    Verdict.VERSION_UNKNOWN: "C08.version_unknown",
}


def quoted_correctly(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C08. The cited article exists, and the quoted words stand in it, in the version in force on the day.

    Source: the plan's 审核论证; the project's reading "Verdicts on citations" §3. Readings: leaves that share a
    quotation and an article make one finding; what the library does not hold is no fault of the register but a
    hint, one for each title. A finding that clause hashes alone do not settle is likely.
    """
    problems = []
    seen: set[object] = set()
    for basis in item.bases:
        verdict = basis.verdict
        if verdict is None or verdict is Verdict.TEXT_FOUND or verdict is Verdict.ARTICLE_EXISTS:
            continue
        citation = basis.entry.citation
        mark = (citation.title, citation.article, citation.insert, basis.entry.quoted, verdict)
        if verdict in _UNKNOWN:
            mark = (citation.title, verdict)  # type: ignore[assignment]
        if mark in seen:
            continue
        seen.add(mark)
        if verdict in _FAULTS:
            problems.append(_misquoted(item, basis, verdict))
        elif not basis.repealed and not basis.not_yet_in_force:
            problems.append(_unknown(item, basis, verdict, context))
    return problems


def _misquoted(item: PowerItemFacts, basis: BasisFacts, verdict: Verdict) -> Problem:
    key = _FAULTS[verdict]
    if verdict is Verdict.TEXT_DIFFERS:
        key += _how_different(basis)
    elif verdict is Verdict.TEXT_ELSEWHERE and len(basis.found_at) > 1:
        key += "_several"
    printed, in_law = basis.difference[0] if basis.difference else ("", "")
    return found(
        item, key=key, field="legal_basis", severity=Severity.WARNING, authority=QUOTATION,
        certainty=Certainty.SURE if basis.certain else Certainty.LIKELY, basis=basis, data=_data(basis, verdict),
        document=name_of(basis.entry.citation), place=label(basis.entry.citation),
        elsewhere="、".join(basis.found_at[:3]), printed=printed, in_law=in_law, version=_version(basis),
    )  # fmt: skip


def _how_different(basis: BasisFacts) -> str:
    """Which sentence tells the difference: both wordings at hand, only the filed one, or neither."""
    if not basis.difference:
        return ""
    return "_from" if basis.difference[0][1] else "_in"


def _data(basis: BasisFacts, verdict: Verdict) -> dict[str, object]:
    citation = basis.entry.citation
    data: dict[str, object] = {
        "verdict": verdict.value,
        "title": basis.full_title or citation.title,
        "article": citation.article,
        "version": basis.version.isoformat() if basis.version else None,
    }
    if basis.found_at:
        data["found_at"] = list(basis.found_at)
    if basis.difference:
        data["diff"] = [{"filed": filed, "law": law} for filed, law in basis.difference]
    return data


def _version(basis: BasisFacts) -> str:
    return f"{basis.version.year}年{basis.version.month}月{basis.version.day}日" if basis.version else ""


def _unknown(item: PowerItemFacts, basis: BasisFacts, verdict: Verdict, context: CheckContext) -> Problem:
    return found(
        item, key=_UNKNOWN[verdict], field="legal_basis", severity=Severity.HINT, authority=QUOTATION,
        certainty=Certainty.LIKELY, basis=basis, data={"verdict": verdict.value},
        document=name_of(basis.entry.citation), on=context.on.isoformat(),
    )  # fmt: skip


def in_force(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C09. The basis is in force on the day, and the edition printed is the one in force.

    Source: the plan's 审核论证 (依据的合法性). Readings: repealed, not yet in force, and an older edition printed
    ((2009年修正) after a later amendment) are three faults; a title without edition means the text in force. A repeal
    whose day is only estimated, from the text that ended the instrument, is likely.
    """
    problems = []
    seen: set[str | None] = set()
    for basis in item.bases:
        if not (basis.repealed or basis.not_yet_in_force or basis.superseded_edition or basis.repealed_on):
            continue
        title = basis.entry.citation.title
        if title not in seen:
            seen.add(title)
            problems.append(_out_of_force(item, basis))
    return problems


def _out_of_force(item: PowerItemFacts, basis: BasisFacts) -> Problem:
    about = bool(basis.repealed_on) and not basis.repeal_dated
    if basis.repealed or basis.repealed_on:
        key = ("C09.repealed_about" if about else "C09.repealed_on") if basis.repealed_on else "C09.repealed"
    else:
        key = "C09.not_yet" if basis.not_yet_in_force else "C09.superseded"
    day = basis.repealed_on
    return found(
        item, key=key, field="legal_basis", severity=Severity.WARNING, authority=IN_FORCE, basis=basis,
        certainty=Certainty.LIKELY if about else Certainty.SURE,
        document=name_of(basis.entry.citation), edition=basis.superseded_edition or "",
        version=_version(basis), repealed_on=f"{day.year}年{day.month}月{day.day}日" if day else "",
    )  # fmt: skip


_BASIS = frozenset({"legal_basis"})
CHECKS = (
    Check(code="C08", severity=Severity.WARNING, authority=QUOTATION, item=quoted_correctly, needs=_BASIS),
    Check(code="C09", severity=Severity.WARNING, authority=IN_FORCE, item=in_force, needs=_BASIS),
)
