"""Merged ranges of an .ods file, which python-calamine does not tell."""

import zipfile
from pathlib import Path
from xml.etree import ElementTree

from qingdan.registers.reading.spreadsheet import Merge

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_LARGEST = 50 * 1024**2  # bytes of content beyond which merged ranges are not looked for
_CELLS = {_TABLE + "table-cell", _TABLE + "covered-table-cell"}


def ods_merges(path: Path) -> dict[str, list[Merge]]:
    """The merged ranges by sheet name: ((row, column), (row, column)) from 0; empty where the file is too large."""
    with zipfile.ZipFile(path) as folder:
        if folder.getinfo("content.xml").file_size > _LARGEST:
            return {}
        tree = ElementTree.fromstring(folder.read("content.xml"))
    return {table.get(_TABLE + "name", ""): list(_merges(table)) for table in tree.iter(_TABLE + "table")}


def _merges(table: ElementTree.Element) -> list[Merge]:
    merges: list[Merge] = []
    row = 0
    for line in table.iter(_TABLE + "table-row"):
        column = 0
        for cell in line:
            if cell.tag not in _CELLS:
                continue
            down, across = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            if down > 1 or across > 1:
                merges.append(((row, column), (row + down - 1, column + across - 1)))
            column += _count(cell, "number-columns-repeated")
        row += _count(line, "number-rows-repeated")
    return merges


def _count(element: ElementTree.Element, name: str) -> int:
    printed = element.get(_TABLE + name, "1")
    return int(printed) if printed.isdecimal() and len(printed) < 8 else 1
