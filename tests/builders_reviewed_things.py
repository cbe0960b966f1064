"""Something under review for each owner of `builders_whole_city`: a return received in a campaign of its own.

The filing of the campaign in hand is not signed yet there, and other pages want it so.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from tests.builders_powers import UNLIT, WHOLE

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.people.models import User
from qingdan.base.transactions import reading
from qingdan.campaigns.models import Campaign
from qingdan.campaigns.services.contacts import Person, set_contacts
from qingdan.campaigns.services.starting import start_campaign
from qingdan.data.campaigns import DEFAULT_CAMPAIGN, load_campaign
from qingdan.data.schemes import load_scheme
from qingdan.filings.models import Filing
from qingdan.filings.queries.content import SECTIONS
from qingdan.filings.services.handing_in import file_filing, receive_filing
from qingdan.filings.services.preparing import save_report, set_nil_line
from qingdan.filings.services.signing import send_to_principal, sign_filing
from qingdan.powers.queries.items import item_page
from qingdan.powers.services.items import add_item
from qingdan.powers.services.justifications import justify
from qingdan.reviews.services.groups import assign_group, seat_reviewer
from qingdan.reviews.services.registers import enter_baseless, propose_withholding
from qingdan.rules.campaign import notice_on_for
from qingdan.rules.review import ListKind
from qingdan.rules.role import Role

GROUP, LIST = "review_group_1", ListKind.POWER
CHART = "a00000000002"


def reviewed_campaign(region: str, code: str, by: Actor, at: datetime) -> None:
    """A campaign of the region some days older than the one in hand."""
    with reading(by):
        there = Campaign.objects.filter(code=code).exists()
    due_on = day_of(at) + timedelta(days=3)
    notice_on = notice_on_for(load_campaign(DEFAULT_CAMPAIGN), "filing", due_on=due_on)
    if not there:
        start_campaign(region=region, code=code, template=DEFAULT_CAMPAIGN, notice_on=notice_on, by=by, at=at)


def reviewed_thing(
    place: dict[str, str], *, liaison: Actor, office: Actor, reviewer: str, word: str, at: datetime
) -> dict[str, str]:
    """An item of a unit with the first group, entered in both registers; `place`: its campaign and unit.

    The draft number, the code of the proposal to withhold, the code of who sits in the group, that of its chart.
    """
    number = _item(place, liaison, word, at)
    _prepare(place, number, liaison, word, at)
    _hand_in(place, liaison, office, at)
    assign_group(**place, group=GROUP, by=office, at=at)
    seat = {"campaign": place["campaign"], "group": GROUP, "username": reviewer}
    seat_reviewer(**seat, home_unit=place["unit"], expert=False, by=office, at=at)
    named = {"campaign": place["campaign"], "kind": LIST, "number": number}
    enter_baseless(**named, note=f"{word}灯笼一直在收", by=liaison, at=at)
    words = {"ground": f"{word}灯笼条例", "reason": f"{word}灯塔在哪里"}
    code = propose_withholding(**named, **words, by=liaison, at=at)
    seated, chart = User.objects.get(username=reviewer).code, f"{place['unit']}-{CHART}"
    return {"number": number, "withholding": code, "seated": seated, "reviewed_chart": chart}


def _item(place: dict[str, str], by: Actor, word: str, at: datetime) -> str:
    values = WHOLE | {"name": f"对{word}灯笼不亮的处罚", "duty": f"{word}巡查", "remark": f"{word}灯笼"}
    basis = replace(UNLIT, quotation=f"{word or '凡'}{UNLIT.quotation}")
    return add_item(**place, values=values, bases=(basis,), by=by, at=at).number


def _prepare(place: dict[str, str], number: str, liaison: Actor, word: str, at: datetime) -> None:
    """Everything that a filing needs beside the item."""
    from tests.builders_whole_city import a_chart_of  # noqa: PLC0415  (which uses this module)

    for category in load_scheme().listed:
        if category.value != WHOLE["category"]:
            set_nil_line(**place, category=category.value, by=liaison, at=at)
    save_report(**place, version=0, sections=dict.fromkeys(SECTIONS, f"{word}数过"), by=liaison, at=at)
    a_chart_of(place["unit"], place["campaign"], word, liaison, at, code=CHART)
    person = Person(name=f"林守信{word}", title="副局长", phone="0795-0000001")
    set_contacts(**place, people=dict.fromkeys(("deputy", "liaison"), person), by=liaison, at=at)
    with reading(liaison):
        found = item_page(liaison, number, on=day_of(at)).findings
    for key in sorted({one.key for one in found if one.severity == "warning"}):
        justify(number=number, key=key, reason=f"{word}只有这一种", by=liaison, at=at)


def _hand_in(place: dict[str, str], liaison: Actor, office: Actor, at: datetime) -> None:
    """Signed, handed in, received."""
    version = send_to_principal(**place, by=liaison, at=at)
    principal = replace(liaison, username="principal", roles=frozenset({Role.PRINCIPAL}), factor_at=at)
    with reading(liaison):
        filing = Filing.objects.get(
            campaign__code=place["campaign"], unit__code=place["unit"], number=version
        )
    sign_filing(**place, number=version, digest=filing.digest, by=principal, at=at)
    file_filing(**place, number=version, digest=filing.digest, by=liaison, at=at)
    receive_filing(**place, number=version, by=office, at=at)
