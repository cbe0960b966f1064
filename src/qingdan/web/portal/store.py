"""Published pages as files of the home: made once for all processes, thrown away when another state begins.

`<home>/pages/<region>/<state>/<digest of the address>.html`. Nothing else is there that could not be made again.
"""

import shutil
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from qingdan.web.portal.state import State


def stored(address: str, state: State) -> bytes | None:
    """The body of a page of this state, None where it was not made yet."""
    try:
        return _path(address, state).read_bytes()
    except FileNotFoundError:
        return None


def store(address: str, state: State, body: bytes) -> None:
    """Keeps a body; pages of earlier states of the region go."""
    folder = _folder(state)
    if not folder.exists():
        _drop_others(folder)
        folder.mkdir(parents=True, exist_ok=True)
    try:
        with NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(body)
        Path(file.name).replace(_path(address, state))
    except FileNotFoundError:  # another process has begun the next state: it was not worth keeping
        return


def _drop_others(folder: Path) -> None:
    if folder.parent.exists():
        for other in folder.parent.iterdir():
            shutil.rmtree(other, ignore_errors=True)


def _path(address: str, state: State) -> Path:
    return _folder(state) / f"{sha256(address.encode()).hexdigest()}.html"


def _folder(state: State) -> Path:
    folder: Path = settings.QINGDAN_HOME / "pages" / state.region / state.digest[:32]
    return folder
