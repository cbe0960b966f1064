"""The printed papers of a filing as files: official forms as PDF, workbook or Word."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.orgs.models import Unit
from qingdan.base.refusal import Missing
from qingdan.campaigns.models import Campaign, Contact, Participation
from qingdan.campaigns.queries.duties import due_of
from qingdan.campaigns.queries.plans import campaign_for, filing_of, plan_of
from qingdan.data.campaigns import load_parties
from qingdan.data.wording import note_words, wording
from qingdan.documents.charts import chart_set_pdf
from qingdan.documents.duties import duties_pdf
from qingdan.documents.filing import bundle_pdf, receipt_pdf
from qingdan.documents.forms import nil_return_pdf, referral_form_pdf, register_form_pdf
from qingdan.documents.report import report_pdf
from qingdan.documents.report_docx import report_docx
from qingdan.filings.queries import printing
from qingdan.filings.queries.content import Content, content_of
from qingdan.filings.queries.filings import FiledVersion, frozen_content, get_unit_for, get_version_for
from qingdan.filings.queries.levels import levels_of
from qingdan.filings.queries.printing import Signed
from qingdan.filings.queries.reporting import Filler, nil_names, report
from qingdan.powers.queries.filed import number_mark
from qingdan.registers.forms import write_referral_form, write_register
from qingdan.rules.canonical import digest
from qingdan.rules.note import Note
from qingdan.rules.review import ListKind

LONG = 60  # items: what prints longer than this is a job of the worker
_RECEIVER = "establishment_office"


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """What papers are made from: the content, who filled it in, its signature; the version, None for the drafts."""

    content: Content
    filler: Filler
    signed: Signed
    version: FiledVersion | None
    receiver: str

    @property
    def is_long(self) -> bool:
        """Whether the whole bundle takes long to print."""
        return len(self.content["items"]) > LONG


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper as a file: its name, kind (pdf, xlsx, docx) and bytes."""

    name: str
    kind: str
    content: bytes


def draft_papers(actor: Actor, unit: str = "") -> Papers:
    """Papers of the drafts as they stand, in the campaign in hand. Raises Missing."""
    owner = get_unit_for(actor, unit)
    campaign = campaign_for(actor)
    content = content_of(campaign, owner)
    signed = Signed(digest=digest(content))
    return Papers(
        content=content, filler=_filler(campaign, owner), signed=signed, version=None, receiver=_receiver()
    )


def version_papers(actor: Actor, campaign: str, unit: str, number: int) -> Papers:
    """Papers of a frozen version. Raises Missing."""
    version = get_version_for(actor, campaign, unit, number)
    owner = get_unit_for(actor, unit)
    filler = _filler(campaign_for(actor, campaign), owner)
    in_system = version.signed_how == "factor"
    return Papers(
        content=frozen_content(version),
        filler=replace(filler, on=day_of(version.sent_at)),
        signed=Signed(
            digest=version.digest,
            signatory=version.signed_name if in_system else "",
            signed_at=version.signed_at if in_system else None,
            receipt_number=version.receipt_number,
            filed_at=version.filed_at,
        ),
        version=version,
        receiver=_receiver(),
    )


def paper(papers: Papers, form: str) -> Paper:
    """One of FORMS. Raises Missing for a form that there is not, or of which the filing has nothing."""
    make = FORMS.get(form)
    if make is None or (_is_of_duties(papers) and form not in forms_of(papers)):
        raise Missing
    _, _, kind = form.rpartition(".")
    title = wording()[f"paper.{form.partition('.')[0]}"]["message"]
    key, number = ("paper.version", papers.version.number) if papers.version else ("paper.draft", 0)
    which = note_words(Note(key=key, params={"number": number}))
    return Paper(name=f"{papers.content['unit_name']}{title}{which}.{kind}", kind=kind, content=make(papers))


def forms_of(papers: Papers) -> tuple[str, ...]:
    """The forms of which this filing has something."""
    content, version = papers.content, papers.version
    if _is_of_duties(papers):
        return ("duties.pdf", "receipt.pdf") if version and version.filed_at else ("duties.pdf",)
    there = {
        "duties": False,
        "register": bool(content["items"]),
        "referral": bool(content["referrals"]),
        "nil": bool(content["nil"]),
        "charts": bool(content["charts"]),
        "report": True,
        "bundle": True,
        "receipt": bool(version and version.filed_at),
    }
    return tuple(form for form in FORMS if there[form.partition(".")[0]])


def _register_pdf(papers: Papers) -> bytes:
    return register_form_pdf(printing.register_form(papers.content, papers.filler, levels_of(papers.content)))


def _register_xlsx(papers: Papers) -> bytes:
    """With the draft number in the remark, so that a form sent back finds its items."""
    rows = printing.form_rows(papers.content, levels_of(papers.content))
    marked = [
        replace(row, values={**row.values, "remark": _marked(row.values.get("remark", ""), item["number"])})
        for row, item in zip(rows, papers.content["items"], strict=True)
    ]

    def write(target: Path) -> None:
        department, nil = papers.content["unit_name"], nil_names(papers.content)
        write_register(target, department=department, rows=marked, nil_categories=nil)

    return _written(write)


def _referral_xlsx(papers: Papers) -> bytes:
    form = printing.referral_form(papers.content, papers.filler)
    return _written(lambda target: write_referral_form(target, department=form.department, rows=form.items))


def _referral_pdf(papers: Papers) -> bytes:
    return referral_form_pdf(printing.referral_form(papers.content, papers.filler))


def _nil_pdf(papers: Papers) -> bytes:
    return nil_return_pdf(printing.nil_return(papers.content, papers.filler))


def _charts_pdf(papers: Papers) -> bytes:
    return chart_set_pdf(printing.chart_set(papers.content, papers.filler))


def _report_pdf(papers: Papers) -> bytes:
    return report_pdf(report(papers.content, papers.filler, papers.receiver))


def _report_docx(papers: Papers) -> bytes:
    return report_docx(report(papers.content, papers.filler, papers.receiver))


def _bundle_pdf(papers: Papers) -> bytes:
    content = papers.content
    whole = printing.bundle(
        content, papers.filler, papers.signed, levels=levels_of(content), addressee=papers.receiver
    )
    return bundle_pdf(whole)


def _duties_pdf(papers: Papers) -> bytes:
    if not _is_of_duties(papers):
        raise Missing
    return duties_pdf(
        printing.duty_form(papers.content, papers.filler, papers.signed, frozen=bool(papers.version))
    )


def _is_of_duties(papers: Papers) -> bool:
    return papers.content.get("list") == ListKind.RESPONSIBILITY


def _receipt_pdf(papers: Papers) -> bytes:
    version = papers.version
    if version is None or version.filed_at is None:
        raise Missing
    names = {
        key.removeprefix("part."): one["message"] for key, one in wording().items() if key[:5] == "part."
    }
    return receipt_pdf(
        printing.receipt(
            papers.content,
            replace(papers.signed, signatory=version.signed_name),
            receiver=papers.receiver,
            deadline=_due_on(version),
            late=version.late,
            names=names,
        )
    )


FORMS: Mapping[str, Callable[[Papers], bytes]] = {
    "register.pdf": _register_pdf,
    "register.xlsx": _register_xlsx,
    "referral.pdf": _referral_pdf,
    "referral.xlsx": _referral_xlsx,
    "nil.pdf": _nil_pdf,
    "charts.pdf": _charts_pdf,
    "report.pdf": _report_pdf,
    "report.docx": _report_docx,
    "bundle.pdf": _bundle_pdf,
    "duties.pdf": _duties_pdf,
    "receipt.pdf": _receipt_pdf,
}
"""Form and kind of file → what makes it."""


def _due_on(version: FiledVersion) -> date | None:
    campaign = Campaign.objects.get(code=version.campaign)
    plan = plan_of(campaign)
    owed = filing_of(plan, version.kind)
    row = Participation.objects.filter(campaign=campaign, unit__code=version.unit).first()
    return due_of(plan, owed, None, row.joined_on if row else None).on if owed else None


def _marked(remark: str, number: str) -> str:
    return "\n".join(filter(None, (remark, number_mark(number))))


def _written(write: Callable[[Path], None]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "form.xlsx")
        write(target)
        return target.read_bytes()


def _filler(campaign: Campaign, unit: Unit) -> Filler:
    """The liaison officer of the unit fills the forms in."""
    people = Contact.objects.filter(
        participation__campaign=campaign, participation__unit=unit, kind="liaison", until=None
    )
    found = people.first()
    return Filler(name=found.name, phone=found.phone) if found else Filler()


def _receiver() -> str:
    return load_parties()[_RECEIVER].name
