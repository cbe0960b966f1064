"""The 法制办 enters, dates and repeals local instruments and 三定 functions; checks use them at once.

A text that was in force stays: an amended one is entered as a further text of the same title, a mistake is corrected in
its own row. Nothing is deleted, since items were checked against it.
"""

import secrets
from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.db.models import QuerySet

from qingdan.base.actor import Actor
from qingdan.base.events.services import append
from qingdan.base.jobs.services import defer
from qingdan.base.orgs.models import InnerOffice, Mandate, Unit
from qingdan.base.refusal import Missing, refusal, refuse_if
from qingdan.base.transactions import reading, wait_turn, writing
from qingdan.campaigns.models import Campaign
from qingdan.data.wording import message_of
from qingdan.library.structure import read_articles
from qingdan.powers.models import LocalInstrument, PowerItem
from qingdan.powers.queries.legal import LEVELS
from qingdan.powers.services.drafting import lock_register
from qingdan.powers.services.fields import plain
from qingdan.powers.services.judging import law_day, recheck_items
from qingdan.rules.legal_basis import InstrumentLevel
from qingdan.rules.problem import Problem
from qingdan.rules.role import Role

Step = Callable[[int, int, str], object]
TYPED = ("title", "document_number", "level", "issuer", "valid_from", "valid_until", "text")
_LONGEST = {"title": 200, "document_number": 80, "issuer": 120, "text": 400_000}
_MANDATES = 7_304  # the family of locks, so that no other part takes the same
_MOST_NUMBER, _LONGEST_FUNCTION, _LONGEST_DOCUMENT = 999, 2_000, 120


def keep_instrument(*, code: str = "", values: Mapping[str, str], by: Actor, at: datetime) -> str:
    """Enters a text (`code` "") or corrects it; its code. `values` of `TYPED`. Raises Refused, Missing."""
    typed = {name: plain(values.get(name, "")) for name in TYPED}
    typed["title"] = typed["title"].removeprefix("《").removesuffix("》")
    with writing(by):
        _demand(by)
        row = _instrument(code, by) if code else LocalInstrument(code=secrets.token_hex(8))
        refuse_if(*_wrong(typed, row, by))
        row.region_id = by.region
        for name in ("title", "document_number", "level", "issuer", "text"):
            setattr(row, name, typed[name])
        row.valid_from, row.valid_until = _certain(typed["valid_from"]), _day(typed["valid_until"])
        row.by, row.at = by.username, at
        row.save()
        data = {"valid_from": typed["valid_from"], "valid_until": typed["valid_until"], "level": row.level}
        append("InstrumentKept", f"instrument:{row.code}", by=by, at=at, data=data)
        _judge_again(row, by=by, at=at)
    return row.code


def repeal_instrument(*, code: str, on: str, by: Actor, at: datetime) -> None:
    """Repeals a text from a day on ("2026-03-01"). Raises Refused, Missing."""
    day = _day(on)
    with writing(by):
        _demand(by)
        row = _instrument(code, by)
        refuse_if(
            refusal("legal.repealed", "on") if row.valid_until else None,
            None if day else refusal("powers.day", "on"),
            refusal("legal.order", "on") if day and day <= row.valid_from else None,
        )
        row.valid_until, row.by, row.at = day, by.username, at
        row.save()
        append("InstrumentRepealed", f"instrument:{code}", by=by, at=at, data={"on": on})
        _judge_again(row, by=by, at=at)


def recheck_citing(*, code: str, step: Step, by: Actor, at: datetime) -> int:
    """Judges the open items anew that cite an instrument, unit by unit; how many. Raises Missing.

    Whoever saves an item meanwhile has it judged by the new text anyway.
    """
    with reading(by):
        row = LocalInstrument.objects.filter(code=code, region_id=by.region).first()
        if row is None:
            raise Missing
        places = list(_citing(row).values_list("campaign", "unit").distinct().order_by("unit", "campaign"))
    judged = 0
    for done, (campaign, unit) in enumerate(places):
        with writing(by):
            inside, owner = Campaign.objects.get(pk=campaign), Unit.objects.get(pk=unit)
            step(done, len(places), owner.name)
            lock_register(owner)
            here = _citing(row).filter(campaign=inside, unit=owner)
            numbers = set(here.values_list("draft_number", flat=True))
            recheck_items(campaign=inside, unit=owner, on=law_day(inside, at), numbers=numbers)
            judged += len(numbers)
            data = {"items": len(numbers), "instrument": code}
            append("ItemsJudgedAgain", f"unit:{owner.code}", by=by, at=at, unit=owner.code, data=data)
    return judged


def keep_mandate(
    *,
    unit: str,
    number: str,
    text: str,
    office: str = "",
    under: str = "",
    document: str = "",
    valid_from: str = "",
    new: bool = False,
    by: Actor,
    at: datetime,
) -> None:
    """Enters a function of a unit under a number, or (not `new`) changes the one of that number.

    `under` is the number of the function it belongs to, `office` the name of an inner office. Raises Refused, Missing.
    """
    text, document = plain(text), plain(document)
    with writing(by):
        owner = _unit(unit, by)
        _one_at_a_time(owner)
        place = int(number) if number.isdecimal() and number.isascii() and len(number) <= 3 else 0
        inner = InnerOffice.objects.filter(unit=owner, name=office).first() if office else None
        held = Mandate.objects.filter(unit=owner, number=place).first()
        parent = _parent(owner, under, place)
        refuse_if(
            None if 0 < place <= _MOST_NUMBER else refusal("legal.number", "number"),
            refusal("legal.number_taken", "number", number=place) if new and held else None,
            None if new or held else refusal("powers.no_mandate", "number"),
            None if text else refusal("desk.required", "text"),
            *_too_long("text", text, _LONGEST_FUNCTION),
            *_too_long("document", document, _LONGEST_DOCUMENT),
            refusal("legal.no_office", "office", name=office) if office and inner is None else None,
            refusal("powers.no_mandate", "under") if under and parent is None else None,
            refusal("powers.day", "valid_from") if valid_from and _day(valid_from) is None else None,
        )
        row = held or Mandate(unit=owner, number=place)
        row.office, row.parent, row.text, row.document = inner, parent, text, document
        row.valid_from = _day(valid_from)
        row.save()
        append("MandateKept", f"unit:{unit}", by=by, at=at, unit=unit, data={"number": place})


def repeal_mandate(*, unit: str, number: int, on: str, by: Actor, at: datetime) -> None:
    """A function holds no more from a day on. Raises Refused, Missing."""
    day = _day(on)
    with writing(by):
        owner = _unit(unit, by)
        row = Mandate.objects.filter(unit=owner, number=number).first()
        if row is None:
            raise Missing
        refuse_if(
            refusal("legal.repealed", "on") if row.valid_until else None,
            None if day else refusal("powers.day", "on"),
            refusal("legal.order", "on") if day and row.valid_from and day <= row.valid_from else None,
        )
        row.valid_until = day
        row.save()
        data = {"number": number, "on": on}
        append("MandateRepealed", f"unit:{unit}", by=by, at=at, unit=unit, data=data)


def _judge_again(row: LocalInstrument, *, by: Actor, at: datetime) -> None:
    """Items that cite the instrument are judged anew by a job; findings kept of them are of the text before."""
    if _citing(row).exists():
        title = message_of(refusal("legal.judging"))
        defer("recheck_citing", title=title, unit=by.unit, by=by, at=at, instrument=row.code)


def _citing(row: LocalInstrument) -> "QuerySet[PowerItem]":
    items = PowerItem.objects.kept().filter(region_id=row.region_id, campaign__closed_at__isnull=True)
    return items.filter(basis_printed__contains=f"《{row.title}》")


def _demand(by: Actor) -> None:
    if Role.LEGAL_AFFAIRS not in by.roles:
        raise Missing


def _unit(code: str, by: Actor) -> Unit:
    _demand(by)
    found = Unit.objects.filter(code=code, region_id=by.region, valid_until__isnull=True).first()
    if found is None:
        raise Missing
    return found


def _one_at_a_time(unit: Unit) -> None:
    """Functions of a unit are entered one after the other: two at once could hang each below the other."""
    wait_turn(_MANDATES, unit.pk)


def _instrument(code: str, by: Actor) -> LocalInstrument:
    row = LocalInstrument.objects.select_for_update().filter(code=code, region_id=by.region).first()
    if row is None:
        raise Missing
    return row


def _parent(unit: Unit, under: str, place: int) -> Mandate | None:
    """The function above; none that is itself below the one in hand."""
    if not under.isdecimal():
        return None
    found = Mandate.objects.filter(unit=unit, number=int(under[:4])).select_related("parent").first()
    above = found
    while above is not None:
        if above.number == place:
            return None
        above = above.parent
    return found


def _wrong(typed: Mapping[str, str], row: LocalInstrument, by: Actor) -> list[Problem | None]:
    begin, end = _day(typed["valid_from"]), _day(typed["valid_until"])
    twins = LocalInstrument.objects.filter(region_id=by.region, title=typed["title"]).exclude(code=row.code)
    levels: tuple[InstrumentLevel, ...] = LEVELS
    return [
        None if typed["title"] else refusal("desk.required", "title"),
        None if typed["level"] in levels else refusal("desk.choice", "level"),
        None if begin else refusal("powers.day", "valid_from"),
        refusal("powers.day", "valid_until") if typed["valid_until"] and end is None else None,
        refusal("legal.order", "valid_until") if begin and end and end <= begin else None,
        refusal("legal.same_day", "valid_from", title=typed["title"])
        if begin and twins.filter(valid_from=begin).exists()
        else None,
        None if read_articles(typed["text"]) else refusal("legal.no_text", "text"),
        *(one for name, most in _LONGEST.items() for one in _too_long(name, typed[name], most)),
    ]


def _too_long(name: str, text: str, most: int) -> list[Problem]:
    return [refusal("desk.too_long", name, most=most, length=len(text))] if len(text) > most else []


def _certain(text: str) -> date:
    return date.fromisoformat(text)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(plain(text))
    except ValueError:
        return None
