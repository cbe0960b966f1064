"""One way to write a value down."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.rules.canonical import canonical, digest

pytestmark = pytest.mark.requirement("G-events")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def test_canonical__sorts_keys_and_escapes_nothing() -> None:
    assert canonical({"乙": 1, "甲": [True, None, "灯"]}) == '{"乙":1,"甲":[true,null,"灯"]}'


def test_canonical__writes_days_and_instants() -> None:
    at = datetime(2015, 4, 15, 9, 0, tzinfo=UTC)

    assert canonical([date(2015, 4, 15), at]) == '["2015-04-15","2015-04-15T09:00:00+00:00"]'


@given(VALUES)
def test_digest__does_not_depend_on_the_order_of_keys(value: object) -> None:
    turned = dict(reversed(value.items())) if isinstance(value, dict) else value

    assert digest(turned) == digest(value)


@pytest.mark.parametrize("value", [1.5, {1, 2}, object()])
def test_canonical__refuses_what_has_no_agreed_form(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)
