"""The HTML report in a real browser: it opens from disk, folds and filters without a script, and prints."""

import json
import subprocess
from pathlib import Path

import pytest
from tests.browser import demand_browser

from qingdan.reports.html import render

from .conftest import Make

pytestmark = pytest.mark.requirement("I-check")


@pytest.fixture(scope="module")
def browser() -> str:
    """The browser's command."""
    return demand_browser("the HTML report was not opened in a browser")


def _run(browser: str, page: Path, *options: str) -> str:
    command = [
        browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
        "--disable-dev-shm-usage", f"--user-data-dir={page.parent / 'profile'}", *options, page.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    return done.stdout.decode("utf-8")


# The report itself runs no script: this one looks at it from outside, in a frame of a telephone's width.
LOOK = """<!doctype html><meta charset="utf-8"><script>
const frame = document.createElement("iframe");
frame.style.cssText = "width:360px;height:800px;border:0";
frame.srcdoc = PAGE;
frame.onload = () => {
  const page = frame.contentDocument, shown = one => one.checkVisibility({contentVisibilityAuto: false});
  const count = () => [...page.querySelectorAll(".problem")].filter(shown).length;
  const choose = mark => {
    for (const one of page.querySelectorAll("option")) one.selected = one.value === mark;
    return count();
  };
  const answer = {all: count(), C25: choose("C25"), warning: choose("warning")};
  for (const one of page.querySelectorAll("details:not(.pop)")) one.open = true;
  answer.overflow = page.documentElement.scrollWidth - page.documentElement.clientWidth;
  answer.opened = shown(page.querySelector(".problem.warning blockquote"));
  document.title = "answer:" + JSON.stringify(answer) + ":";
};
document.addEventListener("DOMContentLoaded", () => document.body.append(frame));
</script><body></body>"""


def test_page_in_browser__folds_filters_and_fits_a_telephone(
    browser: str, make_result: Make, tmp_path: Path
) -> None:
    page = tmp_path / "look.html"
    text = json.dumps(render(make_result())).replace("</", "<\\/")
    page.write_text(LOOK.replace("PAGE", text), encoding="utf-8")

    shown = _run(browser, page, "--virtual-time-budget=5000", "--dump-dom")

    answer = json.loads("{" + shown.partition("answer:{")[2].partition(":</title>")[0])
    assert answer == {"all": 3, "C25": 1, "warning": 1, "overflow": 0, "opened": True}


def test_page_in_browser__prints(browser: str, make_result: Make, tmp_path: Path) -> None:
    page, printed = tmp_path / "核对结果.html", tmp_path / "print.pdf"
    page.write_text(render(make_result()), encoding="utf-8")

    _run(browser, page, f"--print-to-pdf={printed}")

    assert printed.read_bytes().startswith(b"%PDF")
