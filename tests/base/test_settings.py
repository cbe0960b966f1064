"""Settings that nothing may loosen: what the suite itself changes is looked at in the file."""

import pytest

from qingdan.config import settings

pytestmark = pytest.mark.requirement("G-accounts")


def test_passwords__are_hashed_with_argon2_alone() -> None:
    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_nothing_is_loosened__for_convenience() -> None:
    assert not settings.DEBUG
    assert settings.SESSION_COOKIE_HTTPONLY and settings.CSRF_COOKIE_HTTPONLY
    assert settings.X_FRAME_OPTIONS == "DENY"
    assert settings.DATABASES["default"]["ATOMIC_REQUESTS"] is False
