"""That the looking sees: a page with known faults, shown to what every page is shown to."""

import pytest
from tests.journeys.conftest import Site
from tests.journeys.looking import faults_of, sideways

pytestmark = pytest.mark.requirement("G-journeys")
GREY = '<p style="color:#999;background:#aaa">灰字灰底</p>'
BAD = f'<!doctype html><html lang="zh-CN"><title>坏页</title><main><h1>坏页</h1><img src="x">{GREY}</main>'
WIDE = '<!doctype html><html lang="zh-CN"><title>宽页</title><main><h1 style="width:500px">宽页</h1></main>'
ROOM = WIDE.replace("<h1 style", '<h1>表</h1><div class="wrap" style="overflow-x:auto"><p style').replace(
    "</h1></m", "</p></div></m"
)


def test_faults__are_found_and_named(city_site: Site) -> None:
    with city_site.visit() as window:
        page = window.new_page()
        page.set_content(BAD)
        found = faults_of(page)

    assert {one.partition(": ")[2].split()[0] for one in found} >= {"image-alt", "color-contrast"}
    assert {one.partition(":")[0] for one in found} == {"1366 normal", "390 large", "1366 more-dark"}


def test_sideways__blames_what_is_too_wide_and_not_what_scrolls_in_its_room(city_site: Site) -> None:
    with city_site.visit() as window:
        page = window.new_page()
        page.set_content(WIDE)
        wide = sideways(page)
        page.set_content(ROOM)

        assert wide != [] and sideways(page) == []
