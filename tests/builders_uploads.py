"""Uploaded registers for tests, brought to each state through services."""

from collections.abc import Mapping

from tests.builders import CITY, NOW
from tests.builders_files import a_workbook, given
from tests.builders_powers import CAMPAIGN, LIAISON, OWN, QUOTED

from qingdan.base.actor import Actor
from qingdan.base.transactions import reading
from qingdan.powers.models import PowerItem, Upload
from qingdan.powers.queries.merges import Laid
from qingdan.powers.queries.uploads import upload_laid
from qingdan.powers.services.intake import Accepted, accept_upload, upload_register
from qingdan.powers.services.reading import read_upload

HEADING = ("序号", "权力类别", "权力名称", "设定依据", "实施主体", "承办机构", "清理意见", "意见理由")
GROUND = f"《临江市灯笼管理条例》第三条：{QUOTED}"
UNLIT_ROW = ("1", "行政处罚", "对夜间不点亮沿街灯笼的处罚", GROUND, "市灯笼局", "灯火科", "保留", "依据充分")
HANGING_ROW = (
    "2",
    "行政确认",
    "挂灯笼的登记",
    "《临江市灯笼管理条例》第二条：挂灯笼应当向灯火主管部门登记。",
    "市灯笼局",
    "灯火科",
    "下放",
    "方便群众",
)
assert f"{CITY}001" == OWN


def changed(row: tuple[str, ...], **columns: str) -> tuple[str, ...]:
    """The row with other words in some columns (name, basis, body, office, disposition, reason)."""
    places = {"category": 1, "name": 2, "basis": 3, "body": 4, "office": 5, "disposition": 6, "reason": 7}
    cells = list(row)
    for column, words in columns.items():
        cells[places[column]] = words
    return tuple(cells)


def an_upload(*rows: tuple[str, ...], header: tuple[str, ...] = HEADING, by: Actor = LIAISON) -> str:
    """A workbook of these rows, read and checked; the code of the upload."""
    content = a_workbook(*rows, header=header)
    code = upload_register(
        file=given(content, "登记表.xlsx"), unit=by.unit, campaign=CAMPAIGN, by=by, at=NOW
    ).code
    read_upload(code=code, step=lambda *_: None, by=by, at=NOW)
    return code


def laid(code: str, by: Actor = LIAISON) -> Laid:
    """The difference that accepting it would make."""
    with reading(by):
        found = upload_laid(by, code)[1]
    assert found
    return found


def accepted(
    code: str, choices: Mapping[str, str] | None = None, by: Actor = LIAISON, **more: tuple[str, ...]
) -> Accepted:
    """Accepts it as it is shown now."""
    token = laid(code, by).token
    return accept_upload(code=code, token=token, choices=choices or {}, by=by, at=NOW, **more)


def items_of(by: Actor = LIAISON) -> dict[str, PowerItem]:
    """The kept items of the own unit by draft number."""
    with reading(by):
        found = PowerItem.objects.visible_to(by).kept().order_by("order")
        return {one.draft_number: one for one in found.prefetch_related(None)}


def state_of(code: str, by: Actor = LIAISON) -> str:
    """The state of an upload."""
    with reading(by):
        return Upload.objects.get(code=code).state
