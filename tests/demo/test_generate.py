"""The sample city's returns: complete, the same for a seed, with all that the demonstration is to show."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from qingdan.data.sample_city import SampleUnit, load_units
from qingdan.data.schemes import load_scheme
from qingdan.demo.dispositions import WORDS, dispose
from qingdan.demo.generate import Progress, SampleReturn, generate_return, proposals_of
from qingdan.demo.mistakes import MISTAKES
from qingdan.demo.sample_items import SampleItem, draft_items, form_row
from qingdan.library.library import open_library
from qingdan.linter.propose import Draft, Proposal, propose
from qingdan.registers.forms import write_referral_form, write_register
from qingdan.registers.reader import read_register
from qingdan.rules.power_item import Disposition

pytestmark = pytest.mark.requirement("G-demo")
SCHEME = load_scheme()
YEAR = 2024


def _city(proposals: Sequence[Proposal] = (), seed: int = 2015) -> list[SampleReturn]:
    """All units; only the one the invented laws speak of gets proposals."""
    return [
        generate_return(unit, proposals if unit.number == "017" else (), scheme=SCHEME, year=YEAR, seed=seed)
        for unit in load_units()
    ]


def _drafted(unit: SampleUnit, proposals: Sequence[Proposal], seed: int) -> list[SampleItem]:
    random = Random(seed)
    drafted = draft_items(unit, proposals, scheme=SCHEME, year=YEAR, random=random)
    return dispose(drafted, unit, year=YEAR, random=random)


@pytest.fixture(scope="module")
def items(transport: SampleUnit, lamp_proposals: tuple[Proposal, ...]) -> list[SampleItem]:
    return _drafted(transport, lamp_proposals, 1)


@pytest.fixture(scope="module")
def many(transport: SampleUnit, lamp_proposals: tuple[Proposal, ...]) -> list[SampleItem]:
    """The same unit's register under twelve seeds, so that nothing rests on the luck of one."""
    return [item for seed in range(12) for item in _drafted(transport, lamp_proposals, seed)]


def _disposed_as(items: Sequence[SampleItem], disposition: Disposition) -> list[SampleItem]:
    return [item for item in items if item.values["disposition"] == WORDS[disposition]]


def test_city__is_the_same_for_a_seed(lamp_proposals: tuple[Proposal, ...]) -> None:
    assert _city(lamp_proposals) == _city(lamp_proposals)
    assert _city(lamp_proposals, seed=1) != _city(lamp_proposals)


@pytest.mark.requirement("R-053")
def test_city__has_nil_returns_signed(lamp_proposals: tuple[Proposal, ...]) -> None:
    nil = [one for one in _city(lamp_proposals) if one.is_nil]

    assert len(nil) >= 3
    assert {one.unit.name for one in nil} >= {"市地方志办公室", "市供销合作社"}
    for one in nil:
        assert one.progress is Progress.SIGNED
        assert one.nil == tuple(SCHEME.name_of(category) for category in SCHEME.listed)


@pytest.mark.requirement("R-051")
@pytest.mark.parametrize("seed", [2015, 1, 2])
def test_city__five_file_late(seed: int) -> None:
    late = [one for one in _city(seed=seed) if one.filed_after > 0]

    assert len(late) == 5
    assert all(one.progress in {Progress.NOT_BEGUN, Progress.DRAFTING} for one in late)


@pytest.mark.requirement("R-121")
def test_city__some_name_their_contacts_late() -> None:
    after = [one.contacts_after for one in _city()]

    assert min(after) >= 1
    assert sum(days > 3 for days in after) == 4


def test_city__has_returns_in_every_state(lamp_proposals: tuple[Proposal, ...]) -> None:
    assert {one.progress for one in _city(lamp_proposals)} == set(Progress)


@pytest.mark.requirement("C32")
def test_nil_lines__are_wrong_in_some_unsigned_returns_only(lamp_proposals: tuple[Proposal, ...]) -> None:
    for one in _city(lamp_proposals):
        filed = {item.category for item in one.items}
        right = {SCHEME.name_of(category) for category in SCHEME.listed} - filed
        if one.progress is Progress.NOT_BEGUN:
            assert not one.nil
        else:
            assert (set(one.nil) != right) == ("C32" in one.mistakes)
        assert not (one.mistakes and one.progress is Progress.SIGNED)


def test_signed_returns__have_no_planted_mistake(lamp_proposals: tuple[Proposal, ...]) -> None:
    for one in _city(lamp_proposals):
        if one.progress is Progress.SIGNED:
            assert [item for item in one.items if item.mistakes not in {(), ("C14",)}] == []


@pytest.mark.requirement("R-023")
def test_dispositions__all_six_occur(many: list[SampleItem]) -> None:
    assert {item.values["disposition"] for item in many} == set(WORDS.values())


@pytest.mark.requirement("R-023")
@pytest.mark.parametrize(
    ("disposition", "fields"),
    [
        (Disposition.RETAIN, ("reason", "flow_chart", "duty")),
        (Disposition.ABOLISH, ("reason_code", "reason")),
        (Disposition.DEVOLVE, ("reason", "receiver")),
        (Disposition.TRANSFER, ("reason", "receiver", "transition")),
        (Disposition.CONSOLIDATE, ("reason", "receiver")),
        (Disposition.REFER_UP, ("reason", "receiver")),
    ],
)
def test_disposition__has_what_its_standard_asks(
    many: list[SampleItem], disposition: Disposition, fields: tuple[str, ...]
) -> None:
    found = _disposed_as(many, disposition)

    assert found
    assert all(item.values.get(name) for item in found for name in fields)


@pytest.mark.requirement("R-034")
def test_abolished_with_basis__proposes_to_change_the_law(many: list[SampleItem]) -> None:
    abolished = _disposed_as(many, Disposition.ABOLISH)
    resting = [item for item in abolished if item.bases and item.bases[0].locator]

    assert resting
    assert all("law_change" in item.values for item in resting)
    assert any(not item.bases for item in abolished)


@pytest.mark.requirement("R-040")
def test_transfer__has_a_transition_of_one_to_three_years(many: list[SampleItem]) -> None:
    years = [item.transition_years for item in _disposed_as(many, Disposition.TRANSFER)]

    assert years
    assert all(1 <= one <= 3 for one in years)


@pytest.mark.requirement("R-041")
def test_consolidation__two_items_name_one_target(many: list[SampleItem]) -> None:
    targets = Counter(item.values["receiver"] for item in _disposed_as(many, Disposition.CONSOLIDATE))

    assert targets
    assert all(number % 2 == 0 for number in targets.values())


@pytest.mark.requirement("R-047")
def test_referred_item__has_its_row_of_the_form(items: list[SampleItem], tmp_path: Path) -> None:
    rows = [item.referral for item in items if item.referral]
    write_referral_form(tmp_path / "附件3.xlsx", department="市交通运输局", rows=rows)

    assert len(rows) == len(_disposed_as(items, Disposition.REFER_UP))


@pytest.mark.requirement("R-054")
def test_joint_item__names_lead_and_partners() -> None:
    joint = [item for one in _city() for item in one.items if item.values.get("joint_lead")]

    assert len(joint) >= 4
    assert all(item.values["joint_partners"] for item in joint)


@pytest.mark.requirement("R-052")
def test_items_of_a_subordinate__keep_their_attribution(
    items: list[SampleItem], transport: SampleUnit
) -> None:
    below = [item for item in items if item.subordinate]

    assert {item.subordinate for item in below} == {one.number for one in transport.subordinates}
    assert {item.values["supervising_department"] for item in below} == {transport.name}


def test_items__are_in_the_order_of_categories(items: list[SampleItem]) -> None:
    order = [SCHEME.name_of(category) for category in SCHEME.listed]
    places = [order.index(item.category) for item in items]

    assert all(one <= other for one, other in pairwise(places))


def test_items__go_into_the_official_form_and_come_back(
    items: list[SampleItem], transport: SampleUnit, tmp_path: Path
) -> None:
    path = tmp_path / "登记表.xlsx"
    write_register(path, department=transport.name, rows=[form_row(item) for item in items])

    back = [row.values["name"] for sheet in read_register(path, scheme=SCHEME).sheets for row in sheet.rows]

    assert back == ["".join(item.values["name"].split()) for item in items]


def test_proposals__of_joined_organs_go_to_one_unit_each(lamp_proposals: tuple[Proposal, ...]) -> None:
    joined = [unit for unit in load_units() if unit.law_name == "市交通运输局"]

    parts = [proposals_of(unit, lamp_proposals) for unit in joined]

    assert len(joined) > 1
    assert sum(map(len, parts)) == len(lamp_proposals)


@pytest.mark.soak
def test_city__of_the_real_library(shared_library: Path) -> None:
    """All the laws at hand: each kind of mistake occurs, and items by the thousand."""
    library, drafts = open_library(shared_library), dict[str, Draft]()
    returns = []
    for unit in load_units():
        if unit.law_name not in drafts:
            drafts[unit.law_name] = propose(library, body=unit.law_name, on=date(2024, 6, 30), scheme=SCHEME)
        returns.append(generate_return(unit, drafts[unit.law_name].items, scheme=SCHEME, year=YEAR))
    planted = {code for one in returns for item in one.items for code in item.mistakes}

    assert sum(len(one.items) for one in returns) > 2_500
    assert planted == {one.code for one in MISTAKES}
