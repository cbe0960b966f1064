"""What can go wrong with the database server."""


class DatabaseUnavailable(Exception):
    """No PostgreSQL to work with; the message says in Chinese what is missing and what to do."""


class BackupFailed(Exception):
    """A backup was not made, or not put back; everything is as it was. The message says why."""
