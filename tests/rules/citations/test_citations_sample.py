"""The shared sample of citations: at least 0.99 read exactly, and 0.97 of each kind."""

import json
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from qingdan.rules.citation import fields_of, read_citations

pytestmark = pytest.mark.requirement("I-cite")
COMPARED = (
    "kind", "title", "document_number", "relation", "article", "insert", "paragraph", "item", "subitem", "annex_item",
)  # fmt: skip


@pytest.fixture(scope="module")
def rows(shared_data: Path) -> list[dict[str, Any]]:
    lines = (shared_data / "citations_sample.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def compared(citations: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: one[name] for name in COMPARED} for one in citations]


def exact(row: dict[str, Any]) -> bool:
    return compared(map(fields_of, read_citations(row["input"]))) == compared(row["citations"])


def test_sample__read_exactly(rows: list[dict[str, Any]]) -> None:
    total, right = Counter[str](), Counter[str]()
    for row in rows:
        total[row["kind_of_row"]] += 1
        right[row["kind_of_row"]] += exact(row)

    assert right.total() / total.total() >= 0.99
    assert {kind: right[kind] for kind in total if right[kind] < 0.97 * total[kind]} == {}


def test_sample__positions_are_in_order(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        found = read_citations(row["input"])
        assert all(0 <= one.start < one.end <= len(row["input"]) for one in found)
        assert all(one.start <= other.start for one, other in pairwise(found))
