"""Editions for tests, written directly: powers and duties of the lantern city as the public reads them.

No campaign stands behind them, so nothing reacts to their being shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.builders import CITY, NOW, SETTER, TODAY
from tests.builders_powers import OTHER, OWN, QUOTED
from tests.kept_states import kept

from qingdan.base.events.models import Event
from qingdan.base.events.queries import event_digest
from qingdan.base.transactions import writing
from qingdan.editions.models import Edition, EditionShown
from qingdan.editions.services.composing import NewEntry, write_edition
from qingdan.rules.review import ListKind

WRITER = replace(SETTER, username="office", name="何渡")
CODES = tuple(f"{OWN}02{number:04d}00" for number in range(1, 10))
UNLIT_CODE, PLASTIC_CODE, REWARD_CODE = CODES[0], CODES[1], f"{OTHER}08000100"
BASIS = {"instrument": "临江市灯笼管理条例", "document_number": "", "locator": "第三条", "quotation": QUOTED}
RESOLUTION = {
    "meeting": "市政府第6次常务会议",
    "number": "〔2026〕6号",
    "on": "2026-05-20",
    "draft_digest": "a" * 64,
}
Content = dict[str, Any]


def a_step(number: int, name: str, kind: str = "act", **more: Any) -> Content:
    """A step of a chart as it was reviewed; it leads to the next unless it is the end."""
    ways = [] if kind == "end" else [{"to": number + 1, "condition": ""}]
    texts = dict.fromkeys(
        ("office", "content", "standard", "statutory_limit", "document", "risk_level", "risk", "control"), ""
    )
    return (
        texts
        | {
            "number": number,
            "kind": kind,
            "name": name,
            "post": "承办人",
            "promised_limit": "",
            "counted": True,
            "exits": ways,
        }
        | more
    )


WAYS = [{"to": 4, "condition": "通过"}, {"to": 2, "condition": "退回"}]
CHART = {
    "code": f"{OWN}-a00000000001",
    "name": "灯笼处罚",
    "category": "penalty",
    "template": "",
    "clock_from": None,
    "clock_until": None,
    "steps": [
        a_step(1, "立案", "start"),
        a_step(2, "查看灯笼", content="两人以上去看灯笼。", promised_limit="5个工作日"),
        a_step(
            3,
            "审核",
            "decision",
            post="法制员",
            exits=[{"to": 4, "condition": "通过"}, {"to": 2, "condition": "退回"}],
        ),
        a_step(4, "结案", "end"),
    ],
}


def a_power(code: str = UNLIT_CODE, *, name: str = "对夜间不点亮沿街灯笼的处罚", **more: Any) -> Content:
    """A power entry; `more` are its values, or parts of the entry by their names."""
    parts = ("unit", "unit_name", "category", "disposition", "bases", "chart", "law_on", "merged_into")
    values = {
        "implementing_body": "市灯笼局",
        "office": "灯火科",
        "level": "市、县",
        "promised_limit": "20个工作日",
    }
    entry: Content = {
        "form": 1,
        "list": "power_list",
        "code": code,
        "number": f"{OWN}-00001",
        "unit": code[:9],
        "unit_name": "市灯笼局" if code.startswith(OWN) else "市河道局",
        "category": "penalty",
        "name": name,
        "disposition": "retain",
        "values": values | {key: text for key, text in more.items() if key not in parts},
        "bases": [BASIS],
        "chart": CHART,
        "merged_into": "",
        "law_on": "2026-05-20",
    }
    return entry | {key: part for key, part in more.items() if key in parts}


def duties_of(power: Content, **more: str) -> Content:
    """The duty entry of a power: one duty for the step 审核."""
    duty = {
        "step": "审核",
        "duty": "核对灯笼有没有点亮",
        "post": "法制员",
        "accountability_ground": "没有看灯笼就认定没有点亮",
        "legal_basis": "临江市灯笼管理条例第三条",
        "exemption": "",
    }
    names = ("code", "unit", "unit_name", "category", "name")
    head = {name: power[name] for name in names}
    return {"form": 1, "list": "responsibility_list", **head, "power_digest": "", "duties": [duty | more]}


@kept
def an_edition(
    entries: Sequence[Content],
    *,
    kind: ListKind = ListKind.POWER,
    effective_on: date = TODAY,
    shown_on: date | None = TODAY,
    region: str = CITY,
    resolution: Mapping[str, Any] | None = None,
) -> Edition:
    """The next edition of a list, seen by the public from a day on (None: not yet)."""
    by = replace(WRITER, region=region, regions=(*WRITER.regions, region))
    kept = {"retain", "refer_up", "devolve", "transfer"}
    new = [NewEntry(content=one, in_force=one.get("disposition", "retain") in kept) for one in entries]
    with writing(by):
        edition = write_edition(
            region=region,
            kind=kind,
            campaign="lanterns",
            effective_on=effective_on,
            resolution=dict(resolution or RESOLUTION),
            entries=new,
            by=by,
            at=NOW,
        )
        if shown_on:
            shown = {"region_id": region, "on": shown_on, "at": NOW + (shown_on - TODAY)}
            EditionShown.objects.create(edition=edition, **shown)
            _told_of(edition)
    return edition


def _told_of(edition: Edition) -> None:
    """The program's events of a publication, without what they set going."""
    its_own, of_list = f"edition:{edition.code}", f"list:{edition.campaign}/{edition.list_kind}"
    about = {"edition": edition.code, "digest": edition.digest}
    proofs = [("ChannelProved", of_list, about | {"step": step}) for step in (1, 2, 3, 4)]
    shown = ("EditionShown", its_own, {"digest": edition.digest})
    for kind, on, data in (
        *proofs[:1],
        shown,
        *proofs[1:],
        ("EditionPublished", of_list, about | {"proofs": 4}),
    ):
        one = Event(kind=kind, subject=on, region=edition.region_id, at=NOW, by="system", data=data)
        one.digest = event_digest(one)
        one.save(force_insert=True)


@kept
def two_editions() -> tuple[Edition, Edition]:
    """A first edition of three powers; a month later one is changed, one abolished, one new."""
    first = [a_power(), a_power(PLASTIC_CODE, name="对用塑料纸糊制大型灯笼的处罚"), a_reward()]
    older = TODAY - timedelta(days=30)
    one = an_edition(first, effective_on=older, shown_on=older)
    second = [
        a_power(promised_limit="10个工作日"),
        a_power(PLASTIC_CODE, name="对用塑料纸糊制大型灯笼的处罚", disposition="abolish", chart={}),
        a_reward(),
        a_power(CODES[2], name="对损坏沿街灯笼的处罚"),
    ]
    return one, an_edition(second)


def a_reward() -> Content:
    """A power of 市河道局, without a chart."""
    return a_power(REWARD_CODE, name="对护灯有功者的奖励", category="reward", chart={})
