"""What can go wrong with the law library's files. Each message is one plain Chinese line."""

import sqlite3

from qingdan.data.labels import reason_of

_REFUSALS = {
    sqlite3.SQLITE_FULL: "磁盘已满",
    sqlite3.SQLITE_READONLY: "没有权限",
    sqlite3.SQLITE_PERM: "没有权限",
    sqlite3.SQLITE_CANTOPEN: "文件打不开",
    sqlite3.SQLITE_BUSY: "文件正被别的程序占用",
    sqlite3.SQLITE_LOCKED: "文件正被别的程序占用",
    sqlite3.SQLITE_IOERR: "磁盘读写出错",
    sqlite3.SQLITE_NOTADB: "不是 SQLite 文件",
    sqlite3.SQLITE_CORRUPT: "文件已损坏",
}


class LibraryError(Exception):
    """Something about the law library could not be done."""


class LibraryDamaged(LibraryError):
    """A library file is there but cannot be read: cut short, overwritten, of another format."""


class LibraryNotWritten(LibraryError):
    """The library could not be written; the old file, if any, is untouched."""


class SourceUnreadable(LibraryError):
    """A source to import cannot be read or holds no legal text."""


class PackageMissing(LibraryError):
    """The data package with national laws is not installed."""


def reason(error: OSError | sqlite3.Error) -> str:
    """Why the system or SQLite refused, in Chinese where the reason is a known one."""
    if isinstance(error, OSError):
        return reason_of(error)
    code = getattr(error, "sqlite_errorcode", None)  # errors of the binding itself have none
    return _REFUSALS.get(code & 0xFF, str(error)) if code is not None else str(error)
