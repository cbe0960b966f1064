"""Writing a paper (文书): its data checked for what the law demands, frozen, signed; files are made when asked for."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.refusal import Refused
from qingdan.base.signing import signer
from qingdan.base.snapshots.services import freeze
from qingdan.cases.models import Case, CasePaper
from qingdan.data.papers import newest_version
from qingdan.rules.case_papers import PaperKind, lacking

SNAPSHOT = "case_paper"


def write_paper(
    case: Case, kind: PaperKind, facts: Mapping[str, Any], *, by: Actor, at: datetime
) -> CasePaper:
    """Writes a paper of a case whose row is locked. Raises Refused: a part that the law demands is empty."""
    dated = day_of(at)
    number = f"{case.number}-{CasePaper.objects.filter(case=case).count() + 1:02d}"
    content = {
        "kind": kind.value,
        "template": newest_version(kind),
        "number": number,
        "case": case.number,
        "unit": case.unit.code,
        "unit_name": case.unit.name,
        "item_code": case.item_code,
        "item_name": case.item_name,
        "applicant": case.applicant_name,
        "agent": case.agent_name,
        "dated": dated.isoformat(),
        "by": by.name,
        **({"trial": True} if case.trial else {}),
        **facts,
    }
    if problems := lacking(kind, content):
        raise Refused(problems)
    digest, by_key = freeze(SNAPSHOT, content, region=case.region_id, at=at), signer()
    paper = CasePaper.objects.create(
        region_id=case.region_id,
        case=case,
        kind=kind,
        code=secrets.token_hex(8),
        number=number,
        digest=digest,
        signature=by_key.sign(digest),
        key=by_key.key,
        dated=dated,
        by=by.username,
        at=at,
    )
    append(
        "PaperWritten",
        f"case:{case.number}",
        by=by,
        at=at,
        unit=case.unit.code,
        data={"kind": kind.value, "paper": paper.number, "digest": paper.digest, "key": paper.key},
    )
    return paper
