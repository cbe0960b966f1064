"""The whole city into one folder, and back: database, files and a list of what there is, with digests."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from qingdan.base.db.address import Address
from qingdan.base.db.backup import backup, restore
from qingdan.base.db.errors import BackupFailed
from qingdan.base.shared_secret import KEY_FILE as DOCKING_KEY
from qingdan.base.signing import KEY_FILE as PAPER_KEY

FORMAT = "qingdan.backup/1"
KEYS = (PAPER_KEY, DOCKING_KEY)
MANIFEST, DATABASE, FILES = "manifest.json", "database.dump", "files"


def backup_city(home: Path, address: Address, target: Path, *, at: datetime) -> int:
    """Writes a backup as a new folder; how many files it holds. Raises BackupFailed, DatabaseUnavailable.

    The database is copied first: every file that a row of it names lay there before the row did.
    """
    if target.exists():
        raise BackupFailed(f"{target} 已经存在，不覆盖以前的备份")
    unfinished = target.with_name(f"{target.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        unfinished.mkdir(parents=True, mode=0o700)
        digest = backup(address, unfinished / DATABASE)
        if (home / FILES).is_dir():
            shutil.copytree(home / FILES, unfinished / FILES, ignore=shutil.ignore_patterns("new-*"))
        for key in KEYS:
            if (home / key).exists():
                shutil.copy2(home / key, unfinished / key)
        names = list(_names(unfinished / FILES, unfinished))
        names += [name for key in KEYS for name in _names(unfinished, unfinished, key)]
        digests = {name: _digest(unfinished / name) for name in names}
        _write(
            unfinished / MANIFEST,
            {"format": FORMAT, "at": at.isoformat(), "database": digest, "files": digests},
        )
        unfinished.replace(target)
    except OSError as error:
        raise BackupFailed(f"不能写 {target}：{error.strerror}") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return len(digests)


def restore_city(home: Path, address: Address, source: Path) -> int:
    """Puts a backup in the place of what is there; how many files came back. Raises BackupFailed.

    Everything is checked against its digest before anything is changed. Files are added, never removed; the key by
    which papers are signed is the backup's again, else every paper that was sent would read as false.
    """
    manifest = _manifest(source)
    for name, digest in manifest["files"].items():
        if _digest(source / name) != digest:
            raise BackupFailed(f"{source / name} 与备份时不同，没有恢复")
    restore(address, source / DATABASE, digest=manifest["database"])
    for name in manifest["files"]:
        _bring(source / name, home / name, again=name in KEYS)
    return len(manifest["files"])


def _manifest(source: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BackupFailed(f"{source} 不是一份完整的备份：读不出 {MANIFEST}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BackupFailed(f"{source} 不是本程序的备份")
    if any(Path(name).is_absolute() or ".." in Path(name).parts for name in manifest["files"]):
        raise BackupFailed(f"{source} 的清单里有不该有的文件名")
    return manifest


def _bring(source: Path, target: Path, *, again: bool) -> None:
    if target.exists() and not again:
        return
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = target.with_name(f"{target.name}.unfinished")
    shutil.copyfile(source, unfinished)
    unfinished.chmod(0o600)
    unfinished.replace(target)


def _names(folder: Path, root: Path, pattern: str = "**/*") -> Iterator[str]:
    return (path.relative_to(root).as_posix() for path in sorted(folder.glob(pattern)) if path.is_file())


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BackupFailed(f"不能读 {path}：{error.strerror}") from error


def _write(path: Path, manifest: dict[str, Any]) -> None:
    with path.open("w", encoding="utf-8") as file:
        json.dump(manifest, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
