"""The virus scan: clamd, where one is set. It fails closed: what could not be scanned is not taken."""

import socket
from pathlib import Path

from qingdan.base.refusal import Refused, refusal

PATIENCE = 60  # seconds for each exchange
_CHUNK = 1 << 16


def scan(path: Path, clamd: str) -> None:
    """Has clamd look at a file; nothing where none is set ("").

    `clamd`: the path of its socket or host:port. Raises Refused when something was found or nobody answered.
    """
    if not clamd:
        return
    try:
        answer = _ask(path, clamd)
    except OSError as error:
        raise Refused([refusal("files.scanner_down", "file")]) from error
    if answer.endswith("FOUND"):
        raise Refused([refusal("files.infected", "file")])
    if not answer.endswith("OK"):
        raise Refused([refusal("files.scanner_down", "file")])


def _ask(path: Path, clamd: str) -> str:
    """The scanner's answer: INSTREAM, pieces each after its length in four bytes, closed by a length of nought."""
    with _connected(clamd) as connection, path.open("rb") as file:
        connection.sendall(b"zINSTREAM\0")
        while piece := file.read(_CHUNK):
            connection.sendall(len(piece).to_bytes(4, "big") + piece)
        connection.sendall(bytes(4))
        answer = b""
        while not answer.endswith(b"\0") and (piece := connection.recv(4_096)):
            answer += piece
    return answer.rstrip(b"\0").decode("utf-8", "replace")


def _connected(clamd: str) -> socket.socket:
    host, colon, port = clamd.rpartition(":")
    if colon and port.isdecimal():
        return socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(PATIENCE)
    try:
        connection.connect(clamd)
    except OSError:
        connection.close()
        raise
    return connection
