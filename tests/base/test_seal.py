"""The seal of day sheets: SM3."""

import pytest

from qingdan.base.seal import _by_cryptography, sealed

pytestmark = pytest.mark.requirement("G-events")
EXAMPLE = (
    "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"  # GB/T 32905-2016, appendix A.1: "abc"
)


@pytest.mark.parametrize("seal", [sealed, _by_cryptography])
def test_seal__is_the_standards_example(seal: object) -> None:
    assert callable(seal) and seal("abc") == EXAMPLE
