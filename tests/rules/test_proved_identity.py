"""Claims read as a person or organisation with a level (approval.md §6.4)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from qingdan.data.identity_provider import claim_names
from qingdan.rules.proved_identity import LEVELS, ProvedIdentity, classes_from, level_of, proved_identity

pytestmark = pytest.mark.requirement("RQ-G3")
RIGHT = {"sub": "s", "real_name": "江小灯", "id_number": "11010519491231002x", "acr": "3"}


def read(**more: Any) -> ProvedIdentity | tuple[Any, ...]:
    return proved_identity({**RIGHT, **more}, issuer="https://province.example", names=claim_names())


def test_claims__become_an_identity() -> None:
    assert read() == ProvedIdentity(
        issuer="https://province.example", subject="s", kind="person", name="江小灯",
        id_number="11010519491231002X", level=3,
    )  # fmt: skip


def test_levels__are_all_in_the_table_once() -> None:
    table = claim_names().levels
    words = [word for classes in table.values() for word in classes]

    assert set(table) == set(LEVELS) and all(table.values()) and len(words) == len(set(words))
    assert [level_of(classes[0], claim_names()) for classes in table.values()] == list(table)


@pytest.mark.parametrize("acr", [None, "", "5", "urn:other", 3, ["4"], {"4": 1}, True])
def test_level__of_what_the_table_does_not_name_is_none(acr: object) -> None:
    assert level_of(acr, claim_names()) == 0


def test_classes__are_asked_for_from_the_lowest_that_serves() -> None:
    assert classes_from(3, claim_names()) == ("urn:qingdan:level:3", "urn:qingdan:level:4")


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"sub": ""}, "provider.refused"),
        ({"sub": 7}, "provider.refused"),
        ({"sub": "a\u200bb"}, "provider.refused"),
        ({"sub": "s" * 256}, "provider.refused"),
        ({"real_name": "江"}, "provider.no_name"),
        ({"real_name": "江" * 121}, "provider.no_name"),
        ({"id_number": "91360900MA35XLGH0Y"}, "provider.no_number"),
        ({"user_type": "legal_person"}, "provider.no_number"),
        ({"user_type": "robot"}, "provider.no_number"),
    ],
)
def test_claims__that_name_nobody_say_why(more: dict[str, Any], key: str) -> None:
    found = read(**more)

    assert isinstance(found, tuple) and [one.key for one in found] == [key]


ANYTHING = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=20),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(some.dictionaries(some.sampled_from([*RIGHT, "name", "uscc", "user_type"]), ANYTHING))
def test_claims__of_any_shape_are_read_or_refused(claims: dict[str, Any]) -> None:
    found = proved_identity(claims, issuer="i", names=claim_names())

    assert isinstance(found, ProvedIdentity) or found
