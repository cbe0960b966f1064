"""Waits, signatures, what was typed twice, hostile JSON: the rules of docking."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.rules.docking import DockingLevel
from qingdan.rules.json_object import json_object
from qingdan.rules.retry import wait_after
from qingdan.rules.signed_request import HOLDS, Signable, SigningFault, Way, signature, signing_fault
from qingdan.rules.typed_twice import typed_twice

pytestmark = pytest.mark.requirement("RQ-A3", "RQ-N5", "G-hostile")
WAITS = tuple(timedelta(minutes=one) for one in (1, 5, 30))
SECRET = b"lantern"
SAID = Signable(
    way=Way.FROM_PARTNER, method="POST", path="/in?a=1", time="1000000", nonce="n" * 20, body=b"{}"
)
TEXTS = st.text(max_size=12)


@given(mark=st.text(), tries=st.integers(-5, 20))
def test_waits__grow_and_end_and_are_the_same_again(mark: str, tries: int) -> None:
    wait = wait_after(tries, WAITS, mark=mark, spread=20)

    assert wait == wait_after(tries, WAITS, mark=mark, spread=20)
    assert (wait is None) == (not 1 <= tries <= 3)
    if wait is not None:
        assert WAITS[tries - 1] <= wait <= 1.2 * WAITS[tries - 1]


def test_waits_of_many__do_not_come_back_together() -> None:
    waits = {wait_after(1, WAITS, mark=str(one), spread=20) for one in range(1_000)}

    assert len(waits) > 900


@given(
    way=st.sampled_from(Way),
    method=TEXTS,
    path=TEXTS,
    body=st.binary(max_size=30),
    secret=st.binary(min_size=1),
)
def test_signature__is_taken_while_it_holds(
    way: Way, method: str, path: str, body: bytes, secret: bytes
) -> None:
    said = replace(SAID, way=way, method=method, path=path, body=body)
    given_ = signature(secret, said)

    assert signing_fault((b"other", secret), said, given_, now=1_000_000) is None
    for now in (1_000_000 - HOLDS, 1_000_000 + HOLDS):
        assert signing_fault((secret,), said, given_, now=now) is None
    for now in (1_000_000 - HOLDS - 1, 1_000_000 + HOLDS + 1):
        assert signing_fault((secret,), said, given_, now=now) is SigningFault.OLD


@given(
    name=st.sampled_from(("way", "method", "path", "time", "nonce", "body")),
    text=st.text(alphabet="abcdefghij0123456789-_/?", min_size=16, max_size=40),
)
def test_signature__of_anything_changed_is_wrong(name: str, text: str) -> None:
    changed: Any = {"way": Way.TO_PARTNER, "body": text.encode()}.get(name, text)
    said = replace(SAID, **{name: changed})

    assert signing_fault((SECRET,), said, signature(SECRET, SAID), now=1_000_000) in {
        SigningFault.WRONG,
        SigningFault.UNREADABLE,
    }


@given(time=st.text(max_size=20), nonce=st.text(max_size=70), given_=st.text(max_size=70))
def test_hostile_heads__are_a_fault_and_no_crash(time: str, nonce: str, given_: str) -> None:
    said = replace(SAID, time=time, nonce=nonce)

    assert signing_fault((SECRET,), said, given_, now=1_000_000) is not None


def test_signature__is_the_one_that_the_interface_describes() -> None:
    assert signature(SECRET, SAID) == "619b6de2e9dbdb6ff612d6249ffe6b7538d3a2587cb0467df13b3c5ef52e66ed"


@given(held=st.dictionaries(TEXTS, TEXTS, max_size=5), returned=st.dictionaries(TEXTS, TEXTS, max_size=5))
def test_typed_twice__counts_nothing_that_the_case_did_not_hold(
    held: dict[str, str], returned: dict[str, str]
) -> None:
    found = typed_twice(held, returned, taken_over=False)

    assert set(found.names) <= returned.keys()
    assert found.returned == len(returned)
    assert found.letters <= sum(map(len, returned.values())) * 18  # NFKC writes ﷺ as eighteen
    assert typed_twice(held, returned, taken_over=True).letters == 0
    assert typed_twice({}, returned, taken_over=False).letters == 0


@pytest.mark.parametrize(
    ("returned", "taken_over", "typed", "letters"),
    [
        ({"dz": "灯火路"}, False, (), 3),
        ({"dz": "灯火 路１号"}, False, (), 0),
        ({"dz": "灯 火\n路"}, False, (), 3),
        ({"dz": "灯火路"}, True, (), 0),
        ({"dz": "灯火路", "sl": "3"}, True, ("dz",), 3),
        ({"sl": "3"}, False, (), 0),
        ({"lamps": "３"}, False, (), 1),
        ({"bz": "别的话"}, False, (), 0),
    ],
    ids=str,
)
def test_typed_twice__by_hand(
    returned: dict[str, str], taken_over: bool, typed: tuple[str, ...], letters: int
) -> None:
    held = {"street": "灯火路", "lamps": "3"}

    assert typed_twice(held, returned, taken_over=taken_over, typed=typed).letters == letters


@given(st.binary(max_size=60))
def test_json_object__of_any_bytes_is_an_object_or_none(body: bytes) -> None:
    assert json_object(body) is None or isinstance(json_object(body), dict)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(alphabet='灯笼ab\n"\\', max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(alphabet="ab", max_size=2), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.text(alphabet="ab灯", max_size=3), PLAIN, max_size=4))
def test_json_object__of_what_we_write_is_the_same(value: dict[str, Any]) -> None:
    assert json_object(json.dumps(value).encode()) == value


@pytest.mark.parametrize(
    "body",
    [b"[]", b"1", b"", b'{"a": 0.5}', b'{"a": NaN}', b'{"a": "\\u0000"}', b"[" * 50_000, b'{"a":"\\ud800"}'],
)
def test_json_object__of_what_cannot_be_kept_is_none(body: bytes) -> None:
    assert json_object(body) is None


def test_levels__allow_more_and_more() -> None:
    table = [(one.reports_results, one.receives, one.proposes_decisions) for one in DockingLevel]

    assert table == [
        (False, False, False),
        (False, False, False),
        (True, False, False),
        (True, True, False),
        (True, True, True),
    ]
