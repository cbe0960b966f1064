"""The sample city: complete, consistent, marked as sample data."""

import tomllib
from collections import Counter
from importlib.resources import files
from random import Random

import pytest

from qingdan.data.campaigns import load_parties
from qingdan.data.divisions import load_divisions
from qingdan.data.regions import load_regions
from qingdan.data.sample_city import (
    belongs_to,
    law_name,
    load_lead_units,
    load_names,
    load_renamed,
    load_units,
)
from qingdan.data.schemes import load_scheme


@pytest.mark.requirement("R-028")
def test_units__are_sixty_nine() -> None:
    assert [one.number for one in load_units()] == [f"{number:03}" for number in range(1, 70)]


@pytest.mark.requirement("R-029")
def test_units__are_of_four_kinds() -> None:
    kinds = Counter(one.kind for one in load_units())

    assert kinds == {"department": 39, "institution": 16, "stationed": 11, "other": 3}


@pytest.mark.requirement("R-028")
def test_left_out__are_the_two_that_do_not_file() -> None:
    names = {one.name for one in load_units()}

    assert not names & {"市机构编制委员会办公室", "宜春出入境检验检疫机构"}
    assert [one.name for one in load_lead_units()] == ["市机构编制委员会办公室"]


def test_names_and_numbers__are_given_once() -> None:
    units = (*load_units(), *load_lead_units())
    below = [one for unit in units for one in unit.subordinates]
    for values in (
        [one.name for one in (*units, *below)],
        [one.short_name for one in (*units, *below)],
        [one.number for one in (*units, *below)],
    ):
        assert [value for value, times in Counter(values).items() if times > 1] == []


def test_numbers__have_three_digits() -> None:
    numbers = [one.number for unit in load_units() for one in (unit, *unit.subordinates)]

    assert all(len(one) == 3 and one.isdigit() for one in numbers)


@pytest.mark.requirement("R-021")
def test_units__have_offices_with_functions() -> None:
    for unit in load_units():
        names = [one.name for one in unit.offices]
        assert len(names) >= 3
        assert len(names) == len(set(names))
        assert all(one.functions and all(one.functions) for one in unit.offices)


@pytest.mark.requirement("R-029")
def test_subordinates__carry_out_something() -> None:
    below = [one for unit in load_units() for one in unit.subordinates]

    assert len(below) >= 8
    assert all(one.takes for one in below)


def test_parties__are_units_of_the_city() -> None:
    known = {one.name for one in (*load_units(), *load_lead_units())}
    named = {one.unit for one in load_parties().values() if one.unit}

    assert named <= known
    assert {route.unit for route in load_scheme().routing} <= known


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("市环境保护局", "市生态环境局"),
        ("市国土资源局", "市自然资源局"),
        ("市工商行政管理局", "市市场监督管理局"),
        ("市城乡规划局", "市城乡规划局"),  # the law still speaks of 城乡规划主管部门
        ("市教育局", "市教育局"),
    ],
)
def test_law_name__of_a_body_of_2015(before: str, after: str) -> None:
    assert law_name(before) == after


def test_renamed__are_units_and_say_where_from_or_nothing() -> None:
    names = {one.name for one in load_units()}

    assert load_renamed().keys() <= names
    assert all(one.before != one.after for one in load_renamed().values())
    assert all(one.year is None or one.year >= 2018 for one in load_renamed().values())


@pytest.mark.parametrize(
    ("title", "number"),
    [("灯笼产品质量条例", "032"), ("灯会食品安全条例", "030"), ("灯笼广告条例", "031")],
)
def test_title__belongs_to_one_of_the_units_that_a_reform_joined(title: str, number: str) -> None:
    joined = [one for one in load_units() if one.law_name == "市市场监督管理局"]

    assert [one.number for one in joined if belongs_to(one, title)] == [number]


@pytest.mark.parametrize("name", ["units.toml", "renamed.toml", "people.toml"])
def test_tables__are_marked_as_sample_data(name: str) -> None:
    text = files("qingdan.data").joinpath("sample", name).read_text(encoding="utf-8")

    assert tomllib.loads(text)["sample"] is True


def test_divisions__city_counties_towns() -> None:
    divisions = load_divisions()

    assert [len(divisions.of_level(level)) for level in ("city", "county", "town")] == [1, 10, 219]
    assert str(divisions.snapshot_on) == "2024-11-28"
    assert [one.name for one in divisions.of_level("county")] == list(load_scheme().counties)
    assert [one.name for one in divisions.by_code.values() if one.under_province] == ["丰城市"]


def test_divisions__have_a_parent_above_and_agree_with_the_table_of_regions() -> None:
    divisions, regions = load_divisions().by_code, load_regions()
    above = {"city": {"360000"}, "county": {"360900"}, "town": {one for one in divisions if len(one) == 6}}

    for one in divisions.values():
        assert one.parent in above[one.level]
        assert one.code[:2] == one.parent[:2]
        assert regions.name(one.code) == one.name


def test_people__are_the_same_for_a_seed() -> None:
    names = load_names()
    people = [names.person(Random(number)) for number in range(200)]

    assert people == [names.person(Random(number)) for number in range(200)]
    assert len(set(people)) > 100
    assert names.telephone(Random(1)).startswith("0795-0")
