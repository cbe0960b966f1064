"""The browser in which tests open pages: a chromium of the system, or the one inside npm's @sparticuz/chromium.

The one without windows of its own comes first: it needs a third less time for the same pages.
"""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKED = ROOT / "node_modules" / "@sparticuz" / "chromium"
UNPACK = (
    "import('@sparticuz/chromium').then(one => one.default.executablePath()).then(path => console.log(path))"
)


@cache
def browser_command() -> str | None:
    """The command of a chromium, where there is one."""
    installed = map(
        shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    )
    return next(filter(None, installed), None) or _packed()


def demand_browser(what: str) -> str:
    """The browser's command. Without one the test is skipped aloud; with QINGDAN_REQUIRE_BROWSER it fails."""
    found = browser_command()
    if found:
        return found
    if os.environ.get("QINGDAN_REQUIRE_BROWSER"):
        pytest.fail("QINGDAN_REQUIRE_BROWSER is set and there is no chromium")
    pytest.skip(f"no chromium: {what}")


def _packed() -> str | None:
    """The npm package holds its browser compressed; its own program unpacks it."""
    node = shutil.which("node")
    if not node or not PACKED.is_dir():
        return None
    command = [node, "--input-type=module", "--eval", UNPACK]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    return done.stdout.strip() or None
