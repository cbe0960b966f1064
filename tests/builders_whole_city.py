"""A small city in which everything there is a page for exists: of the own unit, of another, of a county, of elsewhere.

What the others wrote holds a word of theirs (MARKERS): no page may show it to whom it does not concern.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from tests.builders import CITY, COUNTY, NOW, OTHER_CITY, PASSWORD, SETTER, a_city, a_unit, an_actor
from tests.builders_approvals import a_batch_of
from tests.builders_files import PDF, a_workbook, given
from tests.builders_guides import guide_things, licences_of
from tests.builders_powers import UNLIT, WHOLE
from tests.builders_reviewed_things import reviewed_campaign, reviewed_thing

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.files.services import SCANS, store_file
from qingdan.base.jobs.services import defer
from qingdan.base.orgs.models import Unit, UnitKind
from qingdan.base.orgs.services import open_region, open_unit
from qingdan.base.people.models import User
from qingdan.base.people.services import appoint, open_account
from qingdan.base.transactions import reading, writing
from qingdan.campaigns.models import Campaign
from qingdan.campaigns.services.contacts import Person, set_contacts
from qingdan.campaigns.services.duties import hand_in_plan, receive_notice
from qingdan.campaigns.services.meetings import hold_meeting
from qingdan.campaigns.services.papers import add_document
from qingdan.campaigns.services.questions import ask_question, post
from qingdan.campaigns.services.starting import start_campaign
from qingdan.campaigns.services.streams import second
from qingdan.comments.services.receiving import NewComment, receive_comment
from qingdan.data.campaigns import DEFAULT_CAMPAIGN, load_campaign
from qingdan.data.schemes import load_scheme
from qingdan.filings.queries.content import SECTIONS
from qingdan.filings.services.preparing import save_report, set_nil_line
from qingdan.filings.services.signing import send_to_principal
from qingdan.flows.models import ChartExit, ChartStep, FlowChart
from qingdan.powers.queries.consents import consents_asked_by
from qingdan.powers.queries.items import item_page
from qingdan.powers.services.intake import upload_register
from qingdan.powers.services.items import add_item
from qingdan.powers.services.justifications import justify
from qingdan.powers.services.law_changes import propose_law_change
from qingdan.powers.services.legal import keep_instrument, keep_mandate
from qingdan.powers.services.partners import set_partners
from qingdan.powers.services.reading import read_upload
from qingdan.rules.campaign import notice_on_for
from qingdan.rules.role import DRAFTING, Role

OWN, FOREIGN, BELOW, ELSEWHERE = OWNERS = ("own", "foreign", "below", "elsewhere")
MARKERS = {OWN: "", FOREIGN: "qzxwvnear", BELOW: "qzxwvbelow", ELSEWHERE: "qzxwvfar"}
REGIONS = {OWN: CITY, FOREIGN: CITY, BELOW: COUNTY, ELSEWHERE: OTHER_CITY}
ASKED = {OWN: f"{CITY}003", FOREIGN: f"{CITY}002", BELOW: f"{COUNTY}002", ELSEWHERE: f"{OTHER_CITY}002"}
UNITS = {OWN: f"{CITY}001", FOREIGN: f"{CITY}003", BELOW: f"{COUNTY}001", ELSEWHERE: f"{OTHER_CITY}001"}
CAMPAIGNS = {OWN: "city-1", FOREIGN: "city-1", BELOW: "county-1", ELSEWHERE: "other-1"}
REVIEWED = {OWN: "city-review", FOREIGN: "city-review", BELOW: "county-review", ELSEWHERE: "other-review"}
READY, EMPTY = f"{CITY}005", f"{CITY}006"  # 市灯塔局 lacks nothing but the signature, 市灯会局 has not begun
DAYS_LEFT = 10  # until the filing is due
Things = dict[str, str]


def whole_city(at: datetime) -> dict[str, Things]:
    """Founds the cities at an instant, with an account for each role (user name: the role); all codes by owner.

    The home must have the law library of `builders_powers.a_law_library`.
    """
    a_city()
    a_unit(5, "市灯塔局")
    a_unit(6, "市灯会局")
    _other_regions()
    people()
    for owner in (OWN, BELOW, ELSEWHERE):
        _campaign(owner, at)
    for region in dict.fromkeys(REGIONS.values()):
        licences_of(region, [UNITS[owner] for owner in OWNERS if REGIONS[owner] == region])
    return {owner: things_of(owner, at) for owner in OWNERS}


def people() -> None:
    """Drafting roles at 市灯笼局, the county's office in the county, others at 市编办; a liaison of each other unit."""
    for role in Role:
        if role == Role.COUNTY_OFFICE:
            _account(role.value, BELOW, role)
        else:
            an_actor(role, unit=1 if role in DRAFTING else 2, username=role.value)
    for owner in (FOREIGN, BELOW, ELSEWHERE):
        _account(f"liaison-{owner}", owner, Role.LIAISON)


def things_of(owner: str, at: datetime) -> Things:
    """One of everything for a unit: name of the thing → its code."""
    liaison = "liaison" if owner == OWN else f"liaison-{owner}"
    made = {
        "region": REGIONS[owner],
        "unit": UNITS[owner],
        "campaign": CAMPAIGNS[owner],
        "county": f"{REGIONS[owner]}901",
        "person": User.objects.get(username=liaison).code,
        "role": Role.LIAISON.value,
    }
    by = _somebody(owner, liaison, Role.LIAISON)
    office = _somebody(owner, f"office-{owner}", Role.ESTABLISHMENT_OFFICE)
    word = MARKERS[owner]
    for name, make in OF_UNIT.items():
        made[name] = make(by, word, made, at)
    made |= guide_things(made["unit"], "" if owner == FOREIGN else word, by, at)
    for name, make in OF_OFFICE.items():
        made[name] = make(office, "" if owner == FOREIGN else word, made, at)
    return made | _under_review(owner, by, office, at)


def _under_review(owner: str, by: Actor, office: Actor, at: datetime) -> Things:
    """An item under review, in a campaign of its own: `reviewed_campaign`, `reviewed`, `withholding`, `seated`."""
    place = {"campaign": REVIEWED[owner], "unit": UNITS[owner]}
    reviewer = f"reviewer-{owner}"
    _account(reviewer, owner, Role.REVIEWER)
    reviewed_campaign(REGIONS[owner], place["campaign"], _setter(owner), at)
    word = MARKERS[owner]
    made = reviewed_thing(place, liaison=by, office=office, reviewer=reviewer, word=word, at=at)
    number = made.pop("number")
    return made | {"reviewed_campaign": place["campaign"], "reviewed": number}


def _somebody(owner: str, username: str, role: Role) -> Actor:
    region, unit = REGIONS[owner], UNITS[owner]
    return Actor(
        username=username, name="何渡", roles=frozenset({role}), region=region, regions=(region,), unit=unit
    )


def _account(username: str, owner: str, role: Role) -> None:
    setter = _setter(owner)
    name = "周守清" + (MARKERS[owner] if owner == ELSEWHERE else "")
    open_account(username=username, name=name, password=PASSWORD, by=setter, at=NOW)
    appoint(username=username, unit=UNITS[owner], role=role, by=setter, at=NOW)


def _setter(owner: str) -> Actor:
    return replace(SETTER, region=REGIONS[owner], regions=(REGIONS[owner],))


def _other_regions() -> None:
    open_region(code=OTHER_CITY, name="远江市", level="city", by=_setter(ELSEWHERE), at=NOW)
    for owner, county in ((OWN, "袁溪县"), (BELOW, "袁溪县"), (ELSEWHERE, "远江县")):
        name, kind = f"{county}人民政府", UnitKind.COUNTY
        open_unit(region=REGIONS[owner], number=901, name=name, kind=kind, by=_setter(owner), at=NOW)
    names = ((ELSEWHERE, "远江市灯笼局", "远江市河道局"), (BELOW, "袁溪县编办", "袁溪县河道局"))
    for owner, *both in names:
        for number, name in enumerate(both, 1):
            kind, by = UnitKind.DEPARTMENT, _setter(owner)
            open_unit(region=REGIONS[owner], number=number, name=name, kind=kind, by=by, at=NOW)


def _campaign(owner: str, at: datetime) -> None:
    """In its filing phase, as the demonstration's."""
    due_on = day_of(at) + timedelta(days=DAYS_LEFT)
    start_campaign(
        region=REGIONS[owner],
        code=CAMPAIGNS[owner],
        template=DEFAULT_CAMPAIGN,
        notice_on=notice_on_for(load_campaign(DEFAULT_CAMPAIGN), "filing", due_on=due_on),
        by=_setter(owner),
        at=at,
    )


def _place(made: Things) -> dict[str, str]:
    return {"unit": made["unit"], "campaign": made["campaign"]}


def _item(by: Actor, word: str, made: Things, at: datetime) -> str:
    texts = (
        "name",
        "sub_item",
        "office",
        "reason",
        "receiver",
        "law_change",
        "duty",
        "remark",
        "fee",
        "subject",
    )
    values = {name: f"{word}灯笼{name}" for name in texts} if word else {}
    basis = replace(UNLIT, quotation=f"{word or '凡'}{UNLIT.quotation}")
    return add_item(
        **_place(made), values=WHOLE | {"duty": f"{word}巡查"} | values, bases=(basis,), by=by, at=at
    ).number


def _file(by: Actor, word: str, made: Things, at: datetime) -> str:
    upload = given(PDF + word.encode() + b"%%EOF", f"扫描件{word}.pdf")
    return store_file(upload, unit=made["unit"], kinds=SCANS, by=by, at=at).code


def _job(by: Actor, word: str, made: Things, at: datetime) -> str:
    with writing(by):
        return defer("read_register", title=f"核对{word}", unit=made["unit"], by=by, at=at)


def _upload(by: Actor, word: str, made: Things, at: datetime) -> str:
    row = (1, "行政处罚", f"对{word}灯笼的处罚", f"{word}灯笼局", f"《{word}灯笼条例》第三条", "保留")
    file = given(a_workbook(row), f"登记表{word}.xlsx")
    code = upload_register(**_place(made), file=file, by=by, at=at).code
    return read_upload(code=code, step=lambda *_: None, by=by, at=at)


def _question(by: Actor, word: str, made: Things, at: datetime) -> str:
    words = {"title": f"{word}灯笼怎么报", "text": f"{word}灯笼归谁"}
    return ask_question(campaign=made["campaign"], **words, by=by, at=at)


def _contacts(by: Actor, word: str, made: Things, at: datetime) -> str:
    person = Person(name=f"林守信{word}", title=f"副局长{word}", phone="0795-0000001")
    set_contacts(**_place(made), people=dict.fromkeys(("deputy", "liaison"), person), by=by, at=at)
    return ""


def _campaign_file(by: Actor, word: str, made: Things, at: datetime) -> str:
    receive_notice(**_place(made), by=by, at=at)
    upload = given(PDF + word.encode() + b"%%EOF", f"方案{word}.pdf")
    done = hand_in_plan(**_place(made), upload=upload, note=f"{word}灯笼", by=by, at=at)
    assert done.file
    return done.file.code


def _consent(by: Actor, word: str, made: Things, at: datetime) -> str:
    asked = next(unit for owner, unit in ASKED.items() if UNITS[owner] == made["unit"])
    number = made["item"]
    set_partners(number=number, version=1, lead=made["unit"], partners=[asked], by=by, at=at)
    with reading(by):
        return consents_asked_by(by)[0].code


def _referred(by: Actor, word: str, made: Things, at: datetime) -> str:
    values = WHOLE | {"name": f"{word}对第二种灯笼的处罚", "disposition": "refer_up"}
    return add_item(**_place(made), values=values, by=by, at=at).number


def _law_change(by: Actor, word: str, made: Things, at: datetime) -> str:
    words = {"instrument": f"{word}灯笼条例", "locator": f"第三条{word}", "proposal": f"{word}删去"}
    return propose_law_change(number=made["item"], ground="unused", **words, by=by, at=at)


CHART = "a00000000001"


def a_chart_of(unit: str, campaign: str, word: str, by: Actor, at: datetime, *, code: str = CHART) -> str:
    """The chart of the category of all items here: two steps."""
    with writing(by):
        place = {"region_id": by.region, "campaign": Campaign.objects.get(code=campaign)}
        chart = FlowChart.objects.create(
            **place,
            unit=Unit.objects.get(code=unit),
            category=WHOLE["category"],
            code=f"{unit}-{code}",
            name=f"{word}灯笼处罚流程图",
            before_steps=5,
            before_days=30,
            updated_by=by.username,
            updated_at=at,
        )
        for number, kind, name in ((1, "start", "立案"), (2, "end", "结案")):
            step = ChartStep.objects.create(
                region_id=by.region,
                chart=chart,
                number=number,
                kind=kind,
                name=f"{name}{word}",
                post="承办人",
            )
            if kind == "start":
                ChartExit.objects.create(region_id=by.region, step=step, order=0, to=2)
    return chart.code


def two_more_units(at: datetime) -> None:
    """People of the unit that is ready to sign and of the one that has not begun; user names: role and number."""
    for role in (Role.LIAISON, Role.PRINCIPAL):
        for number in (5, 6):
            an_actor(role, unit=number, username=f"{role}-{number}")
    by = replace(_somebody(OWN, "liaison-5", Role.LIAISON), unit=READY)
    made = {"unit": READY, "campaign": CAMPAIGNS[OWN]}
    made["item"] = _item(by, "", made, at)
    _contacts(by, "", made, at)
    _prepare(by, "", made, at)


def _filing(by: Actor, word: str, made: Things, at: datetime) -> str:
    """Sent to the principal."""
    _prepare(by, word, made, at)
    return str(send_to_principal(**_place(made), by=by, at=at))


def _prepare(by: Actor, word: str, made: Things, at: datetime) -> None:
    """All that a filing needs beside the item: nil lines, a report, a chart, reasons for what is doubtful."""
    for category in load_scheme().listed:
        if category.value != WHOLE["category"]:
            set_nil_line(**_place(made), category=category.value, by=by, at=at)
    save_report(**_place(made), version=0, sections=dict.fromkeys(SECTIONS, f"{word}数过"), by=by, at=at)
    made["chart"] = a_chart_of(made["unit"], made["campaign"], word, by, at)
    with reading(by):
        found = item_page(by, made["item"], on=day_of(at)).findings
    warnings = sorted({one.key for one in found if one.severity == "warning"})
    made["finding"] = warnings[0]
    for key in warnings:
        justify(number=made["item"], key=key, reason=f"{word}只有这一种", by=by, at=at)


def _instrument(by: Actor, word: str, made: Things, at: datetime) -> str:
    legal = replace(by, roles=frozenset({Role.LEGAL_AFFAIRS}))
    texts = ("title", "document_number", "issuer", "text")
    values = dict.fromkeys(texts, f"第一条 {word}{made['unit']}灯笼要挂好。") | {
        "level": "city_rule",
        "valid_from": "2015-01-01",
    }
    return keep_instrument(values=values, by=legal, at=at)


def _mandate(by: Actor, word: str, made: Things, at: datetime) -> str:
    legal = replace(by, roles=frozenset({Role.LEGAL_AFFAIRS}))
    words = {"text": f"{word}管好灯笼", "document": f"{word}三定规定"}
    keep_mandate(unit=made["unit"], number="1", **words, new=True, by=legal, at=at)
    return "1"


def _posting(by: Actor, word: str, made: Things, at: datetime) -> str:
    words = {"title": f"{word}灯笼通知", "text": f"{word}都要挂好"}
    return post(campaign=made["campaign"], kind="notice", **words, by=by, at=at)


def _meeting(by: Actor, word: str, made: Things, at: datetime) -> str:
    words = {"title": f"{word}灯笼会", "place": f"{word}灯下", "record": f"{word}都来了"}
    on = day_of(at)
    return hold_meeting(campaign=made["campaign"], kind="meeting", on=on, **words, by=by, at=at)


def _paper(by: Actor, word: str, made: Things, at: datetime) -> str:
    title = f"{word}灯笼工作方案"
    return add_document(campaign=made["campaign"], title=title, issued_on=date(2015, 3, 24), by=by, at=at)


def _secondment(by: Actor, word: str, made: Things, at: datetime) -> str:
    words = {"name": f"林守信{word}", "skills": f"扎灯笼{word}", "group": ""}
    since = day_of(at)
    place = {"campaign": made["campaign"], "home_unit": made["unit"]}
    return second(**place, **words, since=since, by=by, at=at)


def _comment(by: Actor, word: str, made: Things, at: datetime) -> str:
    """A question of the public to the unit."""
    visitor = Actor(username="", name="", region=by.region, regions=(by.region,))
    asked = NewComment(kind="question", unit=made["unit"], text=f"{word}灯笼什么时候点", author=word)
    return receive_comment(comment=asked, by=visitor, at=at).number


def _batch(by: Actor, word: str, made: Things, at: datetime) -> str:
    return a_batch_of(made["unit"], word, by, at)


Make = Callable[[Actor, str, Things, datetime], str]
OF_UNIT: Mapping[str, Make] = {
    "item": _item,
    "file": _file,
    "job": _job,
    "upload": _upload,
    "question": _question,
    "contacts": _contacts,
    "campaign_file": _campaign_file,
    "filing": _filing,
    "consent": _consent,
    "law_change": _law_change,
    "referred": _referred,
    "comment": _comment,
}
OF_OFFICE: Mapping[str, Make] = {
    "posting": _posting,
    "meeting": _meeting,
    "paper": _paper,
    "secondment": _secondment,
    "instrument": _instrument,
    "mandate": _mandate,
    "batch": _batch,
}
