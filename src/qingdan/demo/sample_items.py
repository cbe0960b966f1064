"""Items of a unit's sample register before anybody has disposed of them.

From what the law library proposes, from the unit's 三定 functions, from joint work and from what is done without any
basis. Pure: the same unit, proposals and seed give the same items.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from qingdan.data.sample_answers import JointItem, load_answers, load_joint_items
from qingdan.data.sample_city import SampleUnit, load_units
from qingdan.linter.propose import Proposal
from qingdan.registers.writing.form_rows import (
    REGISTER_COLUMNS,
    FormBasis,
    FormRow,
    ReferralRow,
)
from qingdan.rules.checks.levels import LEVEL_NAMES
from qingdan.rules.checks.scheme import Scheme
from qingdan.rules.legal_basis import InstrumentLevel
from qingdan.rules.power_item import Category

_MANDATE = LEVEL_NAMES[InstrumentLevel.MANDATE]
_DOCUMENT = LEVEL_NAMES[InstrumentLevel.NORMATIVE_DOCUMENT]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleItem:
    """One item of a sample register, its fields as typed.

    `values`: field of the register → text, those of 附件2 (`registers.forms`) and besides attachment, publication,
    supervising_department, reason_code and duty. `subordinate`: number of the body below the unit that drafts it,
    "" for the unit itself. `transition_years`: length of a transition, 0 for none. `referral`: its row of 附件3.
    `mistakes`: codes of the checks that a planted mistake is for.
    """

    values: Mapping[str, str]
    bases: tuple[FormBasis, ...] = ()
    subordinate: str = ""
    transition_years: int = 0
    referral: ReferralRow | None = None
    mistakes: tuple[str, ...] = field(default=())

    @property
    def category(self) -> str:
        """The category as typed."""
        return self.values.get("category", "")


def form_row(item: SampleItem) -> FormRow:
    """An item as a row of 附件2, without the fields for which the form has no column."""
    fields = {column.field for column in REGISTER_COLUMNS}
    values = {name: text for name, text in item.values.items() if name in fields}
    return FormRow(values=values, bases=item.bases)


def field_of(unit: SampleUnit) -> str:
    """A word for what a unit is about: the shortest way people search for it."""
    return min(unit.search, key=len)


def draft_items(
    unit: SampleUnit, proposals: Sequence[Proposal], *, scheme: Scheme, year: int, random: Random
) -> list[SampleItem]:
    """All items of a unit, in the order of categories; `year` is that of the notice. Empty for a nil return."""
    if unit.nil:
        return []
    mine = [one for one in proposals if scheme.excluded_category(one.category) is None]
    bare = [_proposed(unit, one, scheme, random) for one in mine]
    bare += [*_inspections(unit, mine, scheme, random), *_functions(unit, scheme, random)]
    bare += [*_practised(unit, scheme, random), *_joint_items(unit, scheme)]
    order = [scheme.name_of(category) for category in scheme.listed]
    bare.sort(key=lambda item: order.index(item.category))
    return [_filled(item, number, unit, year, random) for number, item in enumerate(bare, 1)]


def _proposed(unit: SampleUnit, one: Proposal, scheme: Scheme, random: Random) -> SampleItem:
    below = next((body for body in unit.subordinates if any(word in one.title for word in body.takes)), None)
    values = {
        "category": scheme.name_of(scheme.filed_as(one.category)),
        "name": one.name,
        "office": _office(unit, one.title + one.name, random),
        **_limits(one.category),
    }
    return SampleItem(values=values, bases=(_basis(one),), subordinate=below.number if below else "")


def _basis(one: Proposal) -> FormBasis:
    return FormBasis(
        level=LEVEL_NAMES[one.instrument_level],
        title=one.title,
        document_number=one.document_number,
        locator=one.locator,
        quoted=one.quoted,
    )


def _inspections(
    unit: SampleUnit, proposals: Sequence[Proposal], scheme: Scheme, random: Random
) -> Iterator[SampleItem]:
    """An inspection for each instrument that gives the unit several powers, as real registers have them."""
    counts = Counter(one.title for one in proposals)
    first = {one.title: one for one in reversed(proposals)}
    name = load_answers()["common"]["inspection"]
    for title, many in counts.items():
        if many > 1:
            values = {
                "category": scheme.name_of(scheme.filed_as(Category.INSPECTION)),
                "name": name.format(title=title),
                "office": _office(unit, title, random),
            }
            yield SampleItem(values=values, bases=(_basis(first[title]),))


def _limits(category: Category) -> dict[str, str]:
    statutory, promised = load_answers()["limits"].get(category, ("", ""))
    return {"statutory_limit": statutory, "promised_limit": promised}


def _office(unit: SampleUnit, words: str, random: Random) -> str:
    """The inner office whose functions share most pairs of letters with the words."""
    pairs = {words[place : place + 2] for place in range(len(words) - 1)}
    scores = {
        office.name: sum(
            text[place : place + 2] in pairs for text in office.functions for place in range(len(text) - 1)
        )
        for office in unit.offices
    }
    best = max(scores.values())
    return random.choice([name for name, score in scores.items() if score == best])


def _functions(unit: SampleUnit, scheme: Scheme, random: Random) -> Iterator[SampleItem]:
    """Powers of the residual category that rest on the 三定 provisions: one for each function of a special office."""
    answers = load_answers()["common"]
    number = random.randrange(20, 90)
    basis = FormBasis(
        level=_MANDATE,
        title=answers["mandate"].format(unit=unit.name),
        document_number=answers["mandate_number"].format(number=number),
        quoted="",
    )
    for office in (one for one in unit.offices if not one.common):
        for function in office.functions:
            values = {"category": scheme.name_of(Category.OTHER), "name": function, "office": office.name}
            yield SampleItem(values=values, bases=(basis,))


def _practised(unit: SampleUnit, scheme: Scheme, random: Random) -> Iterator[SampleItem]:
    """What is done without basis (R-015): some with a document of the unit's own, some with nothing."""
    practice = load_answers()["practice"]
    subject = field_of(unit)
    for name in random.sample(practice["names"], random.randrange(1, 6)):
        own = FormBasis(
            level=_DOCUMENT,
            title=practice["own_document"].format(unit=unit.name, field=subject).strip("《》"),
            document_number=practice["own_number"].format(letter=subject[0], number=random.randrange(1, 60)),
        )
        values = {
            "category": scheme.name_of(Category.OTHER),
            "name": name.format(field=subject),
            "office": random.choice(unit.offices).name,
        }
        yield SampleItem(values=values, bases=(own,) if random.random() < 0.5 else ())


def _joint_items(unit: SampleUnit, scheme: Scheme) -> Iterator[SampleItem]:
    """Joint items that the unit leads, and one that it files though another leads."""
    for number, joint in enumerate(load_joint_items(), 11):
        if joint.lead == unit.number:
            yield _joint_item(joint, number, scheme, led=True)
        elif joint.filed_by_partner == unit.number:
            yield _joint_item(joint, number, scheme, led=False)


def _joint_item(joint: JointItem, number: int, scheme: Scheme, *, led: bool) -> SampleItem:
    words, names = load_answers()["joint"], {one.number: one.name for one in load_units()}
    basis = FormBasis(
        level=_DOCUMENT,
        title=words["document"].format(subject=joint.subject),
        document_number=words["number"].format(number=number),
    )
    values = {
        "category": scheme.name_of(Category.OTHER),
        "name": joint.name,
        "joint": "是" if led else "否",
        "joint_lead": names[joint.lead] if led else "",
        "joint_partners": "、".join(names[one] for one in joint.partners) if led else "",
    }
    return SampleItem(values=values, bases=(basis,), mistakes=() if led else ("C14",))


def _filled(item: SampleItem, number: int, unit: SampleUnit, year: int, random: Random) -> SampleItem:
    """What every row has: body, level, subject, fee, counts of three years, attachment, publication."""
    answers = load_answers()["common"]
    counts = {letter: random.randrange(1, 40) for letter in "abc"}
    years = {"first": year - 3, "second": year - 2, "third": year - 1}
    below = next((body.name for body in unit.subordinates if body.number == item.subordinate), "")
    authorised = unit.kind == "institution"
    attachment = answers["attachment"].format(number=number)
    values = {
        "implementing_body": unit.name,
        "body_kind": answers["body_kind_authorised" if authorised else "body_kind"],
        "joint": "否",
        "level": answers["level"],
        "subject": answers["subject"],
        "fee": answers["fee"],
        "use_count": answers["use_count"].format(**years, **counts),
        "attachment": attachment if item.bases else "",
        "publication": answers["publication"],
        "supervising_department": unit.name if below else "",
        **item.values,
    }
    if below:
        values["office"] = below
    bases = tuple(replace(basis, attachment=attachment) for basis in item.bases)
    return replace(item, values=values, bases=bases)
