"""Loads the sample approvals (`sample/approvals.toml`): last year's items by unit, guides and a 一件事 of some."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from qingdan.data.approvals import approval_kinds

HEADINGS = ("序号", "类别", "名称", "设定依据", "实施主体", "法定时限", "承诺时限", "收费")


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleGuide:
    """A guide to be published: the item by name and unit, its content as guides keep it."""

    item: str
    unit: str
    content: Mapping[str, Any]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(
        files("qingdan.data").joinpath("sample", "approvals.toml").read_text(encoding="utf-8")
    )


def approvals_document() -> tuple[str, str]:
    """Title and number of the document that decided on them."""
    return _table()["title"], _table()["number"]


def approval_rows() -> list[tuple[str, ...]]:
    """The rows of the workbook, under HEADINGS."""
    kinds = {one.key: one.name for one in approval_kinds()}
    items = [(unit["name"], one) for unit in _table()["unit"] for one in unit["items"]]
    return [
        (
            str(number), kinds[one["kind"]], one["name"], f"《{one['law']}》{one['article']}", unit, one["statutory"],
            one["promised"], one["fee"],
        )
        for number, (unit, one) in enumerate(items, 1)
    ]  # fmt: skip


def sample_guides() -> tuple[SampleGuide, ...]:
    """All of them, the unit's that has the item."""
    owners = {one["name"]: (unit["name"], one) for unit in _table()["unit"] for one in unit["items"]}
    return tuple(_guide(one, *owners[one["item"]]) for one in _table()["published"])


def sample_situations(codes: Mapping[str, str]) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """Name and content of each 一件事, as it is kept; `codes`: name of an item → its public code."""
    return tuple((one["name"], _situation(one, codes)) for one in _table()["situation"])


def _situation(one: Mapping[str, Any], codes: Mapping[str, str]) -> dict[str, Any]:
    def coded(names: Sequence[str]) -> list[str]:
        return [codes[name] for name in names]

    questions = [
        {
            "question": asked["question"],
            "answers": [{"answer": words, "items": coded(items)} for words, items in asked["answers"]],
        }
        for asked in one["questions"]
    ]
    return {"intro": one["intro"], "items": coded(one["items"]), "questions": questions}


def _guide(one: Mapping[str, Any], unit: str, item: Mapping[str, Any]) -> SampleGuide:
    basis = f"{item['law']}{item['article']}"
    content = {
        **_table()["guide"],
        "conditions": one["conditions"],
        "no_prohibitions": True,
        "materials": [_material(name, source, basis) for name, source in one["materials"]],
        "statutory": item["statutory"],
        "promised": item["promised"],
        "free": True,
        "result": one["licence"]["kind"] or "备案回执",
        "questions": [{"question": "多久办完", "answer": f"受理后{item['promised']}内作出决定。"}],
        "fields": [_field(one) for one in one["fields"]],
        "lapse_is_withdrawal": True,
        "licence": one["licence"],
        "visits": one.get("visits", [5]),
        "investment": one.get("investment", False),
        "parallel": one.get("parallel", False),
    }
    return SampleGuide(item=one["item"], unit=unit, content=content)


def _material(name: str, source: str, basis: str) -> dict[str, Any]:
    return {"name": f"{name}（示例）", "source": source, "basis": basis, "form": "", "sample": ""}


def _field(one: Sequence[str]) -> dict[str, Any]:
    name, label, kind, *unit = one
    return {"name": name, "label": label, "type": kind} | ({"unit": unit[0], "least": 1} if unit else {})
