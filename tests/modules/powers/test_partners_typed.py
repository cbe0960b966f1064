"""Co-implementers typed into the form of an item are asked as those chosen on their page are."""

from datetime import timedelta

import pytest
from tests.builders import NOW
from tests.builders_partners import the_consent, the_item
from tests.builders_powers import LIAISON, OTHER, OWN, STRANGER, an_item

from qingdan.base.events.models import Event
from qingdan.base.transactions import reading
from qingdan.powers.models import Consent
from qingdan.powers.services.consents import answer_consent
from qingdan.powers.services.items import save_item
from qingdan.powers.services.partners import set_partners

pytestmark = [pytest.mark.usefixtures("city"), pytest.mark.requirement("R-054", "C14")]
LATER = NOW + timedelta(hours=1)


def _type(number: str, **values: str) -> None:
    save_item(number=number, version=the_item(number).version, values=values, by=LIAISON, at=LATER)


def _asked() -> list[str]:
    with reading(LIAISON):
        return list(Consent.objects.order_by("pk").values_list("unit__code", flat=True))


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ({"joint": "是", "joint_lead": "市灯笼局", "joint_partners": "市河道局"}, [OTHER]),
        ({"joint": "是", "joint_partners": "市河道局、没有这个局"}, [OTHER]),
        ({"joint": "是", "joint_partners": "市河道局、市灯笼局、市河道局"}, [OTHER]),
        ({"joint": "是", "joint_lead": "市河道局", "joint_partners": "市灯笼局"}, []),
        ({"joint": "否", "joint_partners": "市河道局"}, []),
        ({"joint": "是", "joint_partners": "市河"}, []),
    ],
)
def test_typed_partners__are_asked_where_the_unit_leads(values: dict[str, str], asked: list[str]) -> None:
    _type(an_item(), **values)

    assert _asked() == asked


def test_typed_partners__are_asked_once_and_keep_their_answer() -> None:
    number = an_item()
    _type(number, joint="是", joint_partners="市河道局")
    answer_consent(code=the_consent().code, answer="agree", by=STRANGER, at=LATER)

    _type(number, joint_lead="市灯笼局")
    _type(number, office="灯油科")
    version = the_item(number).version
    set_partners(number=number, version=version, lead=OWN, partners=[OTHER], by=LIAISON, at=LATER)

    assert (_asked(), the_consent().answer) == ([OTHER], "agree")
    assert Event.objects.filter(kind="ConsentAsked").count() == 1


def test_typed_partners__taken_out_are_asked_no_more() -> None:
    number = an_item()
    set_partners(number=number, version=1, lead=OWN, partners=[OTHER], by=LIAISON, at=LATER)

    _type(number, joint_partners="")

    assert _asked() == [] and Event.objects.filter(kind="ConsentWithdrawn").count() == 1
