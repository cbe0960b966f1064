"""The level of an instrument as the form writes it (法律, 行政法规 …), from the law library."""

from qingdan.data.wording import wording
from qingdan.filings.queries.content import Content
from qingdan.powers.queries.laws import law_library


def levels_of(content: Content) -> dict[str, str]:
    """Title → level, of every instrument cited in a filing that the library knows."""
    titles = {one["instrument"] for item in content["items"] for one in item["bases"]} - {""}
    with law_library() as library:
        found = {title: library.instrument(title) for title in titles}
    names = wording()
    return {
        title: names[key]["message"]
        for title, one in found.items()
        if one and (key := f"instrument_level.{one.level.value}") in names
    }
