"""A licence as it is printed: for its holder and for officers of its unit."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from qingdan.applicants.models import Applicant
from qingdan.applicants.queries.accounts import SURE_OF_NUMBER
from qingdan.base.actor import Actor
from qingdan.base.files.made import made_once
from qingdan.base.refusal import Missing
from qingdan.base.signing import signer
from qingdan.base.snapshots.queries import thaw
from qingdan.data.labels import long_date
from qingdan.data.papers import paper_words, part_label, part_table
from qingdan.documents.case_paper import PaperPart, PrintedPaper, case_paper_docx, case_paper_pdf
from qingdan.licences.models import Licence, LicenceChange, LicenceState
from qingdan.rules.masking import masked_number
from qingdan.rules.role import HANDLING

LAYOUT = 2  # counted up when the layout changes: kept files are made anew
MAKERS: Mapping[str, Callable[[PrintedPaper], bytes]] = {"pdf": case_paper_pdf, "docx": case_paper_docx}


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceFile:
    """A file that was made of a licence, and its name for who gets it."""

    path: Path
    name: str


def licence_file(code: str, form: str, by: Actor, *, applied: Collection[str] = (), site: str) -> LicenceFile:
    """A licence as `pdf` or `docx`, for its holder, whose number is sure, and for officers of its unit.

    `applied`: the numbers of the cases in which this account applied: what came of them is its own too. Made when first
    asked for. Raises Missing.
    """
    found = Licence.objects.filter(code=code, region_id__in=by.regions).select_related("unit").first()
    if found is None or not by.username or form not in MAKERS:
        raise Missing
    officer = bool(by.roles & HANDLING) and by.unit == found.unit.code
    own = Applicant.objects.visible_to(by).filter(assurance__gte=SURE_OF_NUMBER, id_number=found.holder_id)
    if not officer and found.case_number not in applied and not own.exists():
        raise Missing
    return LicenceFile(path=_made(found, form, site), name=f"{found.kind}{found.number}.{form}")


def printed_licence(licence: Licence, *, site: str = "") -> PrintedPaper:
    """The licence with its code; what it says is what is frozen, its days are those of today."""
    content: Mapping[str, Any] = thaw(licence.digest)
    until = long_date(licence.valid_until) if licence.valid_until else paper_words("licence_no_end")
    said = {
        "holder": licence.holder_name,
        "id_number": _number(licence),
        "item_name": content.get("item", ""),
        "conditions": content.get("conditions", ""),
        "issued_on": long_date(licence.issued_on),
        "valid_from": long_date(licence.valid_from),
        "valid_until": until,
        "case": licence.case_number,
    }
    return PrintedPaper(
        unit=licence.unit.name,
        title=licence.kind,
        number=licence.number,
        addressee="",
        opening=paper_words("licence_opening").format(holder=licence.holder_name),
        parts=(
            *(PaperPart(label=part_label(name), text=text) for name, text in said.items() if text),
            *_table_of("scope", content),
            *_table_of("registered", content),
        ),
        dated=licence.issued_on,
        digest=licence.digest,
        signature=signer().name,
        verification=f"{site}/licences/{licence.code}/",
        status=_status(licence),
    )


def _number(licence: Licence) -> str:
    """The number of the holder, as it may hang on a wall: that of an organisation is public, a person's masked."""
    return masked_number(licence.holder_id) if licence.holder_kind == "person" else licence.holder_id


def _table_of(name: str, content: Mapping[str, Any]) -> Iterator[PaperPart]:
    """Where and what for, as it was applied for, or what is registered; licences that say nothing print nothing."""
    table = part_table(name)
    assert table
    rows = tuple(tuple(row[one] for one in table["columns"]) for row in content.get(name, ()))
    if rows:
        yield PaperPart(label=part_label(name), heads=tuple(table["heads"]), rows=rows)


def _made(licence: Licence, form: str, site: str) -> Path:
    printed = printed_licence(licence, site=site)
    said = (LAYOUT, printed.number, printed.digest, printed.verification, printed.status, licence.version)

    def make(target: BinaryIO) -> None:
        target.write(MAKERS[form](printed))

    return made_once("papers", " ".join(map(str, said)), form, make)


def _status(licence: Licence) -> str:
    if licence.trial:
        return paper_words("trial")
    if licence.state == LicenceState.VALID:
        return ""
    ended: date = LicenceChange.objects.filter(licence=licence, kind=licence.state).latest("pk").on
    return paper_words(f"licence_{licence.state}").format(on=long_date(ended))
