"""What is said of a password that is refused is Chinese, whichever check refused it."""

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

pytestmark = pytest.mark.requirement("RQ-G4")


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("短1", {"密码太短，至少要 10 个字符"}),
        ("password", {"密码太短，至少要 10 个字符", "这个密码太常见了。"}),
        ("8520147963258", {"密码只包含数字。"}),
    ],
)
def test_a_refused_password__is_told_in_chinese(password: str, said: set[str]) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password)

    assert set(refused.value.messages) == said


def test_help__of_every_check_is_chinese() -> None:
    assert all(
        not any(sign.isascii() and sign.isalpha() for sign in one) for one in password_validators_help_texts()
    )
