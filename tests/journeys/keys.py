"""A keyboard whose keys are counted: how long a person would have needed for them."""

import re
from dataclasses import dataclass

from playwright.sync_api import FileChooser, Page, expect
from tests.builders_files import PDF

SCAN = "合格证.pdf"
A_KEY = 0.28  # seconds: somebody who types 40 words a minute (Card, Moran, Newell: the keystroke-level model)
A_SIGN = 4  # keys for a Chinese character typed by its sound
A_DIALOGUE = 6  # keys in the window of the system in which a scan is picked


@dataclass(slots=True)
class Keys:
    """The keyboard of a page, and how long its keys took."""

    page: Page
    pressed: int = 0

    def type(self, words: str) -> None:
        """Writes where the keyboard is, as somebody does who looks for the cursor first."""
        expect(self.page.locator("input:focus, select:focus, textarea:focus")).to_be_editable()
        self.page.keyboard.type(words)
        self.pressed += sum(1 if one.isascii() else A_SIGN for one in words)

    def press(self, *keys: str) -> None:
        """One key after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def __post_init__(self) -> None:
        self.page.on("filechooser", _pick)

    def scan(self) -> None:
        """A file for the field that the keyboard is at."""
        field = self.page.locator("input[type=file]:focus")
        expect(field).to_have_value("")
        self.press("Enter")
        expect(field).to_have_value(re.compile(SCAN))
        self.pressed += A_DIALOGUE

    @property
    def seconds(self) -> float:
        """How long a person needs for them."""
        return self.pressed * A_KEY


def _pick(chooser: FileChooser) -> None:
    chooser.set_files({"name": SCAN, "mimeType": "application/pdf", "buffer": PDF})  # type: ignore[arg-type]
