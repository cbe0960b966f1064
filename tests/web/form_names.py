"""How a refused page calls its fields: in the summary, and beside the field itself."""

import re
from html import unescape

_SUMMARY = re.compile(r'<div class="errors".*?</ul>', re.DOTALL)
_LINK = re.compile(r'<a href="#f-([^"]+)">(.*?)</a>', re.DOTALL)
_HINT = re.compile(r'<span class="hint".*?</span>', re.DOTALL)


def called(page: str) -> dict[str, str]:
    """Field → how the summary begins that leads to it."""
    found = _SUMMARY.search(page)
    return {field: unescape(said) for field, said in _LINK.findall(found[0])} if found else {}


def miscalled(page: str) -> dict[str, str]:
    """Those of the summary that are not called as their form calls them: field → how the form does."""
    names = {field: _name(page, field) for field in called(page)}
    return {field: name for field, name in names.items() if not _calls(called(page)[field], name)}


def _calls(said: str, name: str) -> bool:
    """By its name before the sentence, or in it; by no other name before."""
    before, found, _ = said.partition(name)
    return bool(found) and "：" not in before


def _name(page: str, field: str) -> str:
    mark = re.escape(field)
    label = re.search(rf'<label [^>]*for="f-{mark}"[^>]*>(.*?)</label>', page, re.DOTALL)
    legend = re.search(rf'<fieldset [^>]*id="f-{mark}"[^>]*><legend[^>]*>(.*?)</legend>', page, re.DOTALL)
    found = label or legend
    return unescape(_HINT.sub("", found[1])).strip() if found else "?"
