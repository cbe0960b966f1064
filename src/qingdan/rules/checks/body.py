"""Does the right body exercise and file the power: C11–C13."""

from functools import lru_cache
from typing import Any

from qingdan.rules.checks.base import Check, Problems, found, graded
from qingdan.rules.checks.context import CheckContext
from qingdan.rules.checks.sources import PLAN, SELF_CHECK
from qingdan.rules.legal_basis import BasisFacts, InstrumentLevel, Verdict
from qingdan.rules.pattern import pattern
from qingdan.rules.power_item import Category, PowerItemFacts, RegisterFacts
from qingdan.rules.problem import Certainty, Problem, Severity, Where
from qingdan.rules.vocabulary.actors import Actors, read_actors
from qingdan.rules.vocabulary.bodies import may_be_same, read_body, same_body
from qingdan.rules.vocabulary.instrument_level import level_of

MATCH = PLAN + "，审核论证（权力与依据的匹配性）"
AUTHORISED = "行政许可法第二十三条、第二十四条，行政处罚法第十九条，行政强制法第十七条、第七十条"

_NOT_THE_CLAUSE = frozenset({Verdict.TEXT_OTHER, Verdict.TEXT_ELSEWHERE, Verdict.ARTICLE_MISSING})
_AUTHORISING = frozenset(
    {
        InstrumentLevel.LAW, InstrumentLevel.ADMINISTRATIVE_REGULATION, InstrumentLevel.LOCAL_REGULATION,
        InstrumentLevel.CITY_REGULATION, InstrumentLevel.UNKNOWN,
    }
)  # fmt: skip
_HANDING_DOWN = frozenset({InstrumentLevel.STATE_COUNCIL_DECISION, InstrumentLevel.NORMATIVE_DOCUMENT})
_OFFICE = pattern(
    r"(?:局|委员会|委|厅|办公室|办|院|中心|大队|支队)[一-龥、（）()和与]{1,16}(?:科室|科|股)[）)]?$|局(?:办公室|[一-龥]{2,8}室)$"
    r"|^[一-龥、]{2,12}(?:科室|科|股)$"
)
_INSTITUTION = pattern(
    r"(?:支队|大队|总队|中队|执法队|监察队|管理队|中心|站|监督所|管理所|监测所|检验所|研究所|检测所|管理处|服务所|仲裁院|馆)$"
)
# 气象主管机构, 政府统计机构 and 煤矿安全监察机构 are agencies (气象法第五条, 统计法第二十七条), not institutions.
_ACTING_INSTITUTION = pattern(
    r"(?:(?<!主管)(?<!统计)(?<!调查)(?<!安全监察)机构|中心|组织|派出所|监督所|站|支队|大队|交通管理部门)$"
)
_AUTHORISED_KIND = pattern(r"授权|行政机关|法定机关|派出机构|派出机关")
_DELEGATED_KIND = pattern(r"委托")
_NO_AUTHORITY_KIND = pattern(r"事业单位|内设|科室|下属|企业|协会|社会组织")
_UPPER_BODY = pattern(r"国家|国务院|[一-龥]{0,3}省(?!直)(?![一-龥]{1,3}市)|[一-龥]{2,12}(?:厅|总局)")
_BETWEEN_UNITS = pattern("[/／、，,；;]")
_NOBODY = frozenset({"", "无", "/", "-", "—", "——", "否", "不涉及"})
_FILED_ALONE = pattern(
    r"(?:单独|自行|直接|另行)(?:上报|报送|填报|申报|报市编办)|未(?:经|通过)[^，。；]{0,16}主管部门"
)
_SERVING = pattern("下属|所属|直属|(?:服务|事务)中心$")  # never the 管理机构 that a clause has act
_HANDLING = pattern("(?:经办|服务)机构$")
_SUBORDINATE = pattern(r"(?:所属|下属|直属|二级)(?:事业)?(?:单位|机构)")


def body_named(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C11. The implementing body is the one the clause has act, at the level the clause names.

    Source: the plan's 审核论证 (权力与依据的匹配性). Readings: bodies are told apart by their fields; one renamed
    or merged by a reform is the same body (`rules.bodies`). Only clear cases: every body that every clause names
    is of another field, and no clause leaves it to 有关部门. A clause that gives the act to the centre or the
    province alone does not fit a city's body, unless a decision or document handing it down is listed too. A
    clause that names no level decides nothing (C19 asks for devolution).
    """
    body = item.implementing_body or item.department
    if not body:
        return ()
    problem = _other_body(item, body) or _other_level(item, body)
    return (problem,) if problem else ()


def _other_body(item: PowerItemFacts, body: str) -> Problem | None:
    differing: tuple[BasisFacts, str] | None = None
    for basis in item.bases:
        fit = _fit(read_actors(clause_of(basis)), body)
        if fit is True:
            return None
        if fit and differing is None:
            differing = basis, fit
    if differing is None or any(_fit_of(item, partner) for partner in item.joint_partners):
        return None
    basis, named = differing
    severity, certainty = graded(Severity.WARNING, all(map(clause_of, item.bases)))
    return found(
        item, key="C11.other_body", field="implementing_body", severity=severity, authority=MATCH,
        certainty=certainty, data=_cited(basis), body=body, named=named,
    )  # fmt: skip


def _cited(basis: BasisFacts) -> dict[str, object]:
    return {"title": basis.full_title or basis.entry.citation.title, "article": basis.entry.citation.article}


def _fit_of(item: PowerItemFacts, partner: str) -> bool:
    return any(_fit(read_actors(clause_of(basis)), partner) is True for basis in item.bases)


@lru_cache(maxsize=16384)
def _fit(actors: Actors, body: str) -> bool | str:
    """True when an actor may be the body, "" when the clause does not tell, else the first body it names."""
    known = [name for name in actors.named if read_body(name).fields]
    if actors.anyone or any(may_be_same(name, body) for name in known):
        return True
    return known[0] if known else ""


def _other_level(item: PowerItemFacts, body: str) -> Problem | None:
    if _of_upper_level(body) or any(level_of(one).level in _HANDING_DOWN for one in item.bases):
        return None
    upper = ((basis, read_actors(clause_of(basis))) for basis in item.bases)
    given = next(((basis, actors) for basis, actors in upper if actors.upper_only), None)
    if given is None:
        return None
    return found(
        item, key="C11.upper_level", field="implementing_body", severity=Severity.WARNING, authority=MATCH,
        certainty=Certainty.LIKELY, data=_cited(given[0]), body=body, named=given[1].named[0],
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _of_upper_level(body: str) -> bool:
    return _UPPER_BODY.match("".join(body.split())) is not None


def clause_of(basis: BasisFacts) -> str:
    """The words to read for who acts: those quoted where the cited article is not the one quoted."""
    return basis.entry.quoted if basis.verdict in _NOT_THE_CLAUSE else basis.clause


def body_authorised(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C12. An office inside an agency acts in nobody's name; an institution acts only by law or regulation.

    Source: 行政许可法第二十三条、第二十四条, 行政处罚法第十九条 (2021), 行政强制法第十七条、第七十条. Readings:
    …局…科 is an inner office, whatever the clause says; …支队, …中心, …站 is an institution, authorised where a
    clause of a law or regulation has such a body act (道路运输管理机构, 住房公积金管理中心); a unit for services
    (…服务中心) is no 管理机构. The filing unit
    itself, and clauses that are not at hand, are only hinted at. Coercive measures are never delegated.
    """
    body = item.implementing_body
    if not body:
        return ()
    if _is_office(body):
        return (_unauthorised(item, "C12.office", Severity.BLOCKER, Certainty.SURE, body=body),)
    if item.category is Category.COMPULSION and _DELEGATED_KIND.search(item.body_kind):
        return (_unauthorised(item, "C12.delegated_compulsion", Severity.BLOCKER, Certainty.SURE, body=body),)
    if not _is_institution(body, item.body_kind) or any(_authorises(basis, body) for basis in item.bases):
        return ()
    sure = bool(item.bases) and all(map(clause_of, item.bases)) and not same_body(body, item.department)
    severity, certainty = graded(Severity.BLOCKER, sure)
    return (_unauthorised(item, "C12.institution", severity, certainty, body=body),)


@lru_cache(maxsize=4096)
def _is_office(body: str) -> bool:
    return any(map(_OFFICE.search, _units(body)))


@lru_cache(maxsize=4096)
def _is_institution(body: str, kind: str) -> bool:
    if _AUTHORISED_KIND.search(kind):
        return False
    return _NO_AUTHORITY_KIND.search(kind) is not None or all(map(_INSTITUTION.search, _units(body)))


def _units(body: str) -> list[str]:
    """The units a cell names: 应急管理局/消防救援大队 are two."""
    return _BETWEEN_UNITS.split("".join(body.split()))


def _authorises(basis: BasisFacts, body: str) -> bool:
    """Whether a clause of a law or regulation has a body of this kind and field act."""
    if level_of(basis).level not in _AUTHORISING:
        return False
    named = read_actors(clause_of(basis)).named + read_actors(basis.article_text).named
    if _SERVING.search(body):
        named = tuple(name for name in named if name.endswith(body[-2:]) or _HANDLING.search(name))
    return any(_ACTING_INSTITUTION.search(name) and may_be_same(name, body) for name in named)


def _unauthorised(
    item: PowerItemFacts, key: str, severity: Severity, certainty: Certainty, **params: Any
) -> Problem:
    return found(
        item, key=key, field="implementing_body", severity=severity, authority=AUTHORISED, certainty=certainty,
        **params,
    )  # fmt: skip


def filed_through_department(item: PowerItemFacts, context: CheckContext) -> Problems:
    """C13. What a subordinate unit exercises is filed by its department in charge.

    Source: the plan's 自查自清 (所属单位的事项由主管部门统一报送). Readings: a form that names the department in
    charge tells it when another unit files; else the item must say itself that it was filed alone. Units directly
    under the government file for themselves.
    """
    charge = item.supervising_department.strip()
    if charge not in _NOBODY and item.department and "政府" not in charge and "市委" not in charge:
        if not same_body(charge, item.department):
            return (_not_through(item, "C13.other_filed", charge=charge, filed=item.department),)
        return ()
    notes = f"{item.remark}；{item.reason}"
    if _FILED_ALONE.search(notes) and _SUBORDINATE.search(notes):
        return (_not_through(item, "C13.filed_alone"),)
    return ()


def _not_through(item: PowerItemFacts, key: str, **params: Any) -> Problem:
    return found(
        item, key=key, field="implementing_body", severity=Severity.BLOCKER, authority=SELF_CHECK, **params
    )


def filing_unit(register: RegisterFacts, context: CheckContext) -> Problems:
    """C13 for a whole file: the unit that files is no unit below a department (市农业局植物检疫站).

    Reading: only where the unit's own name carries its department; whether a 支队 or 中心 files for itself is decided
    by the list of units.
    """
    name = "".join(register.department.split())
    if not _INSTITUTION.search(name):
        return ()
    charge, mark, unit = name.rpartition("局")
    if not mark or len(unit) < 3 or len(charge) < 2:
        return ()
    return (
        Problem(
            code="C13", key="C13.subordinate_filed", severity=Severity.BLOCKER, certainty=Certainty.LIKELY,
            where=Where(path=register.path), authority=SELF_CHECK,
            params={"unit": name, "charge": charge + mark},
        ),
    )  # fmt: skip


CHECKS = (
    Check(code="C11", severity=Severity.WARNING, authority=MATCH, item=body_named, needs=frozenset({"legal_basis"})),
    Check(
        code="C12", severity=Severity.BLOCKER, authority=AUTHORISED, item=body_authorised,
        needs=frozenset({"implementing_body"}),
    ),
    Check(
        code="C13", severity=Severity.BLOCKER, authority=SELF_CHECK, item=filed_through_department,
        register=filing_unit,
    ),
)  # fmt: skip
