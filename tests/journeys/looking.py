"""Looking at a page as people with different needs meet it: axe in its looks, and whether it scrolls sideways."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from playwright.sync_api import Page

AXE = Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")  # Deque Systems, MPL 2.0
SEEN = ("color-contrast", "target-size", "link-in-text-block", "scrollable-region-focusable")
NARROW = 360


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A width in pixels and the display settings, as the server writes them on <html>."""

    width: int
    size: str = ""
    contrast: str = ""
    theme: str = ""

    @property
    def display(self) -> dict[str, str]:
        """Setting → value, empty where it is off."""
        return {"size": self.size, "contrast": self.contrast, "theme": self.theme}

    @property
    def name(self) -> str:
        """As faults name it."""
        return f"{self.width} {'-'.join(filter(None, self.display.values())) or 'normal'}"


FEW = (Look(width=1366), Look(width=390, size="large"), Look(width=1366, contrast="more", theme="dark"))
ALL = tuple(
    Look(width=width, size=size, contrast=contrast, theme=theme)
    for width in (1366, 390)
    for size, contrast in (("", ""), ("large", ""), ("", "more"))
    for theme in ("", "dark")
)


def some_of(looks: Sequence[Look], name: str) -> Sequence[Look]:
    """Of a few looks the first and, for every second page, one of the others in turn; of all looks all."""
    turn = crc32(name.encode()) % 4
    return looks if looks is not FEW else FEW[:1] if turn > 1 else (FEW[0], FEW[1 + turn])


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


def faults_of(page: Page, looks: Sequence[Look] = FEW) -> list[str]:
    """What axe finds: everything in the first look, in the others what changes with them."""
    page.evaluate(AXE)
    found = []
    for look in looks:
        _dress(page, look)
        rules = None if look == looks[0] else list(SEEN)
        found += [f"{look.name}: {one}" for one in _axe(page, rules)]
    return sorted(set(found))


def sideways(page: Page) -> list[str]:
    """What makes the page scroll sideways on a small telephone in 长者模式; only .wrap and .drawing may, inside."""
    _dress(page, Look(width=NARROW, size="large"))
    found: list[str] = page.evaluate(SIDEWAYS)
    return found


def _dress(page: Page, look: Look) -> None:
    """Changed in place: a load less for each look."""
    page.set_viewport_size({"width": look.width, "height": 768})
    page.evaluate(DRESS, look.display)


def _axe(page: Page, rules: list[str] | None) -> list[str]:
    found: list[Any] = page.evaluate(FOUND, rules)
    return [str(one) for one in found]
