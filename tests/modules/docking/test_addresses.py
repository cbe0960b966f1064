"""Addresses that people typed: what is called, what is not, and what a name stands for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.docking.services.addresses import AddressFault, Called, called_of, is_named_well, may_connect

pytestmark = pytest.mark.requirement("RQ-N5", "G-hostile")
NAMED = ("127.0.0.1:8950", "lanterns.internal:80", "198.51.100.0/24")


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("https://api.example/in", None),
        ("https://api.example:8443/in?a=1", None),
        ("http://127.0.0.1:8950/in", None),
        ("http://lanterns.internal/in", None),
        ("http://api.example/in", AddressFault.NO_TLS),
        ("http://127.0.0.1:8951/in", AddressFault.NO_TLS),
        ("ftp://api.example/in", AddressFault.UNREADABLE),
        ("file:" + "//api/in", AddressFault.UNREADABLE),
        ("https://user@api.example/in", AddressFault.UNREADABLE),
        ("https://api.example/in#x", AddressFault.UNREADABLE),
        ("https://api.example:99999/in", AddressFault.UNREADABLE),
        ("https://api.example/in\r\nHost: x", AddressFault.UNREADABLE),
        ("https://灯笼.example/in", AddressFault.UNREADABLE),
        ("https:///in", AddressFault.UNREADABLE),
        ("https://[::1/in", AddressFault.UNREADABLE),
        ("", AddressFault.UNREADABLE),
    ],
)
def test_address__is_called_or_not(address: str, fault: AddressFault | None) -> None:
    found = called_of(address, NAMED)

    assert found is fault if fault else isinstance(found, Called)


@given(st.text(max_size=60))
def test_address__of_any_words_never_raises(words: str) -> None:
    assert called_of(f"https://{words}", NAMED) is not None
    assert isinstance(is_named_well(words), bool)


@pytest.mark.parametrize(
    ("number", "may"),
    [
        ("93.184.216.34", True),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("fe80::1%eth0", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("198.51.100.7", True),
        ("100.64.0.1", False),
    ],
)
def test_number_behind_a_name__is_connected_to_or_not(number: str, may: bool) -> None:
    called = called_of("https://api.example/in", NAMED)
    assert isinstance(called, Called)

    assert may_connect(called, number, NAMED) is may
