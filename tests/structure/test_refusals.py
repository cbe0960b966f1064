"""Refusals have words: a key without a sentence, or a sentence without its facts, would be a fault for the user."""

import ast
from collections.abc import Iterator
from string import Formatter

import pytest

from qingdan.data.labels import FIELD_NAMES
from qingdan.data.wording import wording

pytestmark = pytest.mark.requirement("G-habits")
Modules = dict[str, ast.Module]
NAMELESS = {
    "",
    "file",
    "send",
    "digest",
    "factor",
    "original",
    "mandate",
    "campaign",
    "owed",
    "Idempotency-Key",
}
"""Fields that are the whole form, or a button of it; a header of a request between systems."""


def _refusals(modules: Modules) -> Iterator[tuple[str, str, ast.Call]]:
    """Place, key and call of each refusal whose key is written out."""
    for path, module in modules.items():
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "refusal" and node.args:
                for key in _written_out(node.args[0]) if path.startswith("src/") else ():
                    yield f"{path}:{node.lineno}", key, node


def _written_out(key: ast.expr) -> list[str]:
    """The key, or the two that are chosen between."""
    chosen = [key.body, key.orelse] if isinstance(key, ast.IfExp) else [key]
    return [str(one.value) for one in chosen if isinstance(one, ast.Constant)]


def test_refusals__have_sentences(modules: Modules) -> None:
    refusals = list(_refusals(modules))

    assert len(refusals) > 150
    assert [f"{place} {key}" for place, key, _ in refusals if "message" not in wording().get(key, {})] == []


def test_refusals__give_their_sentences_what_they_need(modules: Modules) -> None:
    lacking = [
        f"{place} {key}: {name}"
        for place, key, call in _refusals(modules)
        for name in _placeholders(key) - {one.arg for one in call.keywords}
        if all(one.arg for one in call.keywords)  # **params are not written out
    ]

    assert lacking == []


def test_refusals__stand_beside_fields_that_have_names(modules: Modules) -> None:
    named = FIELD_NAMES.keys() | {key.rpartition(".")[2] for key in wording() if key.startswith("field.")}
    nameless = {
        f"{place} {field}"
        for place, _, call in _refusals(modules)
        if (field := _field(call)) not in named | NAMELESS
    }

    assert nameless == set()


def _placeholders(key: str) -> set[str]:
    sentence = wording().get(key, {}).get("message", "")
    return {name.partition(".")[0] for _, name, _, _ in Formatter().parse(sentence) if name}


def _field(call: ast.Call) -> str:
    """The field where it is written out; "" elsewhere."""
    given = [*call.args[1:2], *(one.value for one in call.keywords if one.arg == "field")]
    return str(given[0].value) if given and isinstance(given[0], ast.Constant) else ""
