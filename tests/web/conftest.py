"""What tests of pages need: the static files, gathered as at the start of a city."""

from collections.abc import Callable, Iterator
from unittest.mock import patch

import pytest
from django.core.management import call_command
from whitenoise import WhiteNoise

Found = dict[tuple[str, str], dict[str, object]]


@pytest.fixture(scope="session", autouse=True)
def static_files() -> Iterator[None]:
    """Stylesheet and scripts with their digests; pages name them by these.

    They are looked for once, as a city does: each client of a test is a server of its own, which would look again.
    """
    call_command("collectstatic", interactive=False, verbosity=0)
    once = _looking_once(WhiteNoise.update_files_dictionary)
    with patch.object(WhiteNoise, "update_files_dictionary", once):
        yield


def _looking_once(look: Callable[[WhiteNoise, str, str], None]) -> Callable[[WhiteNoise, str, str], None]:
    found: Found = {}

    def add(server: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in found:
            look(server, root, prefix)
            found[root, prefix] = dict(server.files)
        server.files |= found[root, prefix]

    return add
