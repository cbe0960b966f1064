"""The governing documents (R-002) and the plan's attachments as versioned forms (R-124)."""

from datetime import date, datetime
from secrets import token_hex

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.files.services import TEXTS, WORKBOOKS, Upload, store_file
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.campaigns.models import FormVersion, GoverningDocument
from qingdan.campaigns.queries.plans import plan_of
from qingdan.campaigns.services.access import led_campaign, text_problem
from qingdan.data.campaigns import load_campaign


def add_document(
    *,
    campaign: str,
    title: str,
    document_number: str = "",
    issuer: str = "",
    issued_on: date | None = None,
    obligations: tuple[str, ...] = (),
    upload: Upload | None = None,
    by: Actor,
    at: datetime,
) -> str:
    """Enters a document that tasks rest on; its code. Entered twice: once. Raises Refused, Missing."""
    with writing(by):
        found = led_campaign(by, campaign)
        known = {one.code for one in plan_of(found).template.obligations}
        refuse_if(
            text_problem("title", title, 160),
            text_problem("document_number", document_number, 60, required=False),
            text_problem("issuer", issuer, 80, required=False),
            None if set(obligations) <= known else refusal("desk.choice", "obligations"),
        )
        words = {"title": title.strip(), "document_number": document_number.strip(), "issuer": issuer.strip()}
        if before := GoverningDocument.objects.filter(campaign=found, issued_on=issued_on, **words).first():
            return before.code
        file = store_file(upload, unit=by.unit, kinds=TEXTS, by=by, at=at) if upload else None
        entered = GoverningDocument.objects.create(
            campaign=found,
            region_id=found.region_id,
            code=token_hex(8),
            issued_on=issued_on,
            **words,
            obligations=list(obligations),
            file=file,
        )
        append("DocumentAdded", f"document:{entered.code}", by=by, at=at)
    return entered.code


def attach_document(*, document: str, upload: Upload | None, by: Actor, at: datetime) -> None:
    """Puts the text of a document with it; a second one takes the first one's place. Raises Refused, Missing."""
    with writing(by):
        found = GoverningDocument.objects.visible_to(by).select_related("campaign").filter(code=document)
        entered = found.first()
        if entered is None:
            raise Missing
        led_campaign(by, entered.campaign.code)
        entered.file = store_file(upload, unit=by.unit, kinds=TEXTS, by=by, at=at)
        entered.save(update_fields=["file"])
        data = {"digest": entered.file.digest}
        append("DocumentAttached", f"document:{document}", by=by, at=at, data=data)


def add_form_version(
    *,
    campaign: str,
    form: str,
    reconstructed: bool,
    note: str,
    upload: Upload | None,
    by: Actor,
    at: datetime,
) -> int:
    """A new version of an attachment; its number. `reconstructed`: not the plan's own. Raises Refused, Missing."""
    with writing(by):
        found = led_campaign(by, campaign)
        known = {one.code for one in load_campaign(found.template).forms}
        refuse_if(
            None if form in known else refusal("desk.choice", "form"),
            text_problem("note", note, 300, required=False),
        )
        file = store_file(upload, unit=by.unit, kinds=(*TEXTS, *WORKBOOKS), by=by, at=at)
        number = FormVersion.objects.filter(campaign=found, form=form).count() + 1
        FormVersion.objects.create(
            campaign=found,
            region_id=found.region_id,
            form=form,
            number=number,
            reconstructed=reconstructed,
            note=note.strip(),
            file=file,
            by=by.username,
            at=at,
        )
        data = {"form": form, "number": number, "digest": file.digest}
        append("FormVersionAdded", f"campaign:{campaign}", by=by, at=at, data=data)
    return number
