"""What a unit proposes for each item of its sample register (清理意见), with all that the standard of each asks for.

Source of what each needs: lists.md §3.1. Shares are those that make every kind occur in a unit of some size.
"""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

from qingdan.data.sample_answers import load_answers
from qingdan.data.sample_city import SampleUnit
from qingdan.demo.sample_items import SampleItem, field_of
from qingdan.registers.writing.form_rows import DISPOSITIONS, FormBasis, ReferralRow
from qingdan.rules.checks.levels import LEVEL_NAMES
from qingdan.rules.legal_basis import InstrumentLevel
from qingdan.rules.power_item import Disposition

WORDS = dict(zip(Disposition, DISPOSITIONS, strict=True))
_SHARES = {
    Disposition.RETAIN: 74,
    Disposition.ABOLISH: 6,
    Disposition.DEVOLVE: 10,
    Disposition.CONSOLIDATE: 6,
    Disposition.REFER_UP: 4,
}
_TRANSFERRED = 0.3  # of what rests on 三定 functions: a penalty is never an association's
_MANDATE, _DOCUMENT = (
    LEVEL_NAMES[level] for level in (InstrumentLevel.MANDATE, InstrumentLevel.NORMATIVE_DOCUMENT)
)


def dispose(items: Sequence[SampleItem], unit: SampleUnit, *, year: int, random: Random) -> list[SampleItem]:
    """The items with the unit's opinion on each.

    Consolidations go in pairs of one category; one that finds no partner is kept.
    """
    chosen = [_choose(item, random) for item in items]
    disposed = [
        _disposed(item, disposition, unit, year, random)
        for item, disposition in zip(items, chosen, strict=True)
    ]
    waiting: dict[str, int] = {}  # category → place of an item that waits for a partner to merge with
    for place, item in enumerate(items):
        if chosen[place] is Disposition.CONSOLIDATE:
            partner = waiting.pop(item.category, None)
            if partner is None:
                waiting[item.category] = place
            else:
                disposed[partner], disposed[place] = _merged(items[partner], item)
    return disposed


def _choose(item: SampleItem, random: Random) -> Disposition:
    if not item.bases or _own(item):
        return Disposition.ABOLISH
    if item.values["joint"] == "是" or item.mistakes:
        return Disposition.RETAIN
    if item.bases[0].level == _MANDATE:
        return Disposition.TRANSFER if random.random() < _TRANSFERRED else Disposition.RETAIN
    return random.choices(list(_SHARES), weights=list(_SHARES.values()))[0]


def _own(item: SampleItem) -> bool:
    """Whether an item rests on a document of the unit alone."""
    only = item.bases[0]
    return only.level == _DOCUMENT and only.title.startswith(item.values["implementing_body"])


def _disposed(
    item: SampleItem, disposition: Disposition, unit: SampleUnit, year: int, random: Random
) -> SampleItem:
    match disposition:
        case Disposition.ABOLISH:
            return _abolished(item, year, random)
        case Disposition.DEVOLVE:
            return _devolved(item, unit, random)
        case Disposition.TRANSFER:
            return _transferred(item, unit, random)
        case Disposition.REFER_UP:
            return _referred(item, unit, random)
        case _:  # also to be merged, until a partner turns up
            return _retained(item, random)


def _retained(item: SampleItem, random: Random) -> SampleItem:
    common = load_answers()["common"]
    return _with(
        item,
        Disposition.RETAIN,
        reason=random.choice(load_answers()["retain"]["reason"]),
        flow_chart=common["flow_chart"].format(category=item.category),
        duty=common["duty"],
    )


def _abolished(item: SampleItem, year: int, random: Random) -> SampleItem:
    """Without basis at once; with one, by proposing to change the law; unused with the counts that show it."""
    answers = load_answers()["abolish"]
    if not item.bases or _own(item):
        ground, reason = answers["own_document" if item.bases else "without_basis"]
        return _with(item, Disposition.ABOLISH, reason_code=ground, reason=reason)
    ground, reason = random.choice(answers["with_basis"])
    basis = item.bases[0]
    values = {
        "reason_code": ground,
        "reason": reason,
        "law_change": answers["law_change"].format(title=basis.title, locator=basis.locator),
    }
    if ground == "unused":
        years = {"first": year - 3, "second": year - 2, "third": year - 1}
        values["use_count"] = load_answers()["common"]["unused"].format(**years)
    return _with(item, Disposition.ABOLISH, **values)


def _devolved(item: SampleItem, unit: SampleUnit, random: Random) -> SampleItem:
    answers = load_answers()["devolve"]
    return _with(
        item,
        Disposition.DEVOLVE,
        reason=random.choice(answers["reason"]),
        receiver=answers["receiver"].format(field=field_of(unit)),
    )


def _transferred(item: SampleItem, unit: SampleUnit, random: Random) -> SampleItem:
    answers = load_answers()["transfer"]
    years = random.randrange(1, 4)
    given = _with(
        item,
        Disposition.TRANSFER,
        reason=answers["reason"],
        receiver=random.choice(answers["receiver"]).format(field=field_of(unit)),
        transition=answers["transition"][years - 1],
    )
    return replace(given, transition_years=years)


def _merged(first: SampleItem, second: SampleItem) -> tuple[SampleItem, SampleItem]:
    """Two items that go into one, which keeps the first one's name."""
    answers = load_answers()["consolidate"]
    target = answers["receiver"].format(target=first.values["name"])
    return (
        _with(first, Disposition.CONSOLIDATE, receiver=target, reason=_similar(second)),
        _with(second, Disposition.CONSOLIDATE, receiver=target, reason=_similar(first)),
    )


def _similar(partner: SampleItem) -> str:
    return str(load_answers()["consolidate"]["reason"].format(partner=partner.values["name"]))


def _referred(item: SampleItem, unit: SampleUnit, random: Random) -> SampleItem:
    answers = load_answers()["refer_up"]
    given = _with(item, Disposition.REFER_UP, reason=answers["reason"], receiver=answers["receiver"])
    referral = ReferralRow(
        category=item.category,
        name=item.values["name"],
        holder=f"{item.values['level']}：{unit.name}",
        legal_basis="\n".join(map(cited, item.bases)),
        change=random.choice(answers["change"]),
        receiver=answers["receiver"],
        reason=answers["reason"],
        proposed_by=unit.name,
    )
    return replace(given, referral=referral)


def cited(basis: FormBasis) -> str:
    """A basis as one text: 《title》（number）locator：words."""
    number = f"（{basis.document_number}）" if basis.document_number else ""
    words = f"：{basis.quoted}" if basis.quoted else ""
    return f"《{basis.title}》{number}{basis.locator}{words}"


def _with(item: SampleItem, disposition: Disposition, **values: Any) -> SampleItem:
    return replace(item, values={**item.values, "disposition": WORDS[disposition], **values})
