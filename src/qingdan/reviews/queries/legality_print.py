"""An opinion document of the legal office as it is printed: keys turned into the words of the city."""

from datetime import date

from qingdan.data.publication import LIST_NAMES
from qingdan.data.schemes import category_names
from qingdan.data.wording import wording
from qingdan.documents.legality import LegalityPaper, PrintedOutcome
from qingdan.reviews.queries.legality import OpinionDocument


def printed_opinion(document: OpinionDocument, *, on: date) -> LegalityPaper:
    """The document; `on`: the day it was issued."""
    names = category_names()
    return LegalityPaper(
        region=document.region_name,
        campaign=document.campaign_name,
        list_name=LIST_NAMES[document.kind],
        number=document.number,
        addressee=wording()["legality.addressee"]["message"],
        text=document.text,
        digest=document.digest,
        signatory=wording()["legality.signatory"]["message"],
        signed_on=on,
        outcomes=tuple(
            PrintedOutcome(
                code=one.code,
                name=one.name,
                unit=one.unit_name,
                category=names.get(one.category, one.category),
                outcome=wording()[f"legality.{one.outcome}"]["message"],
                reason=one.reason,
            )
            for one in document.lines
        ),
    )
