"""A campaign, items of its units and a small law library for tests, built through services."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.conf import settings
from tests.builders import CITY, NOW, a_city
from tests.kept_states import kept
from tests.linter.lanterns import LANTERNS

from qingdan.base.actor import Actor
from qingdan.base.transactions import writing
from qingdan.campaigns.models import Campaign
from qingdan.library.importer import import_documents
from qingdan.library.sources import read_path
from qingdan.powers.queries.bases import BasisText
from qingdan.powers.services.items import add_item
from qingdan.rules.role import Role

CAMPAIGN = "lanterns-2026"
OWN, OTHER = f"{CITY}001", f"{CITY}003"
QUOTED = "夜间不点亮沿街灯笼的，由县级以上灯火主管部门责令改正，处五百元以上二千元以下的罚款。"
UNLIT = BasisText(instrument="临江市灯笼管理条例", locator="第三条", quotation=QUOTED)
MISPLACED = BasisText(instrument="临江市灯笼管理条例", locator="第四条", quotation=QUOTED)
LIAISON = Actor(
    username="liaison",
    name="林守信",
    roles=frozenset({Role.LIAISON}),
    region=CITY,
    regions=(CITY,),
    unit=OWN,
    unit_name="市灯笼局",
)
STRANGER = Actor(
    username="stranger",
    name="何渡",
    roles=frozenset({Role.LIAISON}),
    region=CITY,
    regions=(CITY,),
    unit=OTHER,
)
WHOLE = {
    "category": "penalty",
    "name": "对夜间不点亮沿街灯笼的处罚",
    "implementing_body": "市灯笼局",
    "office": "灯火科",
    "disposition": "retain",
    "reason": "依据充分",
}


@kept
def a_campaign(region: str = CITY, code: str = CAMPAIGN, notice_on: date = date(2026, 5, 1)) -> Campaign:
    """An open campaign of the plan of 2015, judged by the law of the day."""
    actor = Actor(username="office", name="编办", region=region, regions=(region,))
    with writing(actor):
        return Campaign.objects.create(
            region_id=region,
            code=code,
            template="yichun-2015",
            name="2026年行政权力清理",
            notice_on=notice_on,
        )


@kept
def a_register_city() -> None:
    """The city of `a_city` with an open campaign."""
    a_city()
    a_campaign()


@kept
def an_item(
    name: str = WHOLE["name"],
    *,
    bases: Sequence[BasisText] = (UNLIT,),
    unit: str = OWN,
    by: Actor = LIAISON,
    **more: str,
) -> str:
    """One more item of the unit, whole unless said otherwise; its draft number."""
    values = WHOLE | {"name": name} | more
    return add_item(campaign=CAMPAIGN, unit=unit, values=values, bases=bases, by=by, at=NOW).number


def a_law_library(folder: Path) -> None:
    """The invented regulation as the law library of the home of these tests."""
    text = folder / "地方性法规" / "临江市灯笼管理条例(2012-03-01).md"
    text.parent.mkdir(parents=True, exist_ok=True)
    text.write_text(LANTERNS, encoding="utf-8")
    import_documents(settings.QINGDAN_HOME, read_path(folder))
