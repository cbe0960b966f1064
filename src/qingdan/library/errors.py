"""What can go wrong with the law library's files. Each message is one plain Chinese line."""


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
