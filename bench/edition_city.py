"""A city whose list of many powers is adopted, published from there to the last page: `python -m bench.edition_city N`.

The first power goes the whole way through services; the others are copies of it as it was cleared, of forty units, with
codes and names of their own. Prints seconds: of composing the 审议稿, of each part of publishing, of the page functions
called in one loop; and how many pages they made.
"""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

from qingdan.config.environment import read_environment
from qingdan.config.runtime import make_ready

UNITS, FIRST_UNIT = 40, 10
Made = TypeVar("Made")


def publish(powers: int) -> dict[str, float]:
    """From the adopted list to the last channel, the search index and all pages as files; parts by name."""
    from tests.builders_lists import ADOPTED_AT, composed, resolved, some_channels, tabled_again  # noqa: PLC0415

    from qingdan.lists.services.proving import prove_in_order  # noqa: PLC0415
    from qingdan.web.portal.writing import write_pages  # noqa: PLC0415

    office = cleared(powers)
    some_channels()
    draft, tabling = timed(tabled_again)
    resolved(draft)
    at = ADOPTED_AT
    target = Path(tempfile.mkdtemp(prefix="qd-pages-"))
    edition, composing = timed(composed)
    _, proving = timed(lambda: prove_in_order(edition=edition.code, by=office, at=at))
    pages, writing_pages = timed(lambda: write_pages(target, at=at, processes=os.cpu_count() or 1))
    loop, looped = looped_pages(at + timedelta(days=1))
    shutil.rmtree(target)
    assert loop == pages
    return {
        "tabling": tabling,
        "composing": composing,
        "proving": proving,
        "writing": writing_pages,
        "loop": looped,
        "pages": pages,
    }


def looped_pages(at: Any) -> tuple[int, float]:
    """The page functions of every address, called one after the other; how many, and the seconds."""
    from django.urls import resolve  # noqa: PLC0415

    from qingdan.base.transactions import reading  # noqa: PLC0415
    from qingdan.editions.queries.places import main_city, place_of  # noqa: PLC0415
    from qingdan.editions.queries.shown import shown_editions  # noqa: PLC0415
    from qingdan.web.portal.rendering import asked_for, passing_body  # noqa: PLC0415
    from qingdan.web.portal.state import visitor_of  # noqa: PLC0415
    from qingdan.web.portal.writing import addresses_of  # noqa: PLC0415

    count, begun = 0, perf_counter()
    for code, _ in place_of(main_city()).beside:
        place = place_of(code)
        with reading(visitor_of(code)):
            addresses = list(addresses_of(place, shown_editions(code), at))
        for address in addresses:
            match = resolve(address)
            asked = asked_for(match.kwargs, address=address, query={}, at=at)
            passing_body(match.func.shows, asked, match.kwargs)
        count += len(addresses)
    return count, perf_counter() - begun


def cleared(powers: int) -> Any:
    """So many powers cleared; the office that leads."""
    from tests.builders_filings import OFFICE, a_filing_city  # noqa: PLC0415
    from tests.builders_lists import cleared as first_cleared  # noqa: PLC0415
    from tests.builders_lists import under_review  # noqa: PLC0415
    from tests.builders_powers import a_law_library  # noqa: PLC0415

    from qingdan.base.transactions import writing  # noqa: PLC0415
    from qingdan.reviews.models import Review  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        a_law_library(Path(folder))
    a_filing_city()
    under_review()
    one = first_cleared()
    with writing(OFFICE):
        Review.objects.bulk_create(list(copies(one, powers - 1)), batch_size=500)
    return OFFICE


def copies(one: Any, count: int) -> Iterator[Any]:
    """The same power under other names, by turns of forty units, each of which has some."""
    from tests.builders import CITY, NOW, a_unit  # noqa: PLC0415

    from qingdan.base.snapshots.queries import thaw  # noqa: PLC0415
    from qingdan.base.snapshots.services import freeze_many  # noqa: PLC0415
    from qingdan.reviews.models import Review  # noqa: PLC0415

    units = [a_unit(FIRST_UNIT + number, f"市第{number}灯笼局") for number in range(UNITS)]
    content = thaw(one.digest)
    places = [(units[number % UNITS], number // UNITS + 1) for number in range(count)]
    contents = [_copy(content, unit, number) for unit, number in places]
    digests = freeze_many("reviewed_item", contents, region=CITY, at=NOW)
    fields = {
        field.attname: getattr(one, field.attname)
        for field in Review._meta.concrete_fields
        if not field.primary_key
    }
    for (unit, number), item, digest in zip(places, contents, digests, strict=True):
        yield Review(
            **fields
            | {
                "unit_id": unit.pk,
                "number": item["number"],
                "order": number,
                "name": item["values"]["name"],
                "public_code": f"{unit.code}02{number:04d}00",
                "digest": digest,
                "filed_digest": digest,
            }
        )


def _copy(content: dict[str, Any], unit: Any, number: int) -> dict[str, Any]:
    name = f"对{unit.name}管的第{number}种灯笼不点亮的处罚"
    return content | {
        "number": f"{unit.code}-{number:05d}",
        "unit": unit.code,
        "unit_name": unit.name,
        "values": content["values"] | {"name": name},
    }


def timed(act: Callable[[], Made]) -> tuple[Made, float]:
    """What it makes, and the seconds it takes."""
    begun = perf_counter()
    made = act()
    return made, perf_counter() - begun


if __name__ == "__main__":
    make_ready(read_environment().home)
    print(json.dumps(publish(int(sys.argv[1]))))
