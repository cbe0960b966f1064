"""Looking at a page as people with different needs meet it: axe in all displays, and whether it scrolls sideways."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")  # Deque Systems, MPL 2.0
WIDTHS = (1366, 390)
DISPLAYS = tuple(
    {"size": size, "contrast": contrast, "theme": theme}
    for size, contrast in (("", ""), ("large", ""), ("", "more"))
    for theme in ("", "dark")
)
SEEN = ("color-contrast", "target-size", "link-in-text-block", "scrollable-region-focusable")
NARROW = 360
DRESS = """display => { for (const [name, value] of Object.entries(display))
  value ? document.documentElement.setAttribute("data-" + name, value)
        : document.documentElement.removeAttribute("data-" + name); }"""
FOUND = """async rules => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const only = rules ? {type: "rule", values: rules} : {type: "tag", values: tags};
  const {violations} = await axe.run(document, {runOnly: only, resultTypes: ["violations"]});
  return violations.flatMap(one => one.nodes.map(node =>
    one.id + " " + node.target.join(" ") + " " + (node.any[0] || node.all[0] || node.none[0] || {}).message));
}"""
SIDEWAYS = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const wide = [...document.querySelectorAll("body *")].filter(one =>
    one.getBoundingClientRect().right > room + 1 && !one.closest(".wrap, .drawing"));
  const name = one => one.tagName.toLowerCase() + "." + one.className + " " + one.textContent.slice(0, 30);
  return wide.slice(-5).map(name);
}"""


def faults_of(page: Page) -> list[str]:
    """What axe finds: everything once, then in every display and width what changes with them."""
    page.evaluate(AXE)
    found = [f"as is: {one}" for one in _axe(page, None)]
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 768})
        for display in DISPLAYS:
            page.evaluate(DRESS, display)
            found += [f"{width} {_name(display)}: {one}" for one in _axe(page, list(SEEN))]
    return sorted(set(found))


def sideways(page: Page) -> list[str]:
    """What makes the page scroll sideways on a small telephone in 长者模式; only .wrap and .drawing may, inside."""
    page.set_viewport_size({"width": NARROW, "height": 700})
    page.evaluate(DRESS, {"size": "large", "contrast": "", "theme": ""})
    found: list[str] = page.evaluate(SIDEWAYS)
    return found


def _axe(page: Page, rules: list[str] | None) -> list[str]:
    found: list[Any] = page.evaluate(FOUND, rules)
    return [str(one) for one in found]


def _name(display: dict[str, str]) -> str:
    return "-".join(value for value in display.values() if value) or "normal"
