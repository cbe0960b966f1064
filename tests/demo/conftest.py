"""An invented law that gives a sample unit enough penalties to make every mistake in, and how items are checked."""

from collections.abc import Callable
from datetime import date

import pytest

from qingdan.data.sample_city import SampleUnit, load_units
from qingdan.data.schemes import load_scheme
from qingdan.data.set_power import load_set_power
from qingdan.demo.dispositions import cited
from qingdan.demo.sample_items import SampleItem
from qingdan.library.importer import import_documents
from qingdan.library.library import Library, open_library
from qingdan.library.sources import read_path
from qingdan.linter.items import cited_keys, item_facts
from qingdan.linter.propose import Proposal, propose
from qingdan.registers.model import RegisterRow
from qingdan.rules.basis_reader import read_basis
from qingdan.rules.checks.context import CheckContext
from qingdan.rules.numerals import numeral
from qingdan.rules.power_item import PowerItemFacts, RegisterFacts

ON = date(2024, 6, 30)
_ARTICLE = """第{number}条 灯笼铺应当按照第{number}号式样挂灯笼。

灯笼铺不按照第{number}号式样挂灯笼的，由县级以上地方人民政府交通运输主管部门责令换灯笼，处五百元以上二千元以下的罚款。
"""
ToFacts = Callable[..., RegisterFacts]


def _law(title: str) -> str:
    articles = [_ARTICLE.format(number=numeral(number)) for number in range(2, 32)]
    passed = "2016年3月1日 第十二届全国人民代表大会常务委员会第九十次会议通过"
    opening = "第一条 县级以上地方人民政府交通运输主管部门负责灯笼监督管理工作。"
    return "\n\n".join([f"# {title}", passed, opening, *articles, "第三十二条 本法自2016年5月1日起施行。"])


@pytest.fixture(scope="session")
def lamp_library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of two invented laws, with the shipped index of real ones."""
    home = tmp_path_factory.mktemp("lamps")
    for title in ("中华人民共和国灯笼法", "中华人民共和国道路运输灯笼法"):
        path = home / "corpus" / "法律" / f"{title}(2016-03-01).md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_law(title), encoding="utf-8")
    import_documents(home, read_path(home / "corpus"))
    return open_library(home)


@pytest.fixture(scope="session")
def transport() -> SampleUnit:
    """市交通运输局 of the sample city: it has a subordinate body that carries out what concerns 道路运输."""
    return next(one for one in load_units() if one.number == "017")


@pytest.fixture(scope="session")
def lamp_proposals(lamp_library: Library, transport: SampleUnit) -> tuple[Proposal, ...]:
    """What the two laws give that unit."""
    return propose(lamp_library, body=transport.law_name, on=ON, scheme=load_scheme()).items


@pytest.fixture(scope="session")
def to_facts(lamp_library: Library) -> ToFacts:
    """Sample items as the rules see a register."""

    def register(items: list[SampleItem], unit: SampleUnit) -> RegisterFacts:
        facts = tuple(_facts(item, row, unit, lamp_library) for row, item in enumerate(items, 5))
        return RegisterFacts(path="登记表", department=unit.name, items=facts)

    return register


def _facts(item: SampleItem, number: int, unit: SampleUnit, library: Library) -> PowerItemFacts:
    text = "\n".join(cited(basis) for basis in item.bases)
    columns = frozenset(item.values) | {"legal_basis", "flow_chart", "receiver", "transition"}
    cells = dict.fromkeys(columns, f"A{number}")
    row = RegisterRow(sheet=None, rows=(number,), values={**item.values, "legal_basis": text}, cells=cells)
    bases = tuple(library.facts(entry, ON) for entry in read_basis(text))
    return item_facts(
        row, path="登记表", department=unit.name, columns=columns, scheme=load_scheme(), bases=bases,
        cited=cited_keys(bases),
    )  # fmt: skip


@pytest.fixture(scope="session")
def check_context() -> CheckContext:
    """The rules of the city on a day."""
    return CheckContext(on=ON, scheme=load_scheme(), set_power=load_set_power())
