"""Names of files made safe."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.base.files.names import LONGEST, safe_name

pytestmark = pytest.mark.requirement("G-files")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("登记表.xlsx", "登记表.xlsx"),
        ("登记表.XLS", "登记表.xlsx"),
        ("登记表", "登记表.xlsx"),
        ("../../etc/passwd", "passwd.xlsx"),
        ("C:\\桌面\\登记表.xls", "登记表.xlsx"),
        ("登记\n表\r\n.xlsx", "登记 表.xlsx"),
        ("登记\u202exslx.表", "登记xslx.xlsx"),
        ("a<b>:c?.xlsx", "a_b__c_.xlsx"),
        ("...", "文件.xlsx"),
        ("", "文件.xlsx"),
        ("市局2015.4.10", "市局2015.4.xlsx"),
        ("长" * 300 + ".xlsx", "长" * 115 + ".xlsx"),
    ],
)
def test_safe_name__keeps_what_is_harmless(name: str, safe: str) -> None:
    assert safe_name(name, "xlsx") == safe


@given(st.text(max_size=200))
def test_safe_name__is_always_safe(name: str) -> None:
    safe = safe_name(name, "csv")

    assert safe.endswith(".csv") and len(safe) <= LONGEST and len(safe) > len(".csv")
    assert not set(safe) & set("/\\\n\r\0") and not safe.startswith(".")
    assert all(unicodedata.category(one)[0] != "C" for one in safe)
