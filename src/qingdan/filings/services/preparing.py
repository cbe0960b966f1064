"""What a unit adds to its items and charts: the report (R-049) and nil lines (R-053)."""

from collections.abc import Mapping
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.orgs.models import UnitKind
from qingdan.base.refusal import Missing, Stale, refusal, refuse_if
from qingdan.base.transactions import writing
from qingdan.filings.models import CleaningReport
from qingdan.filings.queries.content import SECTIONS, bodies_of, items_of
from qingdan.filings.services.access import own_campaign
from qingdan.powers.models import NilLine
from qingdan.powers.queries.register import scheme_of_template
from qingdan.powers.services.fields import plain
from qingdan.powers.services.judging import law_day, recheck_items

LONGEST_SECTION = 8_000


def save_report(
    *, campaign: str, unit: str, version: int, sections: Mapping[str, str], by: Actor, at: datetime
) -> int:
    """Keeps the sections given; the version that the next edit is made from.

    `version`: the one the person read, 0 before there was any. Raises Stale with the sections that stand otherwise,
    Refused, Missing; a section that a report does not have raises KeyError.
    """
    texts = {name: plain(text) for name, text in sections.items()}
    if unknown := texts.keys() - set(SECTIONS):
        raise KeyError(*unknown)
    with writing(by):
        inside, owner = own_campaign(by, campaign, unit)
        refuse_if(
            refusal("filing.supervising_files", "situation", name=owner.supervising.name)
            if owner.supervising
            else None,
            *(
                refusal("desk.too_long", name, most=LONGEST_SECTION, length=len(text))
                for name, text in texts.items()
                if len(text) > LONGEST_SECTION
            ),
        )
        report = CleaningReport.objects.select_for_update().filter(campaign=inside, unit=owner).first()
        report = report or CleaningReport(region_id=owner.region_id, campaign=inside, unit=owner, version=0)
        changed = sorted(name for name, text in texts.items() if getattr(report, name) != text)
        if not changed:
            return report.version
        if version != report.version:
            raise Stale({name: getattr(report, name) for name in changed}, report.version)
        for name in changed:
            setattr(report, name, texts[name])
        report.version += 1
        report.updated_by, report.updated_at = by.username, at
        report.save()
        data = {"version": report.version, "sections": changed}
        append("ReportSaved", f"cleaning_report:{campaign}/{unit}", by=by, at=at, unit=unit, data=data)
    return report.version


def set_nil_line(*, campaign: str, unit: str, category: str, by: Actor, at: datetime) -> None:
    """The unit says that it has no power of a category, or none at all (""). Said again, nothing happens.

    Refused while there are items of it, the subordinate bodies' too. Raises Missing for a category that the campaign
    does not list.
    """
    with writing(by):
        inside, owner = own_campaign(by, campaign, unit)
        scheme = scheme_of_template(inside.template)
        if category and category not in {one.value for one in scheme.listed}:
            raise Missing
        items = items_of(inside, bodies_of(owner))
        held = items.filter(category=category).count() if category else items.count()
        refuse_if(
            refusal("filing.nil_has_items", "category", count=held) if held else None,
            refusal("filing.supervising_files", "category", name=owner.supervising.name)
            if owner.kind == UnitKind.SUBORDINATE and owner.supervising
            else None,
        )
        _, made = NilLine.objects.get_or_create(
            campaign=inside,
            unit=owner,
            category=category,
            defaults={"region_id": owner.region_id, "by": by.username, "at": at},
        )
        if made:
            subject = f"nil_line:{campaign}/{unit}"
            append("NilLineSet", subject, by=by, at=at, unit=unit, data={"category": category})


def withdraw_nil_line(*, campaign: str, unit: str, category: str, by: Actor, at: datetime) -> None:
    """Takes a nil line back. Not there: nothing happens. Raises Missing, Refused."""
    with writing(by):
        inside, owner = own_campaign(by, campaign, unit)
        lines = NilLine.objects.filter(campaign=inside, unit=owner, category=category)
        gone, _ = lines.delete()
        if gone:
            subject = f"nil_line:{campaign}/{unit}"
            append("NilLineWithdrawn", subject, by=by, at=at, unit=unit, data={"category": category})
            recheck_items(campaign=inside, unit=owner, on=law_day(inside, at), numbers=())
