"""Drafting duties from the published powers, item by item (R-065, R-066)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from qingdan.base.actor import Actor
from qingdan.base.clock import day_of
from qingdan.base.events.services import append
from qingdan.base.refusal import Missing, Stale, refusal, refuse_if
from qingdan.base.snapshots.queries import thaw
from qingdan.base.transactions import writing
from qingdan.campaigns.models import Campaign
from qingdan.data.duties import load_duty_templates
from qingdan.editions.models import Edition, EditionEntry
from qingdan.responsibilities.models import Duty, DutySheet
from qingdan.responsibilities.queries.sheets import basis_of, drafting_open, duties_of, steps_of
from qingdan.rules.problem import Problem
from qingdan.rules.responsibility import DutyLine, propose_duties

LONGEST = 2_000
LONGEST_POST = 80
MOST_DUTIES = 200


def open_sheets(*, edition: str, by: Actor, at: datetime) -> int:
    """A sheet for each power in force of an edition, and a mark on each whose power says something else now (R-017).

    A power that is carried over from the edition before has its duties there. A step of the publication, inside its
    transaction too; done twice it does no more. How many are new or marked.
    """
    with writing(by):
        source = Edition.objects.get(code=edition)
        campaign = Campaign.objects.get(code=source.campaign)
        known = {one.item_code: one for one in DutySheet.objects.filter(campaign=campaign)}
        entries = EditionEntry.objects.filter(edition=source, in_force=True)
        before = EditionEntry.objects.filter(edition=source.previous_id, in_force=True)
        carried = set(before.values_list("code", "digest"))
        fresh = [one for one in entries if (one.code, one.digest) not in carried]
        new = [_sheet(campaign, one, by, at) for one in fresh if one.code not in known]
        changed = [one for one in entries if one.code in known and known[one.code].entry_digest != one.digest]
        DutySheet.objects.bulk_create(new)
        for entry in changed:
            sheet = known[entry.code]
            sheet.entry_digest, sheet.name, sheet.stale_since = entry.digest, entry.name, at
            sheet.version += 1
            sheet.save()
        if new or changed:
            facts = {"new": len(new), "changed": len(changed), "edition": source.digest}
            append("DutySheetsOpened", f"duty_sheets:{campaign.code}", by=by, at=at, data=facts)
    return len(new) + len(changed)


def save_sheet(
    *, campaign: str, code: str, version: int, lines: Sequence[DutyLine], by: Actor, at: datetime
) -> int:
    """Keeps the duties of one power as typed; rows without a single word are left out. The new version.

    Raises Missing; Refused before the phase is open, for steps that the published chart has not, for texts too long;
    Stale with what stands there when somebody else saved since `version`.
    """
    kept = {row: one for row, one in enumerate(lines) if _says_something(one)}
    with writing(by):
        sheet = _own(by, campaign, code)
        steps = {one.number for one in steps_of(thaw(sheet.entry_digest))}
        refuse_if(_closed(sheet, at), *_wrong(kept, steps))
        if version != sheet.version:
            raise Stale(_as_fields(duties_of([sheet]).get(sheet.pk, ())), sheet.version)
        return _write(sheet, list(kept.values()), by=by, at=at)


def propose_sheet(*, campaign: str, code: str, version: int, by: Actor, at: datetime) -> int:
    """Fills a sheet that has no duty yet from chart and templates. Raises Missing, Refused, Stale."""
    with writing(by):
        sheet = _own(by, campaign, code)
        refuse_if(
            _closed(sheet, at),
            refusal("responsibilities.not_empty", "duties") if duties_of([sheet]) else None,
        )
        if version != sheet.version:
            raise Stale({}, sheet.version)
        return _write(sheet, proposals_for(sheet), by=by, at=at)


def propose_all(*, campaign: str, unit: str, by: Actor, at: datetime) -> int:
    """The same for every sheet of a unit that has no duty yet: how many were filled. Raises Missing, Refused."""
    with writing(by):
        found = (
            DutySheet.objects.visible_to(by)
            .select_for_update(of=("self",))
            .select_related("campaign", "unit")
        )
        sheets = list(found.filter(campaign__code=campaign, unit__code=unit))
        if unit not in by.own_units or not sheets:
            raise Missing
        refuse_if(_closed(sheets[0], at))
        filled = duties_of(sheets)
        empty = [one for one in sheets if one.pk not in filled]
        for sheet in empty:
            _write(sheet, proposals_for(sheet), by=by, at=at)
        append(
            "DutiesProposed", f"duty_sheets:{campaign}", by=by, at=at, unit=unit, data={"sheets": len(empty)}
        )
    return len(empty)


def confirm_sheet(*, campaign: str, code: str, version: int, by: Actor, at: datetime) -> None:
    """The unit has looked at the duties after the power changed: they still fit (R-017). Raises Missing, Stale."""
    with writing(by):
        sheet = _own(by, campaign, code)
        if version != sheet.version:
            raise Stale({}, sheet.version)
        if sheet.stale_since:
            sheet.stale_since = None
            _save(sheet, by=by, at=at)
            append("DutySheetConfirmed", f"duty_sheet:{code}", by=by, at=at, unit=sheet.unit.code)


def proposals_for(sheet: DutySheet) -> tuple[DutyLine, ...]:
    """What the templates propose for the power of a sheet."""
    power = thaw(sheet.entry_digest)
    return propose_duties(sheet.category, steps_of(power), load_duty_templates(), basis_of(power))


def _own(by: Actor, campaign: str, code: str) -> DutySheet:
    found = (
        DutySheet.objects.visible_to(by).select_for_update(of=("self",)).select_related("campaign", "unit")
    )
    sheet = found.filter(campaign__code=campaign, item_code=code, unit__code__in=by.own_units).first()
    if sheet is None:
        raise Missing
    return sheet


def _closed(sheet: DutySheet, at: datetime) -> Problem | None:
    """Duties are drafted once the power list is adopted and the phase begun (R-043)."""
    open_now = drafting_open(sheet.campaign, day_of(at)) and not sheet.campaign.closed_at
    return None if open_now else refusal("responsibilities.not_open", "send")


def _write(sheet: DutySheet, lines: Sequence[DutyLine], *, by: Actor, at: datetime) -> int:
    Duty.objects.filter(sheet=sheet).delete()
    Duty.objects.bulk_create(
        Duty(region_id=sheet.region_id, sheet=sheet, order=order, **asdict(one))
        for order, one in enumerate(lines, 1)
    )
    _save(sheet, by=by, at=at)
    append("DutySheetSaved", f"duty_sheet:{sheet.item_code}", by=by, at=at, unit=sheet.unit.code,
           data={"duties": len(lines), "version": sheet.version})  # fmt: skip
    return sheet.version


def _save(sheet: DutySheet, *, by: Actor, at: datetime) -> None:
    sheet.version += 1
    sheet.updated_by, sheet.updated_at = by.username, at
    sheet.save()


def _sheet(campaign: Campaign, entry: EditionEntry, by: Actor, at: datetime) -> DutySheet:
    return DutySheet(
        region_id=entry.region_id,
        campaign=campaign,
        unit_id=entry.unit_id,
        item_code=entry.code,
        entry_digest=entry.digest,
        category=entry.category,
        name=entry.name,
        updated_by=by.username,
        updated_at=at,
    )


def _wrong(typed: Mapping[int, DutyLine], steps: Collection[int]) -> list[Problem | None]:
    """What is wrong with the rows, each problem beside its field, by the row's place on the form (from 0)."""
    wrong = [one for row, line in typed.items() for one in _wrong_line(f"duties.{row}", line, steps)]
    many = len(typed) > MOST_DUTIES
    return [*wrong, refusal("responsibilities.too_many", "duties", most=MOST_DUTIES) if many else None]


def _wrong_line(at: str, line: DutyLine, steps: Collection[int]) -> Iterator[Problem]:
    if line.step and line.step not in steps:
        yield refusal("responsibilities.no_step", f"{at}.step", step=line.step)
    if not line.duty.strip():
        yield refusal("desk.required", f"{at}.duty")
    for name, text in asdict(line).items():
        most = LONGEST_POST if name == "post" else LONGEST
        if isinstance(text, str) and len(text) > most:
            yield refusal("desk.too_long", f"{at}.{name}", most=most, length=len(text))


def _says_something(line: DutyLine) -> bool:
    return any(str(text).strip() for name, text in asdict(line).items() if name != "step")


def _as_fields(duties: Sequence[DutyLine]) -> dict[str, str]:
    return {
        f"duties.{row}.{name}": str(text)
        for row, one in enumerate(duties)
        for name, text in asdict(one).items()
    }
