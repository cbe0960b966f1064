"""What the log is kept free of: the values in a database's error, which are names and texts of people.

PostgreSQL says after the first line of an error which row failed (DETAIL), where it stood (CONTEXT) and what was asked
(LINE, QUERY); of a text that is no number or day it says in the first line what it was. Kind of error, names of
tables and constraints and the trace of our own code are enough to find the fault.

Nor does it keep the secret of an address that opens a page by itself: Django names the path of each request that it
answers with an error.
"""

import logging
import re

LEFT_OUT = "（省去数据）"
_ROWS = re.compile(
    r"^(?P<edge>[ |]*)(?:DETAIL|CONTEXT|QUERY|STATEMENT|LINE \d+):.*?"
    r"(?=\n[ |]*\n[ |]*(?:The above exception was|During handling of)|\n[ |]*\+-|\Z)",
    re.DOTALL | re.MULTILINE,
)
_TEXTS = re.compile(r"(?P<before>(?:syntax for type [\w ]+|value out of range): |\bvalue )\".*\"", re.DOTALL)
_SECRETS = re.compile(r"(?P<before>/(?:expert|invitation)/)[^/\s\"'?]+")


class WithoutValues(logging.Formatter):
    """A line or a trace as usual, without the values that a database told of and without secrets of addresses."""

    def format(self, record: logging.LogRecord) -> str:
        """Cut after all is put together: values may stand in the message as well as in the trace."""
        said = _ROWS.sub(rf"\g<edge>{LEFT_OUT}", super().format(record))
        said = _SECRETS.sub(rf"\g<before>{LEFT_OUT}", said)
        return "\n".join(_TEXTS.sub(rf"\g<before>{LEFT_OUT}", line) for line in said.split("\n"))
