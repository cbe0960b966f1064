"""The sheet of findings that an annotated copy carries, known again when the copy is checked in its turn."""

SHEET_NAME = "核对结果"


def is_findings_sheet(name: str | None, first_cell: object) -> bool:
    """Whether a sheet is one that an earlier annotation added: by its name and the title in its first cell."""
    return (name or "").startswith(SHEET_NAME) and str(first_cell or "").strip() == SHEET_NAME
