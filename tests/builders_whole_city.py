"""A small city in which everything there is a page for exists: of the own unit, of another, and of another city.

Whatever the others wrote holds a word of theirs (MARKERS); no page may show it to whom it does not concern.
"""

from collections.abc import Callable
from dataclasses import replace

from tests.builders import CITY, COUNTY, NOW, OTHER_CITY, PASSWORD, SETTER, a_city, an_actor
from tests.builders_files import PDF, a_workbook, given
from tests.builders_powers import CAMPAIGN, UNLIT, WHOLE, a_campaign

from qingdan.base.actor import Actor
from qingdan.base.files.services import SCANS, store_file
from qingdan.base.jobs.services import defer
from qingdan.base.orgs.models import UnitKind
from qingdan.base.orgs.services import open_region, open_unit
from qingdan.base.people.services import appoint, open_account
from qingdan.base.transactions import writing
from qingdan.powers.services.intake import upload_register
from qingdan.powers.services.items import add_item
from qingdan.rules.role import DRAFTING, Role

OWN, FOREIGN, ELSEWHERE = "own", "foreign", "elsewhere"
MARKERS = {OWN: "", FOREIGN: "qzxwvnear", ELSEWHERE: "qzxwvfar"}
UNITS = {OWN: f"{CITY}001", FOREIGN: f"{CITY}003", ELSEWHERE: f"{OTHER_CITY}001"}
CAMPAIGNS = {OWN: CAMPAIGN, FOREIGN: CAMPAIGN, ELSEWHERE: "other-2026"}
COUNTY_UNIT = f"{COUNTY}001"
Things = dict[str, str]


def whole_city() -> dict[str, Things]:
    """Founds the cities with an account for each role (user name: the role); codes of all things by owner."""
    a_city()
    _another_city()
    people()
    a_campaign()
    a_campaign(OTHER_CITY, CAMPAIGNS[ELSEWHERE])
    return {owner: things_of(owner) for owner in UNITS}


def people() -> None:
    """One account for each role: drafting roles at 市灯笼局, the county's office in the county, others at 市编办."""
    for role in Role:
        if role == Role.COUNTY_OFFICE:
            open_account(username=role.value, name="周守清", password=PASSWORD, by=SETTER, at=NOW)
            appoint(username=role.value, unit=COUNTY_UNIT, role=role, by=SETTER, at=NOW)
        else:
            an_actor(role, unit=1 if role in DRAFTING else 2, username=role.value)


def drafter_of(owner: str) -> Actor:
    """Who writes the things of an owner."""
    region = UNITS[owner][:6]
    return Actor(
        username=f"writer-{owner}",
        name="何渡",
        roles=frozenset({Role.LIAISON}),
        region=region,
        regions=(region,),
        unit=UNITS[owner],
    )


def things_of(owner: str) -> Things:
    """One of everything for a unit: name of the thing → its code."""
    by, word = drafter_of(owner), MARKERS[owner]
    made = {"unit": UNITS[owner], "campaign": CAMPAIGNS[owner]}
    for name, make in MAKERS.items():
        made[name] = make(by, word, made)
    return made


def _another_city() -> None:
    setter = replace(SETTER, region=OTHER_CITY, regions=(OTHER_CITY,))
    open_region(code=OTHER_CITY, name="远江市", level="city", by=setter, at=NOW)
    for region, name, by in ((OTHER_CITY, "远江市灯笼局", setter), (COUNTY, "袁溪县编办", SETTER)):
        open_unit(region=region, number=1, name=name, kind=UnitKind.DEPARTMENT, by=by, at=NOW)


def _item(by: Actor, word: str, made: Things) -> str:
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
    basis = replace(UNLIT, instrument=f"临江市灯笼管理条例{word}", quotation=f"{word}{UNLIT.quotation}")
    place = {"unit": made["unit"], "campaign": made["campaign"]}
    return add_item(**place, values=WHOLE | values, bases=(basis,), by=by, at=NOW).number


def _file(by: Actor, word: str, made: Things) -> str:
    upload = given(PDF + word.encode(), f"扫描件{word}.pdf")
    return store_file(upload, unit=made["unit"], kinds=SCANS, by=by, at=NOW).code


def _job(by: Actor, word: str, made: Things) -> str:
    with writing(by):
        return defer("read_register", title=f"核对{word}", unit=made["unit"], by=by, at=NOW)


def _upload(by: Actor, word: str, made: Things) -> str:
    row = (1, "行政处罚", f"对{word}灯笼的处罚", f"{word}灯笼局", f"《{word}灯笼条例》第三条", "保留")
    file = given(a_workbook(row), f"登记表{word}.xlsx")
    return upload_register(file=file, unit=made["unit"], campaign=made["campaign"], by=by, at=NOW).code


MAKERS: dict[str, Callable[[Actor, str, Things], str]] = {
    "item": _item,
    "file": _file,
    "job": _job,
    "upload": _upload,
}
