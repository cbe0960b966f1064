"""Where lists are published: the city of this site and its counties. All of it is public."""

from dataclasses import dataclass

from qingdan.base.orgs.models import Region
from qingdan.base.refusal import Missing

CITY, COUNTY = "city", "county"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A city or county that publishes its own lists (R-011).

    `main`: it is the city of this site, whose pages have no code in front of them; `beside`: codes and names of the
    city and all its counties.
    """

    code: str
    name: str
    level: str
    main: bool
    beside: tuple[tuple[str, str], ...]

    @property
    def root(self) -> str:
        """What its addresses begin with: "" for the city of this site, /360902 for a county."""
        return "" if self.main else f"/{self.code}"


def main_city() -> str:
    """The code of the city of this site: the first there is. Raises Missing: none was founded."""
    found = Region.objects.filter(level=CITY).order_by("code").values_list("code", flat=True).first()
    if found is None:
        raise Missing
    return found


def place_of(code: str) -> Place:
    """A city or county by its code. Raises Missing."""
    own = Region.objects.filter(code=code, level__in=(CITY, COUNTY)).select_related("parent").first()
    if own is None:
        raise Missing
    city = own.parent if own.level == COUNTY and own.parent else own
    counties = Region.objects.filter(parent=city, level=COUNTY).order_by("code").values_list("code", "name")
    return Place(
        code=own.code,
        name=own.name,
        level=own.level,
        main=own.code == main_city(),
        beside=((city.code, city.name), *counties),
    )
