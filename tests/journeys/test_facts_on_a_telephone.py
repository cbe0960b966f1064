"""Facts with hanging labels on a telephone: a long label leaves room for what it says, a long number stays inside.

Charts scroll in their frame, with letters that can be read.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

import qingdan.web

pytestmark = pytest.mark.requirement("RQ-A8")
STYLE = Path(qingdan.web.__file__).parent / "static" / "qingdan.css"
LABEL = "证件号码或者统一社会信用代码（第 1 行）"
PAGE = f"""<meta name="viewport" content="width=device-width"><style>{STYLE.read_text("utf-8")}</style><main>
<dl class="facts"><dt>{LABEL}</dt><dd>11010519491231002X</dd>
<dt>项目代码</dt><dd class="num">2605-360900-04-01-123456</dd><dt>总投资（万元），按项目卡</dt><dd>1</dd></dl>
<h2>并联办件 <span class="num">261120-360900-002-00001-M</span></h2>
<div class="drawing narrow"><svg viewBox="0 0 760 100"></svg></div></main>"""


def test_long_label__leaves_room_for_the_value_and_nothing_runs_off(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.set_content(PAGE)

    widths = page.evaluate("[...document.querySelectorAll('dd')].map(one => one.clientWidth)")
    inside = page.evaluate("document.documentElement.scrollWidth")
    drawn = page.evaluate("document.querySelector('svg').clientWidth")
    page.close()
    assert min(widths) > 150 and inside <= 360
    assert drawn * 13 / 760 > 11  # the letters of a chart, of 13 to its 760
