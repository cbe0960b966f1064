"""Sets a form: one of our templates with data handed over as JSON. No template is ever made from data.

The compiler is kept, because it remembers fonts and templates (first form about a second, later ones a few
hundredths); it may be used by one thread at a time only.
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
    return pdf


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
