"""What tests of pages need: the static files, gathered as at the start of a city."""

import pytest
from django.core.management import call_command


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    """Stylesheet and scripts with their digests; pages name them by these."""
    call_command("collectstatic", interactive=False, verbosity=0)
