"""One POST to a docked system: soon and short, or a fault. The only place that opens a line to one.

The host is looked up here and the line goes to that very address, so a name cannot stand for another one between the
check and the call. No redirect is followed, no proxy asked.
"""

import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass

from django.conf import settings

from qingdan.data.docking import sending
from qingdan.docking.services.addresses import AddressFault, Called, called_of, may_connect

SILENCE = sending().silence
_PIECE = 1 << 14


class NotReached(Exception):
    """Nothing that could be an answer came back; `key` is its reason in the wording table ("docking.<key>")."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came back, whoever said it: `headers` by their names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def called(address: str) -> Called:
    """The parts of an address that may be called. Raises NotReached."""
    found = called_of(address, settings.DOCKING_INSIDE)
    if isinstance(found, AddressFault):
        raise NotReached(f"address_{found.value}")
    return found


def post(to: Called, body: bytes, headers: Mapping[str, str]) -> Answered:
    """Posts a body and reads the answer. Raises NotReached."""
    until = time.monotonic() + sending().deadline
    try:
        line = _line(to)
    except OSError as error:
        raise NotReached("no_line") from error
    try:
        line.request("POST", to.path, body, {"Content-Type": "application/json", **headers})
        with line.getresponse() as answer:
            return Answered(
                status=answer.status,
                headers={name.lower(): word for name, word in answer.getheaders()},
                body=_read(answer, until),
            )
    except TimeoutError as error:
        raise NotReached("too_slow") from error
    except (OSError, http.client.HTTPException) as error:
        raise NotReached("broken_off") from error
    finally:
        line.close()


def _line(to: Called) -> http.client.HTTPConnection:
    """An open line to the first address of the host that may be called. Raises NotReached, OSError."""
    found = socket.getaddrinfo(to.host, to.port, type=socket.SOCK_STREAM)
    number = next(
        (str(one[4][0]) for one in found if may_connect(to, str(one[4][0]), settings.DOCKING_INSIDE)), None
    )
    if number is None:
        raise NotReached("address_inside")
    line = http.client.HTTPConnection(to.host, to.port, timeout=SILENCE)
    with ExitStack() as undone:
        bare = undone.enter_context(socket.create_connection((number, to.port), timeout=SILENCE))
        line.sock = (
            ssl.create_default_context().wrap_socket(bare, server_hostname=to.host) if to.secure else bare
        )
        undone.pop_all()
    return line


def _read(answer: http.client.HTTPResponse, until: float) -> bytes:
    """Piece by piece: who drips never falls silent."""
    found = bytearray()
    while piece := answer.read1(_PIECE):
        found += piece
        if time.monotonic() > until:
            raise NotReached("too_slow")
        if len(found) > sending().longest_answer:
            raise NotReached("too_long")
    return bytes(found)
