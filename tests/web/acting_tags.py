"""What of a page could act: tags and attributes that no page of ours has."""

from html.parser import HTMLParser

_ACTING = {"script", "img", "iframe", "style", "base", "object", "embed"}
_LEADING = {"href", "src", "action", "formaction"}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.acting: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes a tag that acts, and attributes that do."""
        src = dict(attrs).get("src") or ""
        ours = tag == "script" and src.startswith("/static/")
        refreshes = tag == "meta" and "http-equiv" in dict(attrs)
        if (tag in _ACTING and not ours) or refreshes or (tag == "svg" and not attrs):
            self.acting.append(tag)
        self.acting += [name for name, _ in attrs if name.startswith("on") or name in {"style", "srcdoc"}]
        self.acting += [
            value
            for name, value in attrs
            if name in _LEADING and value and value.lower().startswith("javascript:")
        ]


def acting(page: str) -> list[str]:
    """Tags and attributes of a page that would act, our own scripts not counted."""
    tags = _Tags()
    tags.feed(page)
    return tags.acting
