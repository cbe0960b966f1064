"""Filings for tests: a unit whose return lacks nothing, and how far it got, all through services."""

from dataclasses import replace
from datetime import date, timedelta

from tests.builders import CITY, NOW, SETTER, a_city, a_unit
from tests.builders_files import PDF, given
from tests.builders_flows import WHOLE, a_started_chart, saved
from tests.builders_powers import CAMPAIGN, LIAISON, OWN, an_item
from tests.kept_states import kept

from qingdan.base.actor import Actor
from qingdan.base.orgs.models import UnitKind
from qingdan.base.transactions import writing
from qingdan.campaigns.models import Campaign
from qingdan.campaigns.services.contacts import Person, set_contacts
from qingdan.campaigns.services.starting import start_campaign
from qingdan.data.schemes import load_scheme
from qingdan.filings.models import Filing
from qingdan.filings.queries.content import SECTIONS
from qingdan.filings.services.handing_in import file_filing, receive_filing
from qingdan.filings.services.preparing import save_report, set_nil_line
from qingdan.filings.services.signing import send_to_principal, sign_filing, sign_on_paper
from qingdan.powers.models import ItemCheck
from qingdan.powers.services.justifications import justify
from qingdan.rules.role import Role

CODE = "灯"
NOTICE_ON = date(2026, 5, 11)  # the filing is due on 2 June
BODY = f"{CITY}004"
REPORT = dict.fromkeys(SECTIONS, "灯笼已经逐盏数过。")
PRINCIPAL = replace(
    LIAISON, username="principal", name="周守清", roles=frozenset({Role.PRINCIPAL}), factor_at=NOW
)
OFFICE = Actor(
    username="office",
    name="何渡",
    roles=frozenset({Role.ESTABLISHMENT_OFFICE}),
    region=CITY,
    regions=(CITY,),
    unit=f"{CITY}002",
    unit_name="市编办",
)
LATER = NOW + timedelta(minutes=5)


@kept
def a_filing_city() -> None:
    """The city of `a_city` with 市灯火所 (004) under 市灯笼局, and a campaign in which its units file."""
    a_city()
    a_unit(4, "市灯火所", UnitKind.SUBORDINATE, supervising=OWN)
    start_campaign(region=CITY, code=CODE, template="yichun-2015", notice_on=NOTICE_ON, by=SETTER, at=NOW)
    with writing(SETTER):
        Campaign.objects.filter(code=CODE).update(code=CAMPAIGN)


@kept
def contacts_of(unit: str, by: Actor) -> None:
    """Both people of a unit."""
    people = {
        kind: Person(name="林守信", title="副局长", phone="0795-0000001") for kind in ("deputy", "liaison")
    }
    set_contacts(campaign=CAMPAIGN, unit=unit, people=people, by=by, at=NOW)


@kept
def nil_lines_of(unit: str, by: Actor, *, without: tuple[str, ...] = ()) -> None:
    """A nil line for every category but these."""
    for category in load_scheme().listed:
        if category.value not in without:
            set_nil_line(campaign=CAMPAIGN, unit=unit, category=category.value, by=by, at=NOW)


@kept
def a_chart(category: str = "penalty", by: Actor = LIAISON) -> str:
    """The chart of a category, five steps, with what it was before; its code."""
    code = a_started_chart(category, unit=by.unit, by=by)
    saved(code, WHOLE, by=by, before_steps="9", before_days="30")
    return code


@kept
def a_ready_unit(unit: str = OWN, by: Actor = LIAISON) -> str:
    """A unit whose filing lacks nothing: one item with a chart, nil lines, report, people. The item's number."""
    number = an_item(unit=unit, by=by, duty="巡查沿街灯笼")
    with writing(by):
        problems = ItemCheck.objects.get(item__draft_number=number).problems
    for problem in problems:
        if problem["severity"] == "warning":
            justify(number=number, key=problem["key"], reason="灯笼只有这一种", by=by, at=NOW)
    a_chart(by=by)
    nil_lines_of(unit, by, without=("penalty",))
    save_report(campaign=CAMPAIGN, unit=unit, version=0, sections=REPORT, by=by, at=NOW)
    contacts_of(unit, by)
    return number


@kept
def sent(unit: str = OWN, by: Actor = LIAISON) -> Filing:
    """Sent to the principal."""
    number = send_to_principal(campaign=CAMPAIGN, unit=unit, by=by, at=NOW)
    return the_filing(number, unit)


@kept
def signed(unit: str = OWN, by: Actor = LIAISON, principal: Actor = PRINCIPAL) -> Filing:
    """Sent and signed in the system."""
    one = sent(unit, by)
    sign_filing(campaign=CAMPAIGN, unit=unit, number=one.number, digest=one.digest, by=principal, at=LATER)
    return the_filing(one.number, unit)


@kept
def signed_on_paper(unit: str = OWN, by: Actor = LIAISON) -> Filing:
    """Sent, printed, signed by hand, scanned."""
    one = sent(unit, by)
    sign_on_paper(
        campaign=CAMPAIGN,
        unit=unit,
        number=one.number,
        digest=one.digest,
        signatory="周守清",
        upload=given(PDF, "签字页.pdf"),
        by=by,
        at=LATER,
    )
    return the_filing(one.number, unit)


@kept
def filed(unit: str = OWN, by: Actor = LIAISON, principal: Actor = PRINCIPAL) -> Filing:
    """Signed and handed in."""
    one = signed(unit, by, principal)
    file_filing(campaign=CAMPAIGN, unit=unit, number=one.number, digest=one.digest, by=by, at=LATER)
    return the_filing(one.number, unit)


@kept
def received(unit: str = OWN) -> Filing:
    """Handed in and taken over."""
    one = filed(unit)
    receive_filing(campaign=CAMPAIGN, unit=unit, number=one.number, by=OFFICE, at=LATER)
    return the_filing(one.number, unit)


def the_filing(number: int = 1, unit: str = OWN) -> Filing:
    """A version as it stands."""
    with writing(OFFICE):
        return Filing.objects.select_related("campaign", "unit", "paper").get(unit__code=unit, number=number)
