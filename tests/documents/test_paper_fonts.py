"""Fonts: what is missing is said in words, what the city owns comes first."""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pylopdf_fonts_zh_cn import sans_path
from pypdf import PdfReader

from qingdan.documents.fonts import FontsMissing, font_folders, shown_characters
from qingdan.documents.forms import nil_return_pdf
from qingdan.documents.model import NilReturn
from qingdan.documents.printable import all_breakable, breakable, printable

pytestmark = pytest.mark.requirement("G-documents")


@pytest.fixture
def fresh_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Fonts looked for anew, before and after."""
    font_folders.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    font_folders.cache_clear()


def test_fonts__package_missing_says_what_to_install(fresh_fonts: pytest.MonkeyPatch) -> None:
    fresh_fonts.setitem(sys.modules, "pylopdf_fonts_zh_cn", None)

    with pytest.raises(FontsMissing, match="pip install pylopdf-fonts-zh-cn"):
        font_folders()


def test_fonts__own_folder_without_fonts_is_named(fresh_fonts: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fresh_fonts.setenv("QINGDAN_FONTS", str(tmp_path))

    with pytest.raises(FontsMissing, match=tmp_path.name):
        font_folders()


def test_fonts__own_folder_comes_first(fresh_fonts: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "own.otf").symlink_to(sans_path())
    fresh_fonts.setenv("QINGDAN_FONTS", str(tmp_path))

    assert font_folders() == (tmp_path, sans_path().parent)


def test_fonts__show_common_characters() -> None:
    assert set("临江市灯笼，。《》〔〕①②Ⅰ×→—…“”〇㎡℃￥％") <= shown_characters()


def test_fonts__are_those_of_print(nil_return: NilReturn) -> None:
    page = PdfReader(BytesIO(nil_return_pdf(nil_return))).pages[0]

    names = {font.get_object()["/BaseFont"][8:] for font in page["/Resources"]["/Font"].values()}

    assert names == {"NotoSerifSC-Regular", "NotoSansSC-Regular"} or all("Noto" in name for name in names)


@given(st.text())
def test_printable__has_only_what_fonts_show(text: str) -> None:
    assert set(printable(text)) <= shown_characters() | {"\n"}
    assert printable(printable(text)) == printable(text)


@given(st.text(alphabet="灯笼（）aB1/-", max_size=60))
def test_breakable__changes_nothing_that_is_seen(text: str) -> None:
    assert breakable(text).replace("\u200b", "") == text


def test_breakable__leaves_short_words_whole() -> None:
    assert breakable("第12号（2015年）GB/T 4754-2011") == "第12号（2015年）GB/T 4754-2011"
    assert breakable("3609000000012") == "\u200b".join("3609000000012")


def test_all_breakable__keeps_numbers_and_shape() -> None:
    assert all_breakable({"a": ["x\x00", ("灯", 1)], "b": True}) == {
        "a": ["x〔U+0000〕", ["灯", 1]],
        "b": True,
    }
