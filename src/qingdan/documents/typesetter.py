"""Sets a form: one of our templates with data handed over as JSON. No template is ever made from data.

The compiler is kept, because it remembers fonts and templates: the first form takes a fifth of a second, the next a
hundredth. It refuses a second thread. It also keeps what it laid out until ten forms later, about 90 MB for a register
of 100 items: after a large form ten empty pages are set, so that it forgets.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from qingdan.documents.fonts import font_folders

_TEMPLATES = Path(__file__).parent / "templates"
_ARCHIVE_AND_ACCESSIBLE: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
_UNDATED = date(1970, 1, 1)  # the file must carry a date; a form without one gets this
_ONE_AT_A_TIME = Lock()
_LARGE = 200_000  # bytes of PDF
_REMEMBERED = 10  # runs of any compiler after which the memory of an earlier one is given back


def set_pdf(data: Mapping[str, Any], *, dated: date | None) -> bytes:
    """The form as PDF/A-2a with tags (PDF/UA-1). `data["kind"]` names the template; same data, same bytes.

    Texts in `data` must be printable. Raises FontsMissing.
    """
    stamp = datetime.combine(dated or _UNDATED, time(), UTC)
    with _ONE_AT_A_TIME:
        pdf = _compiler().compile(
            sys_inputs={"data": json.dumps(data)},
            format="pdf",
            pdf_standards=_ARCHIVE_AND_ACCESSIBLE,
            timestamp=stamp,
        )
        assert isinstance(pdf, bytes)
        if len(pdf) > _LARGE:
            _forget()
    return pdf


def _forget() -> None:
    for _ in range(_REMEMBERED + 1):
        _empty().compile(format="svg")


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, font_paths=list(map(str, font_folders())))
    return typst.Compiler(
        _TEMPLATES / "main.typ",
        root=_TEMPLATES,
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"data": "{}"},
    )


@cache
def _empty() -> typst.Compiler:
    return typst.Compiler(_TEMPLATES / "empty.typ", root=_TEMPLATES, ignore_system_fonts=True)
