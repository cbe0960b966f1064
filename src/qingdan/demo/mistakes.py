"""Mistakes that departments make when they fill a register, planted in sample items: one kind for each check.

`demo.plant` does the same in the cells of a workbook; here items are values. What only charts, duties or functions
show (C27 beyond a missing chart, C30, C31) is not planted.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qingdan.data.sample_answers import load_answers
from qingdan.data.sample_city import SampleUnit
from qingdan.demo.dispositions import WORDS
from qingdan.demo.sample_items import SampleItem, field_of
from qingdan.registers.writing.form_rows import FormBasis
from qingdan.rules.checks.levels import LEVEL_NAMES
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.legal_basis import InstrumentLevel
from qingdan.rules.power_item import Category, Disposition

_ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇]+条(?:之[一二三四五])?")
_PARAGRAPH = re.compile(r"(?<=条)第[一二三四五六七八九十]+款.*$")
_NATIONAL = "中华人民共和国"
_L = InstrumentLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a mistake is made: the unit and the scheme its words come from."""

    unit: SampleUnit
    scheme: Scheme

    def words(self, key: str) -> str:
        """A phrase of the table, with the unit's name and field filled in."""
        text = str(load_answers()["mistake"][key])
        return text.format(unit=self.unit.name, field=field_of(self.unit))


Edit = Callable[[SampleItem, Place], SampleItem | None]  # None where the mistake does not fit the item


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A kind of mistake, by the check that ought to find it."""

    code: str
    edit: Edit


def plant_mistakes(items: Sequence[SampleItem], place: Place, *, first: int, many: int) -> list[SampleItem]:
    """The items with `many` mistakes in as many of them, kinds in turn from the `first`; all apart where possible.

    Each kind takes the first item that it fits and that has no mistake yet; a kind that fits none is passed over.
    """
    planted = list(items)
    for number in range(many):
        mistake = MISTAKES[(first + number) % len(MISTAKES)]
        for index, item in enumerate(planted):
            if not item.mistakes and (wrong := mistake.edit(item, place)):
                planted[index] = replace(wrong, mistakes=(mistake.code,))
                break
    return _duplicated(planted)


def _duplicated(items: list[SampleItem]) -> list[SampleItem]:
    """C15: behind an item marked for it stands the same item once more."""
    return [
        copy for item in items for copy in ((item, replace(item)) if item.mistakes == ("C15",) else (item,))
    ]


def _set(item: SampleItem, **values: str) -> SampleItem:
    return replace(item, values={**item.values, **values})


def _rest_on(
    item: SampleItem, level: InstrumentLevel, title: str, number: str, locator: str = ""
) -> SampleItem:
    basis = FormBasis(
        level=LEVEL_NAMES[level],
        title=title,
        document_number=number,
        locator=locator,
        attachment=item.values["attachment"],
    )
    return replace(item, bases=(basis,))


def _is(item: SampleItem, place: Place, *categories: Category) -> bool:
    return item.category in {place.scheme.name_of(one) for one in categories}


def _kept(item: SampleItem) -> bool:
    return item.values["disposition"] == WORDS[Disposition.RETAIN] and bool(item.bases)


def _cites_article(item: SampleItem) -> bool:
    return bool(item.bases and _ARTICLE.search(item.bases[0].locator))


def _penalty(item: SampleItem, place: Place) -> bool:
    return _kept(item) and _is(item, place, Category.PENALTY) and _cites_article(item)


def _no_basis(item: SampleItem, place: Place) -> SampleItem | None:
    return replace(item, bases=()) if _kept(item) else None


def _own_document(item: SampleItem, place: Place) -> SampleItem | None:
    practice = load_answers()["practice"]
    title = practice["own_document"].format(unit=place.unit.name, field=field_of(place.unit)).strip("《》")
    return _rest_on(item, _L.NORMATIVE_DOCUMENT, title, "") if _kept(item) else None


def _city_document(item: SampleItem, place: Place) -> SampleItem | None:
    if not _penalty(item, place):
        return None
    return _rest_on(item, _L.NORMATIVE_DOCUMENT, place.words("city_document"), place.words("city_number"))


def _execution(item: SampleItem, place: Place) -> SampleItem | None:
    return _compulsion(item, place, "execution", "city_document", "city_number")


def _measure(item: SampleItem, place: Place) -> SampleItem | None:
    return _compulsion(item, place, "measure", "rule_document", "rule_number")


def _compulsion(item: SampleItem, place: Place, name: str, title: str, number: str) -> SampleItem | None:
    if not _penalty(item, place):
        return None
    renamed = _set(item, name=place.words(name), category=place.scheme.name_of(Category.COMPULSION))
    return _rest_on(renamed, _L.CITY_RULE, place.words(title), place.words(number), item.bases[0].locator)


def _imprecise(item: SampleItem, place: Place) -> SampleItem | None:
    return _relocated(item, lambda locator: _PARAGRAPH.sub("", locator))


def _wrong_article(item: SampleItem, place: Place) -> SampleItem | None:
    return _relocated(item, lambda locator: _ARTICLE.sub("第九百九十九条", locator))


def _relocated(item: SampleItem, change: Callable[[str], str]) -> SampleItem | None:
    if not _cites_article(item):
        return None
    first, *others = item.bases
    locator = change(first.locator)
    if locator == first.locator:
        return None
    return replace(item, bases=(replace(first, locator=locator), *others))


def _short_title(item: SampleItem, place: Place) -> SampleItem | None:
    if not (item.bases and item.bases[0].title.startswith(_NATIONAL)):
        return None
    first, *others = item.bases
    return replace(item, bases=(replace(first, title=first.title.removeprefix(_NATIONAL)), *others))


def _repealed(item: SampleItem, place: Place) -> SampleItem | None:
    if not _kept(item):
        return None
    return _rest_on(item, _L.LAW, place.words("repealed"), "", place.words("repealed_locator"))


def _other_body(item: SampleItem, place: Place) -> SampleItem | None:
    other = place.words("other_body")
    body = place.words("other_body_for") if place.unit.name == other else other
    return _set(item, implementing_body=body) if _penalty(item, place) else None


def _inner_office(item: SampleItem, place: Place) -> SampleItem | None:
    return _set(item, implementing_body=place.words("office")) if _penalty(item, place) else None


def _filed_alone(item: SampleItem, place: Place) -> SampleItem | None:
    if not item.subordinate:
        return None
    return _set(item, remark=place.words("filed_alone"), supervising_department="")


def _no_lead(item: SampleItem, place: Place) -> SampleItem | None:
    return _set(item, joint="是", joint_lead="") if _kept(item) else None


def _twice(item: SampleItem, place: Place) -> SampleItem | None:
    return item if _kept(item) else None


def _wrong_category(item: SampleItem, place: Place) -> SampleItem | None:
    return _set(item, category=place.scheme.name_of(Category.REWARD)) if _penalty(item, place) else None


def _left_out_kind(item: SampleItem, place: Place) -> SampleItem | None:
    if not (_kept(item) and _is(item, place, Category.OTHER)):
        return None
    return _set(item, name=place.words("licence"))


def _slogan(item: SampleItem, place: Place) -> SampleItem | None:
    return _set(item, name=place.words("slogan")) if _kept(item) else None


def _no_reason(item: SampleItem, place: Place) -> SampleItem | None:
    """Kept at the city without a word where the clause names the county as well (C19)."""
    named = any("县级以上" in basis.quoted and "设区" not in basis.quoted for basis in item.bases)
    return _set(item, reason="", remark="") if _kept(item) and named else None


def _disposed_as(disposition: Disposition, **values: str) -> Edit:
    def edit(item: SampleItem, place: Place) -> SampleItem | None:
        cleared = {"receiver": "", "transition": "", "law_change": "", "reason": ""}
        changed = _set(item, **cleared | {"disposition": WORDS[disposition], **values})
        return replace(changed, transition_years=0, referral=None) if _penalty(item, place) else None

    return edit


def _no_receiver(item: SampleItem, place: Place) -> SampleItem | None:
    if item.values["disposition"] != WORDS[Disposition.TRANSFER]:
        return None
    short = _set(item, receiver="", reason="", transition=place.words("short_transition"))
    return replace(short, transition_years=0)


def _unused(item: SampleItem, place: Place) -> SampleItem | None:
    return _set(item, reason=place.words("unused"), use_count="") if _kept(item) else None


def _nothing_attached(item: SampleItem, place: Place) -> SampleItem | None:
    if not item.bases:
        return None
    bare = tuple(replace(basis, attachment="") for basis in item.bases)
    return replace(_set(item, attachment=""), bases=bare)


def _no_chart(item: SampleItem, place: Place) -> SampleItem | None:
    return _set(item, flow_chart="") if _kept(item) else None


def _promise_too_long(item: SampleItem, place: Place) -> SampleItem | None:
    if not _penalty(item, place):
        return None
    return _set(item, statutory_limit=place.words("statutory"), promised_limit=place.words("too_long"))


def _secret(item: SampleItem, place: Place) -> SampleItem | None:
    return _set(item, remark=place.words("secret")) if _kept(item) else None


_EDITS: dict[str, Edit] = {
    "C01": _no_basis,
    "C02": _own_document,
    "C03": _city_document,
    "C04": _execution,
    "C05": _measure,
    "C06": _imprecise,
    "C07": _short_title,
    "C08": _wrong_article,
    "C09": _repealed,
    "C11": _other_body,
    "C12": _inner_office,
    "C13": _filed_alone,
    "C14": _no_lead,
    "C15": _twice,
    "C16": _wrong_category,
    "C17": _left_out_kind,
    "C18": _slogan,
    "C19": _no_reason,
    "C20": _no_receiver,
    "C21": _disposed_as(Disposition.TRANSFER, receiver="市灯笼行业协会"),
    "C22": _disposed_as(Disposition.ABOLISH, reason="不再需要"),
    "C23": _disposed_as(Disposition.CONSOLIDATE),
    "C24": _unused,
    "C25": _nothing_attached,
    "C27": _no_chart,
    "C28": _promise_too_long,
    "C29": _secret,
}
MISTAKES = tuple(Mistake(code=code, edit=edit) for code, edit in _EDITS.items())
