"""Local instruments and 三定 provisions as texts of the law library."""

from collections.abc import Iterator
from datetime import datetime

from qingdan.base.rows import rows
from qingdan.library.document import Document, made_under, repealed_titles, repealing_day
from qingdan.library.structure import read_articles
from qingdan.powers.models import LocalInstrument
from qingdan.rules.legal_basis import InstrumentLevel

LocalState = tuple[tuple[str, str, datetime], ...]
SOURCE = "法制办录入"
_STATE = (
    "SELECT region_id, code, at FROM powers_localinstrument"
    " WHERE region_id = split_part(current_setting('qingdan.regions', true), ',', 1) ORDER BY id"
)


def local_state() -> LocalState:
    """Region, code and last change of every local instrument of the region worked in; () where there is none."""
    return tuple(rows(_STATE))


def local_documents(region: str) -> Iterator[Document]:
    """The texts of a region, each for its days."""
    for row in LocalInstrument.objects.filter(region_id=region).order_by("valid_from", "pk"):
        articles = tuple(read_articles(row.text))
        yield Document(
            title=row.title,
            dated=row.valid_from,
            valid_from=row.valid_from,
            from_estimated=False,
            level=InstrumentLevel(row.level),
            source=f"{SOURCE} {row.code}",
            articles=articles,
            issuer=row.issuer,
            document_numbers=(row.document_number,) if row.document_number else (),
            implements=made_under(articles),
            repeals=repealed_titles(row.title, articles),
            repeals_on=repealing_day(articles),
            ended_on=row.valid_until,
        )
