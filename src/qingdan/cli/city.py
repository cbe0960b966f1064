"""What the commands of the running city share: its home, its database, and words for what is missing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from qingdan.cli.errors import CommandError
from qingdan.cli.home import home
from qingdan.config.memory import do_not_look, look_rarely

if TYPE_CHECKING:
    from qingdan.config.environment import Environment


def city_home() -> Path:
    """The home, made if it is not there. Raises CommandError: the packages of the city are not installed."""
    try:
        import django  # noqa: F401, PLC0415
        import granian  # noqa: F401, PLC0415
    except ModuleNotFoundError as missing:
        raise CommandError(
            f"没有安装运行城市要的程序包（{missing.name}）：pip install 'qingdan[city]'"
        ) from None
    folder = home()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def city_ready(folder: Path) -> Iterator["Environment"]:
    """Database and schema ready; what cannot be is said in one line."""
    do_not_look()
    with database_errors():
        from qingdan.config.environment import read_environment  # noqa: PLC0415
        from qingdan.config.runtime import make_ready  # noqa: PLC0415

        make_ready(folder)
        look_rarely()
        yield read_environment()


@contextmanager
def database_errors() -> Iterator[None]:
    """What the database or a setting does not allow, as one line for the person at the terminal."""
    from qingdan.base.db.errors import BackupFailed, DatabaseUnavailable  # noqa: PLC0415
    from qingdan.config.environment import WrongSetting  # noqa: PLC0415

    try:
        yield
    except (BackupFailed, DatabaseUnavailable, WrongSetting) as error:
        raise CommandError(str(error)) from None
