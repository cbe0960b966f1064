"""How a unit of the campaign of 2015 really files: drafts, charts, report, nil lines, signature, handing in."""

from dataclasses import replace
from datetime import datetime

from tests.builders_filings import REPORT
from tests.builders_flows import WHOLE as STEPS
from tests.builders_flows import saved
from tests.builders_powers import UNLIT, WHOLE
from tests.scenario_2015 import CAMPAIGN, liaison

from qingdan.base.actor import Actor
from qingdan.data.schemes import load_scheme
from qingdan.filings.queries.filings import get_version_for
from qingdan.filings.services.handing_in import file_filing
from qingdan.filings.services.preparing import save_report, set_nil_line
from qingdan.filings.services.signing import send_to_principal, sign_filing
from qingdan.flows.services import start_chart
from qingdan.powers.models import ItemCheck
from qingdan.powers.services.items import add_item
from qingdan.powers.services.justifications import justify
from qingdan.rules.role import Role

NAMES = (WHOLE["name"], "对破坏桥头灯笼的处罚", "对损坏河边灯笼的处罚", "对私拆庙前灯笼的处罚")


def file_return(unit: str, nil: bool, at: datetime, items: int = 1) -> None:
    """A unit's whole return: so many penalties under one chart, or nothing at all."""
    by = liaison(unit)
    if nil:
        set_nil_line(campaign=CAMPAIGN, unit=unit, category="", by=by, at=at)
    else:
        _draft(unit, by, at, items)
    save_report(campaign=CAMPAIGN, unit=unit, version=0, sections=REPORT, by=by, at=at)
    number = send_to_principal(campaign=CAMPAIGN, unit=unit, by=by, at=at)
    key = get_version_for(by, CAMPAIGN, unit, number).digest
    principal = replace(by, username=f"principal-{unit}", roles=frozenset({Role.PRINCIPAL}), factor_at=at)
    sign_filing(campaign=CAMPAIGN, unit=unit, number=number, digest=key, by=principal, at=at)
    file_filing(campaign=CAMPAIGN, unit=unit, number=number, digest=key, by=by, at=at)


def _draft(unit: str, by: Actor, at: datetime, items: int) -> None:
    for name in NAMES[:items]:
        values = WHOLE | {"name": name, "duty": "巡查沿街灯笼"}
        number = add_item(campaign=CAMPAIGN, unit=unit, values=values, bases=(UNLIT,), by=by, at=at).number
        for problem in ItemCheck.objects.get(item__draft_number=number).problems:
            if problem["severity"] == "warning":
                justify(number=number, key=problem["key"], reason="灯笼只有这一种", by=by, at=at)
    code = start_chart(campaign=CAMPAIGN, unit=unit, category="penalty", by=by, at=at).code
    saved(code, STEPS, by=by)
    for category in load_scheme().listed:
        if category != "penalty":
            set_nil_line(campaign=CAMPAIGN, unit=unit, category=category.value, by=by, at=at)
