"""Co-implementers typed, or named in a workbook, are asked as those chosen on their page are."""

from datetime import timedelta

import pytest
from tests.builders import NOW, an_actor
from tests.builders_partners import the_consent, the_item
from tests.builders_powers import LIAISON, OTHER, OWN, STRANGER, an_item
from tests.builders_uploads import HANGING_ROW, HEADING, UNLIT_ROW, accepted, an_upload

from qingdan.base.events.models import Event
from qingdan.base.messages.models import Message
from qingdan.base.transactions import reading
from qingdan.powers.models import Consent
from qingdan.powers.services.consents import answer_consent
from qingdan.powers.services.items import save_item
from qingdan.powers.services.partners import set_partners
from qingdan.rules.role import Role

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


def test_typed_partners__of_a_new_item_are_asked() -> None:
    an_item(joint="是", joint_partners="市河道局")
    an_item("点亮灯笼的登记", joint="否", joint_partners="市河道局")

    assert _asked() == [OTHER]


JOINT_COLUMNS = (*HEADING, "是否共同实施", "牵头部门", "共同实施单位")


def test_partners_of_a_workbook__are_asked_and_told_once_for_all() -> None:
    an_actor(Role.LIAISON, unit=3)
    together = ("是", "市灯笼局", "市河道局")
    accepted(an_upload((*UNLIT_ROW, *together), (*HANGING_ROW, *together), header=JOINT_COLUMNS))

    assert _asked() == [OTHER, OTHER]
    assert Event.objects.get(kind="ConsentsAsked").data["numbers"] == [f"{OWN}-00001", f"{OWN}-00002"]
    (letter,) = Message.objects.all()
    assert letter.subject == "市灯笼局把本单位列为 2 项权力的共同实施单位"
    assert letter.link == "/desk/consents/"


def test_partners_of_a_workbook__sent_again_are_asked_as_it_now_says() -> None:
    alone, together = ("否", "", ""), ("是", "市灯笼局", "市河道局")
    accepted(an_upload((*UNLIT_ROW, *together), (*HANGING_ROW, *alone), header=JOINT_COLUMNS))
    before = _asked()
    accepted(an_upload((*UNLIT_ROW, *alone), (*HANGING_ROW, *together), header=JOINT_COLUMNS))

    assert (before, _asked()) == ([OTHER], [OTHER])
    assert the_consent().summary["number"] == f"{OWN}-00002"
    assert Event.objects.filter(kind="ConsentWithdrawn").count() == 1


def test_typed_partners__taken_out_are_asked_no_more() -> None:
    number = an_item()
    set_partners(number=number, version=1, lead=OWN, partners=[OTHER], by=LIAISON, at=LATER)

    _type(number, joint_partners="")

    assert _asked() == [] and Event.objects.filter(kind="ConsentWithdrawn").count() == 1
