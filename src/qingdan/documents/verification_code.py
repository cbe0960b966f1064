"""The code on a paper that a telephone reads: where and by what it is verified."""

from io import BytesIO

import segno

from qingdan.documents.printable import printable


def verification_code(text: str) -> str:
    """The code as SVG without size."""
    drawing = BytesIO()
    segno.make(printable(text), error="m", micro=False, encoding="utf-8").save(
        drawing, kind="svg", border=0, omitsize=True
    )
    return drawing.getvalue().decode("utf-8")
