"""The fonts of the printed forms, and which characters they can show.

Noto Serif SC and Noto Sans SC come with a package of their own. A city that owns 仿宋_GB2312 or 方正小标宋 puts them
into a folder and names it in QINGDAN_FONTS; they are then used before Noto. Fonts of the system are not looked at, so
that the same form looks the same on every machine.
"""

import os
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont  # type: ignore[import-untyped]

FOLDER_VARIABLE = "QINGDAN_FONTS"
_ENDINGS = {".otf", ".ttf", ".ttc"}


class FontsMissing(Exception):
    """The fonts to print with are not there; the message says what to install."""


@cache
def font_folders() -> tuple[Path, ...]:
    """Folders with the fonts to print with. Raises FontsMissing."""
    own = os.environ.get(FOLDER_VARIABLE)
    if own and not _font_files(Path(own)):
        raise FontsMissing(f"{FOLDER_VARIABLE} 写的文件夹里没有字体：{own}")
    return (*([Path(own)] if own else []), _shipped())


@cache
def shown_characters() -> frozenset[str]:
    """All characters for which one of the fonts has a glyph. Raises FontsMissing."""
    return frozenset().union(
        *(_characters(file) for folder in font_folders() for file in _font_files(folder))
    )


def _shipped() -> Path:
    try:
        from pylopdf_fonts_zh_cn import serif_path  # noqa: PLC0415  (its absence is said in our own words)
    except ImportError:
        raise FontsMissing("缺少印制表格用的中文字体，请安装：pip install pylopdf-fonts-zh-cn") from None
    folder: Path = serif_path().parent
    if not _font_files(folder):
        raise FontsMissing(
            "中文字体的文件不在了，请重新安装：pip install --force-reinstall pylopdf-fonts-zh-cn"
        )
    return folder


def _font_files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.glob("*") if file.suffix.lower() in _ENDINGS)


def _characters(file: Path) -> set[str]:
    opened = TTCollection(file, lazy=True) if file.suffix.lower() == ".ttc" else TTFont(file, lazy=True)
    with opened:
        fonts = opened.fonts if isinstance(opened, TTCollection) else [opened]
        return {chr(code) for font in fonts for code in font.getBestCmap() or ()}
