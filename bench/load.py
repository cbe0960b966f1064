"""A small load generator: several processes, each with connections that are kept, asking one address again and again.

Bytes over a socket, nothing parsed but the length: the client must cost as little as it can beside the server.
"""

import re
import socket
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from threading import Thread
from time import perf_counter

PROCESSES, CONNECTIONS = 2, 4  # as many connections as the server has threads
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


def requests_per_second(port: int, address: str, cookies: str = "", *, seconds: float = 5.0) -> float:
    """Answers a second, all of them 200. Raises AssertionError on any other."""
    request = f"GET {address} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookies}\r\n\r\n".encode()
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        list(pool.map(_ready, range(PROCESSES)))
        counted = pool.map(_ask, *zip(*[(port, request, seconds)] * PROCESSES, strict=True))
        return sum(counted) / seconds


def answer_times(port: int, address: str, cookies: str, *, people: int, each: int) -> list[float]:
    """Seconds of every answer when so many people ask at once, each again as soon as it has come; all of them 200."""
    request = f"GET {address} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookies}\r\n\r\n".encode()
    with ThreadPoolExecutor(people) as pool:
        asked = [pool.submit(_times_on_one_line, port, request, each) for _ in range(people)]
        return [seconds for one in asked for seconds in one.result()]


def _times_on_one_line(port: int, request: bytes, each: int) -> list[float]:
    found = []
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        for _ in range(each):
            begun = perf_counter()
            line.sendall(request)
            assert _answered(line)
            found.append(perf_counter() - begun)
    return found


def _ready(_number: int) -> None:
    """Starting a process is no part of what is measured."""


def _ask(port: int, request: bytes, seconds: float) -> int:
    counts = [0] * CONNECTIONS
    until = perf_counter() + seconds
    threads = [
        Thread(target=_ask_on_one_line, args=(port, request, until, counts, n)) for n in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(counts), "an answer was not 200, or none came"
    return sum(counts)


def _ask_on_one_line(port: int, request: bytes, until: float, counts: list[int], number: int) -> None:
    done = 0
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        while perf_counter() < until:
            line.sendall(request)
            if not _answered(line):
                return
            done += 1
    counts[number] = done


def _answered(line: socket.socket) -> bool:
    """Reads one answer to its end; whether it was 200."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += line.recv(65_536)
    head, _, body = got.partition(b"\r\n\r\n")
    found = LENGTH.search(head)
    assert found, head
    left = int(found[1]) - len(body)
    while left > 0:
        left -= len(line.recv(65_536))
    return b" 200 " in head.partition(b"\r\n")[0]
