"""The verifier's own Ed25519: the vectors of RFC 8032 (7.1), and the same answers as the cryptography package."""

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from qingdan.verify_case import is_signed

pytestmark = pytest.mark.requirement("RQ-G5")
ORDER = 2**252 + 27742317777372353535851937790883648493
VECTORS = [  # key, message, signature
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595b"
        "be24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb430"
        "2aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716e"
        "d28dc027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        hashlib.sha512(b"abc").hexdigest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138a"
        "c17ad9bef1177331a704",
    ),
]


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_vectors__of_the_standard_hold(key: str, message: str, signature: str) -> None:
    assert is_signed(bytes.fromhex(key), bytes.fromhex(message), bytes.fromhex(signature))
    assert not is_signed(bytes.fromhex(key), bytes.fromhex(message) + b"!", bytes.fromhex(signature))


@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=200), bit=st.integers(0, 767))
def test_signature__holds_until_one_bit_of_it_or_of_the_key_is_turned(
    seed: bytes, message: bytes, bit: int
) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    key, signature = private.public_key().public_bytes_raw(), private.sign(message)
    turned = bytearray(key + signature)
    turned[bit // 8] ^= 1 << bit % 8

    assert is_signed(key, message, signature)
    assert not is_signed(bytes(turned[:32]), message, bytes(turned[32:]))


def test_second_form__of_a_signature_is_none() -> None:
    key, message, signature = (bytes.fromhex(one) for one in VECTORS[1])
    second = (int.from_bytes(signature[32:], "little") + ORDER).to_bytes(32, "little")
    assert not is_signed(key, message, signature[:32] + second)


@pytest.mark.parametrize("length", [0, 31, 33, 63, 64, 65, 200])
def test_what_is_no_signature__is_none(length: int) -> None:
    key, message, _ = (bytes.fromhex(one) for one in VECTORS[0])
    assert not is_signed(key, message, bytes(length))
    assert not is_signed(bytes(length), message, bytes(64)) or length == 32
