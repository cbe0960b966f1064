"""业务系统对接程度: which systems of the departments are docked how far, and what people type twice all the same."""

from qingdan.data.docking import level_names
from qingdan.docking.queries.coverage import docked_ratio, system_levels
from qingdan.web.portal.pages import passing
from qingdan.web.portal.rendering import Asked, Page


@passing
def docking(asked: Asked) -> Page:
    """System by system, the farthest docked first."""
    region = asked.place.code
    systems = [{"system": one, "level": level_names()[one.level]} for one in system_levels(region)]
    return Page(
        template="docking",
        context={"systems": systems, "ratio": docked_ratio(region), "levels": level_names(), "section": ""},
    )
