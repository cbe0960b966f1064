"""Public pages: answers a second beside a view that does nothing, on the same server.

The pages are those of a city with a published edition of a few hundred powers. Where nginx is installed, the pages
written as files are measured behind it beside a file of its own of the same size.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.city_processes import CityProcesses

from bench.load import requests_per_second
from bench.measure import Measure
from qingdan.base.db.cluster import Cluster

ROOT = Path(__file__).resolve().parents[1]
HALF, MOST_OF = 1 / 0.5, 1 / 0.8  # goals are shares of the baseline; a ratio says how many times as costly
POWERS = 400
PAGES = (
    ("portal_list", "/lists/power_list/"),
    ("portal_department", "/departments/360900001/"),
    ("portal_item", "/items/36090000102000100"),
)
NGINX = """
daemon off; worker_processes 2; pid {home}/nginx.pid; error_log {home}/nginx.log;
events {{ worker_connections 256; }}
http {{ access_log off; default_type text/html; keepalive_requests 1000000;
server {{ listen 127.0.0.1:{port}; root {home}/written;
if ($http_cookie ~ "display=") {{ return 418; }}
location / {{ try_files $uri.html $uri/index.html $uri =404; }} }} }}
"""


def bench_portal_pages() -> Iterator[Measure]:
    """Kept pages and pages made for the first time; goal: half as many answers a second as the view."""
    with _published_city(POWERS) as city:
        for name, address in PAGES:
            yield _beside(city, name, address, "/hello-view", HALF)
        yield _beside(city, "portal_item_raw", PAGES[2][1], "/hello", None)
        yield _first_time(city)


def bench_portal_files() -> Iterator[Measure]:
    """Behind nginx: a written page beside a file of the same size. Nothing where there is no nginx."""
    if not shutil.which("nginx"):
        print("没有 nginx：静态文件没有测", file=sys.stderr)
        return
    with _published_city(POWERS) as city, _behind_nginx(city) as port:
        pairs = [
            (requests_per_second(port, PAGES[2][1]), requests_per_second(port, "/plain.bin"))
            for _ in range(3)
        ]
        value, base = max(one for one, _ in pairs), max(one for _, one in pairs)
        yield Measure(
            name="portal_files", value=value, unit="次/s", baseline=base, ratio=base / value, goal=MOST_OF
        )


@contextmanager
def home_apart() -> Iterator[Path]:
    """A home for one measure, with a database of its own."""
    home = Path(tempfile.mkdtemp(prefix="qd-bench-"))
    try:
        yield home
    finally:
        Cluster(home).stop()
        shutil.rmtree(home)


def environment_of(home: Path) -> dict[str, str]:
    """For a process that works in that home."""
    return os.environ | {"QINGDAN_HOME": str(home)}


@contextmanager
def _published_city(powers: int) -> Iterator[CityProcesses]:
    """A city with an edition, served beside what does nothing."""
    with home_apart() as home:
        command = [sys.executable, "-m", "bench.portal_editions", "publish", str(powers)]
        subprocess.run(command, cwd=ROOT, env=environment_of(home), check=True)
        city = CityProcesses(home)
        try:
            with (home / "serve.log").open("ab") as log:
                words = [sys.executable, "-m", "bench.portal_server"]
                place = {"cwd": ROOT, "env": city.environment, "start_new_session": True}
                city.running["serve"] = subprocess.Popen(words, **place, stdout=log, stderr=log)
            city.wait_until_ready()
            yield city
        finally:
            city.stop()


def _beside(city: CityProcesses, name: str, address: str, other: str, goal: float | None) -> Measure:
    pairs = [
        (requests_per_second(city.port, address), requests_per_second(city.port, other)) for _ in range(3)
    ]
    value, base = max(one for one, _ in pairs), max(one for _, one in pairs)
    return Measure(name=name, value=value, unit="次/s", baseline=base, ratio=base / value, goal=goal)


def _first_time(city: CityProcesses) -> Measure:
    """Milliseconds for a page that nobody asked for yet."""
    from urllib.request import urlopen  # noqa: PLC0415

    begun = time.perf_counter()
    for number in range(2, 102):
        with urlopen(f"http://localhost:{city.port}/items/360900001{'02'}{number:04d}00") as answer:
            answer.read()
    return Measure(name="portal_item_first", value=(time.perf_counter() - begun) * 10, unit="ms")


@contextmanager
def _behind_nginx(city: CityProcesses) -> Iterator[int]:
    port, written = city.port + 1, city.home / "written"
    command = [sys.executable, "-m", "qingdan", "pages", "--output", str(written)]
    subprocess.run(command, env=environment_of(city.home), check=True)
    page = written / f"{PAGES[2][1].removeprefix('/')}.html"
    (written / "plain.bin").write_bytes(os.urandom(page.stat().st_size))
    settings = city.home / "nginx.conf"
    user = "" if os.geteuid() else "user root;"  # the home is its owner's alone
    settings.write_text(user + NGINX.format(home=city.home, port=port), encoding="utf-8")
    server = subprocess.Popen(["nginx", "-c", str(settings)])
    try:
        time.sleep(1)
        yield port
    finally:
        server.terminate()
        server.wait()
