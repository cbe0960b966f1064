"""Makes a city with editions of many powers, for the benchmarks of public pages: `publish N` or `compare N`."""

import json
import sys
from datetime import timedelta
from time import perf_counter

from qingdan.config.environment import read_environment
from qingdan.config.runtime import make_ready


def publish(powers: int) -> None:
    """One edition of so many powers of one unit, with charts, and the duties of each."""
    from tests.builders import a_city  # noqa: PLC0415  (needs the settings)
    from tests.builders_editions import a_power, an_edition, duties_of  # noqa: PLC0415

    from qingdan.rules.review import ListKind  # noqa: PLC0415

    a_city()
    entries = [a_power(_code(n), name=f"对第{n}种灯笼的处罚") for n in range(1, powers + 1)]
    an_edition(entries)
    an_edition([duties_of(one) for one in entries], kind=ListKind.RESPONSIBILITY)


def compare(powers: int) -> None:
    """Seconds for the word-level difference of two editions that differ in every power; and for reading them alone."""
    from tests.builders import CITY, TODAY, a_city  # noqa: PLC0415
    from tests.builders_editions import BASIS, a_power, an_edition  # noqa: PLC0415

    from qingdan.base.transactions import reading  # noqa: PLC0415
    from qingdan.editions.queries.difference import changes_between, fields_of_changes  # noqa: PLC0415
    from qingdan.editions.queries.entries import contents_of, entries_on  # noqa: PLC0415
    from qingdan.editions.queries.shown import shown_editions  # noqa: PLC0415
    from qingdan.web.portal.state import visitor_of  # noqa: PLC0415

    a_city()
    quotation = "夜间不点亮沿街灯笼的，由县级以上灯火主管部门责令改正，处五百元以上二千元以下的罚款；" * 5
    for edition, limit, fine in ((0, "20个工作日", "五百元"), (1, "10个工作日", "一千元")):
        bases = [replace_in(BASIS, quotation.replace("五百元", fine))]
        on = TODAY + timedelta(days=edition)
        texts = {"promised_limit": limit, "remark": f"第{edition}版起，{fine}以下由县级灯火主管部门办理"}
        names = (f"对第{n}种灯笼的处罚" for n in range(1, powers + 1))
        an_edition(
            [a_power(_code(n), name=name, bases=bases, **texts) for n, name in enumerate(names, 1)],
            effective_on=on,
            shown_on=on,
        )
    with reading(visitor_of(CITY)):
        newer, older = shown_editions(CITY)
        begun = perf_counter()
        sides = [entries_on(one, TODAY) for one in (older, newer)]
        contents = [contents_of(one) for one in sides]
        read = perf_counter() - begun
        begun = perf_counter()
        sides = [entries_on(one, TODAY) for one in (older, newer)]
        fields = fields_of_changes(changes_between(*sides))
        taken = perf_counter() - begun
    assert len(fields) == len(contents[0]) == powers and all(len(one) == 3 for one in fields.values())
    print(json.dumps({"compared": taken, "read": read}))


def replace_in(basis: dict[str, str], quotation: str) -> dict[str, str]:
    """The basis with other words."""
    return basis | {"quotation": quotation}


def _code(number: int) -> str:
    return f"36090000102{number:04d}00"


if __name__ == "__main__":
    make_ready(read_environment().home)
    {"publish": publish, "compare": compare}[sys.argv[1]](int(sys.argv[2]))
