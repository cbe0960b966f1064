"""A provider for the tests that ask for one."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings
from tests.builders_cases import ID_NUMBER
from tests.fake_provider import CLIENT, NAME, SECRET, FakeProvider, running_provider

from qingdan.base.oidc.provider import ProviderSettings


@pytest.fixture
def provider(settings: Settings) -> Iterator[FakeProvider]:
    """The city is connected to it; it signs in 江小灯 at level 3."""
    with running_provider() as found:
        found.person = {
            "sub": "jiang-1",
            "real_name": "江小灯",
            "id_number": ID_NUMBER,
            "acr": "urn:qingdan:level:3",
            "email": "jiang@example.org",
        }
        settings.IDENTITY_PROVIDER = ProviderSettings(
            name=NAME, issuer=found.issuer, client=CLIENT, secret=SECRET
        )
        yield found
