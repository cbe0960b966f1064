"""What is sent as a file is not written to the disk without end: far over the limit it is read no further."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

SLACK = 1.2  # files a little too large come through whole, so that their refusal stands beside the field


class CappedUpload(FileUploadHandler):
    """Stands before the handlers that keep files: it counts what comes, and stops at more than a form may hold."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._left = SLACK * settings.MOST_UPLOAD

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """The piece, for the next handler. Raises StopUpload: the form is then without files."""
        self._left -= len(raw_data)
        if self._left < 0:
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Nothing of its own: the other handlers hold the file."""
