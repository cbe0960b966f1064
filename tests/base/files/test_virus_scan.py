"""The virus scan, spoken to as clamd is spoken to; it fails closed."""

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qingdan.base.files.scanner import scan
from qingdan.base.refusal import Refused

pytestmark = pytest.mark.requirement("G-files")
Scanner = Callable[[bytes], str]


@pytest.fixture
def scanner(tmp_path: Path) -> Iterator[Scanner]:
    """Starts a scanner that hears one file out, keeps what it heard, and gives the answer it was told to give."""
    servers: list[tuple[socket.socket, threading.Thread]] = []

    def start(answer: bytes) -> str:
        server = socket.socket(socket.AF_UNIX)
        server.bind(str(tmp_path / "clamd"))
        server.listen()
        thread = threading.Thread(target=_hear, args=(server, answer, tmp_path / "heard"))
        thread.start()
        servers.append((server, thread))
        return str(tmp_path / "clamd")

    yield start
    for server, thread in servers:
        thread.join()
        server.close()


def _hear(server: socket.socket, answer: bytes, heard: Path) -> None:
    line, _ = server.accept()
    with line, line.makefile("rb") as said:
        assert said.read(10) == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(said.read(4), "big"):
            content += said.read(length)
        heard.write_bytes(content)
        line.sendall(answer)


def _a_file(folder: Path) -> Path:
    path = folder / "file"
    path.write_bytes(b"lantern" * 20_000)
    return path


def test_scan__lets_a_clean_file_pass(scanner: Scanner, tmp_path: Path) -> None:
    scan(_a_file(tmp_path), scanner(b"stream: OK\0"))

    assert (tmp_path / "heard").read_bytes() == (tmp_path / "file").read_bytes()


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (b"stream: Eicar-Test-Signature FOUND\0", "files.infected"),
        (b"INSTREAM size limit exceeded. ERROR\0", "files.scanner_down"),
        (b"", "files.scanner_down"),
    ],
)
def test_scan__fails_closed(scanner: Scanner, tmp_path: Path, answer: bytes, key: str) -> None:
    with pytest.raises(Refused) as refused:
        scan(_a_file(tmp_path), scanner(answer))

    assert [one.key for one in refused.value.problems] == [key]


@pytest.mark.parametrize("clamd", ["/nowhere/clamd", "127.0.0.1:9"])
def test_scan__refuses_when_nobody_answers(tmp_path: Path, clamd: str) -> None:
    with pytest.raises(Refused) as refused:
        scan(_a_file(tmp_path), clamd)

    assert [one.key for one in refused.value.problems] == ["files.scanner_down"]


def test_scan__is_left_out_where_none_is_set(tmp_path: Path) -> None:
    scan(tmp_path / "not even there", "")
