"""Writing a paper (文书): its data checked for what the law demands, frozen, signed; files are made when asked for."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.orgs.models import UnitKind
from qingdan.base.refusal import Refused
from qingdan.base.rows import insert, rows
from qingdan.base.signing import signer
from qingdan.base.snapshots.services import freeze
from qingdan.cases.models import Case, CasePaper
from qingdan.data.calendar import is_provisional
from qingdan.data.papers import newest_version, paper_template, paper_words
from qingdan.rules.case_papers import PaperKind, lacking

SNAPSHOT = "case_paper"
_WRITTEN = "SELECT count(*) FROM cases_casepaper WHERE case_id = %(case)s"
_LAST_DAYS = ("reply_until", "until", "decision_until", "promised_until")


def write_paper(
    case: Case, kind: PaperKind, facts: Mapping[str, Any], *, number: str = "", by: Actor, at: datetime
) -> CasePaper:
    """Writes a paper of a case whose row is locked. Raises Refused: a part that the law demands is empty.

    `number`: the one it has already, where another level made it.
    """
    dated = day_of(at)
    ((written,),) = rows(_WRITTEN, case=case.pk)
    number = number or f"{case.number}-{written + 1:02d}"
    content = {**_content(case, kind, facts, by), "number": number, "dated": dated.isoformat(), **facts}
    if problems := lacking(kind, content):
        raise Refused(problems)
    digest, by_key = freeze(SNAPSHOT, content, region=case.region_id, at=at), signer()
    paper = {
        "region_id": case.region_id,
        "case_id": case.pk,
        "kind": kind.value,
        "code": secrets.token_hex(8),
        "number": number,
        "digest": digest,
        "signature": by_key.sign(digest),
        "key": by_key.key,
        "dated": dated,
        "by": by.username,
        "at": at,
    }
    (key,) = insert(CasePaper, [paper])
    append(
        "PaperWritten",
        f"case:{case.number}",
        by=by,
        at=at,
        unit=case.unit.code,
        data={"kind": kind.value, "paper": number, "digest": digest, "key": by_key.key},
    )
    return CasePaper(id=key, **paper)


def _content(case: Case, kind: PaperKind, facts: Mapping[str, Any], by: Actor) -> dict[str, Any]:
    """What is frozen of every paper, and the parts that its newest template prints of itself."""
    version = newest_version(kind)
    parts = paper_template(kind, version).parts
    return {
        "kind": kind.value,
        "template": version,
        "case": case.number,
        "unit": case.unit.code,
        "unit_name": case.unit.name,
        "item_code": case.item_code,
        "item_name": case.item_name,
        "applicant": case.applicant_name,
        "you": case.applicant_kind,
        "agent": case.agent_name,
        "by": by.name,
        **({"trial": True} if case.trial else {}),
        **({"id_number": case.id_number} if "id_number" in parts else {}),
        **({"review_body": _review_body(case, facts)} if "review_body" in parts else {}),
        **({"provisional": unsure} if (unsure := _provisional(facts)) else {}),
    }


def _provisional(facts: Mapping[str, Any]) -> list[str]:
    """Names of the last days that rest on holidays not published yet."""
    told = {name: str(facts[name]) for name in _LAST_DAYS if facts.get(name)}
    return [name for name, day in told.items() if is_provisional(date.fromisoformat(day))]


def _review_body(case: Case, facts: Mapping[str, Any]) -> str:
    """The government that reviews, by its full name, where the guide does not name it so (行政复议法 Art. 24).

    A stationed unit may stand under its own superior: only its guide can tell.
    """
    name = paper_words("review_body").format(region=case.region.name)
    told = name in str(facts.get("remedies", "")) or case.unit.kind == UnitKind.STATIONED
    return "" if told else name
