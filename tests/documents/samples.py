"""Invented texts on lanterns to print, and eyes for what was printed."""

from datetime import date
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from qingdan.registers.writing.form_rows import FormBasis, FormRow

DIGEST = "5f3a" * 16
HEAD: dict[str, Any] = {"department": "市灯笼管理局", "campaign": "2015年行政权力清理"}
FILLED: dict[str, Any] = {"filler": "陈小明", "phone": "0000-0000001", "filled_on": date(2015, 4, 10)}
SVG = (
    '<svg viewBox="0 0 400 600"><rect class="node" x="9" y="9" width="90" height="40"/>'
    '<text x="20" y="30">巡查</text></svg>'
)


def texts(pdf: bytes) -> list[str]:
    """The text of each page as it is seen: without blanks, line ends and places where words may break."""
    return [
        "".join(page.extract_text().replace("\u200b", "").split()) for page in PdfReader(BytesIO(pdf)).pages
    ]


def sizes(pdf: bytes) -> list[str]:
    """Each page's place: upright or across; A4 or AssertionError."""
    boxes = [tuple(round(side) for side in page.mediabox[2:]) for page in PdfReader(BytesIO(pdf)).pages]
    return [{(595, 842): "upright", (842, 595): "across"}[box] for box in boxes]


def power_item(number: int, **values: str) -> FormRow:
    """An item about lanterns with one basis; its texts begin with 始 and end with 终, so that a cut is seen."""
    basis = FormBasis(
        level="地方性法规",
        title="临江市灯笼管理条例",
        document_number="临江市人大常委会公告第3号",
        locator=f"第{number}条",
        quoted=f"始{number}：沿街单位应当于入夜前点亮门前的灯笼。"
        + "灯笼破损的，三日内更换。" * 6
        + f"终{number}。",
        attachment=f"依据{number}",
    )
    own = {"category": "行政处罚", "name": f"对不点灯笼的处罚{number}", "implementing_body": "市灯笼管理局"}
    return FormRow(values=own | values, bases=(basis,))
