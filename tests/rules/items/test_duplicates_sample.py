"""The shared sample of duplicate pairs and of pairs that only look like it."""

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.rules.items.lantern_items import CONTEXT, SCHEME, item, register

from qingdan.linter.items import cited_keys
from qingdan.rules.basis_reader import read_basis
from qingdan.rules.checks.duplicates import filed_once
from qingdan.rules.legal_basis import BasisFacts
from qingdan.rules.power_item import RegisterFacts

pytestmark = pytest.mark.requirement("C15")
Place = tuple[str, int]


def _register(path: Path) -> RegisterFacts:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    items = [
        item(
            path=path.name,
            row=number,
            category=SCHEME.category_of(row[0]),
            name=row[1],
            cited=cited_keys(tuple(BasisFacts(entry=entry) for entry in read_basis(row[3]))),
        )
        for number, row in enumerate(rows[1:], start=2)
    ]
    return register(*items, path=path.name)


@cache
def _reported(folder: Path) -> frozenset[frozenset[Place]]:
    problems = filed_once([_register(path) for path in sorted((folder / "registers").glob("*.csv"))], CONTEXT)
    return frozenset(
        frozenset(
            {(one.where.path, one.where.row or 0), (one.data["other"]["path"], one.data["other"]["row"])}
        )
        for one in problems
    )


def _share_reported(folder: Path, label: str) -> float:
    lines = (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    gold: list[dict[str, Any]] = [one for line in lines if (one := json.loads(line))["label"] == label]
    pairs = [frozenset((one[side]["path"], one[side]["row"]) for side in "ab") for one in gold]
    return sum(pair in _reported(folder) for pair in pairs) / len(pairs)


def test_sample__pairs_are_found(shared_data: Path) -> None:
    assert _share_reported(shared_data / "duplicates_sample", "pair") >= 0.95


def test_sample__hard_negatives_raise_no_alarm(shared_data: Path) -> None:
    assert _share_reported(shared_data / "duplicates_sample", "hard_negative") <= 0.05
