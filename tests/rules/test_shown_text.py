"""A text as it is seen."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.rules.shown_text import shown

pytestmark = pytest.mark.requirement("G-hostile")
SEEN_THOUGH_FORMAT = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
"""Signs of Arabic, Syriac and Kaithi that Unicode calls format characters and every font draws."""


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("市灯笼局", "市灯笼局"),
        ("市\u200b灯\ufeff笼\u2060局", "市灯笼局"),
        ("点\u202e亮\u202c灯\u2066笼\u2069", "点亮灯笼"),
        ("灯\u00ad笼\u3164\uffa0", "灯笼"),
        ("第\u200e一\u200f条\u061c", "第一条"),
        ("灯\ufe0f\U000e0101", "灯"),
        ("一\r\n二\r三\u2028四\x0b五", "一\n二\n三\n四\n五"),
        ("一\t二\n三", "一\t二\n三"),
        ("灯\x00笼\x07\x9b", "灯\ufffd笼\ufffd\ufffd"),
        ("灯\ud800笼", "灯\ufffd笼"),
        ("窄\u202f空\u00a0格\u3000和·“点”", "窄\u202f空\u00a0格\u3000和·“点”"),
        ("𠮷野家👮", "𠮷野家👮"),
        ("", ""),
    ],
)
def test_shown__is_what_is_seen(typed: str, seen: str) -> None:
    assert shown(typed) == seen


def test_shown__leaves_no_format_or_control_character() -> None:
    every = [chr(code) for code in range(sys.maxunicode + 1) if code not in SEEN_THOUGH_FORMAT]
    left = [
        f"{ord(one):X}"
        for one in every
        if unicodedata.category(one) in ("Cc", "Cf", "Zl", "Zp", "Cs")
        and one not in "\n\t"
        and one in shown(one)
    ]

    assert not left


@given(st.text())
def test_shown__twice_is_once(text: str) -> None:
    assert shown(shown(text)) == shown(text)


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "S", "Zs"))))
def test_shown__keeps_letters_numbers_and_signs(text: str) -> None:
    fillers = "\u115f\u1160\u3164\uffa0"

    assert shown(text) == "".join(one for one in text if one not in fillers)
