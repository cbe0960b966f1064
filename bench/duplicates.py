"""Near duplicates among 100,000 items of 200 departments, beside bringing their names into comparable form.

Items, laws and names are invented from a seed: eight items in an article on average, one item in fifty filed again
by another department in other words.
"""

from collections.abc import Iterator
from datetime import date
from random import Random

from bench.measure import Measure, best_of
from qingdan.data.schemes import load_scheme
from qingdan.data.set_power import load_set_power
from qingdan.rules.checks.context import CheckContext
from qingdan.rules.checks.duplicates import filed_once
from qingdan.rules.power_item import Category, PowerItemFacts, RegisterFacts
from qingdan.rules.vocabulary.similarity import core

COUNT, DEPARTMENTS = 100_000, 200
SECONDS = 60.0
_THINGS = [
    "灯笼",
    "纸鸢",
    "竹筏",
    "风筝",
    "石桥",
    "木屐",
    "铜镜",
    "茶船",
    "花灯",
    "泥塑",
    "漆器",
    "油伞",
    "扎染",
    "年画",
    "蓝印",
    "皮影",
    "砚台",
    "笙箫",
    "瓦当",
    "草编",
]
_PLACES = ["作坊", "集市", "仓库", "码头", "展馆", "驿站", "渡口", "庙会", "园圃", "工地", "门店", "学堂"]
_WHO = ["生产者", "经营者", "运输人", "保管人", "使用单位", "检验机构", "设计单位", "举办人"]
_DEEDS = [
    "登记",
    "检验",
    "标识",
    "保管",
    "公示",
    "留存记录",
    "更换部件",
    "培训人员",
    "报告事故",
    "设置警示",
    "清点数目",
    "建立档案",
]


def bench_duplicates() -> Iterator[Measure]:
    """All items in one run, each register of 500 items a file of its own."""
    context = CheckContext(on=date(2022, 1, 1), scheme=load_scheme(), set_power=load_set_power())
    registers = _registers(Random(15))
    names = [item.name for register in registers for item in register.items]
    spent = best_of(lambda: filed_once(registers, context), times=1)
    yield Measure(name="duplicates of 100,000", value=spent, unit="s", goal=SECONDS)
    bare = best_of(lambda: [core(name) for name in names], times=1)
    yield Measure(name="duplicates beside names", value=spent, unit="s", baseline=bare, ratio=spent / bare)


def _registers(random: Random) -> list[RegisterFacts]:
    items = [_item(random, number) for number in range(COUNT * 49 // 50)]
    items += [_filed_again(random.choice(items)) for _ in range(COUNT - len(items))]
    random.shuffle(items)
    return [
        RegisterFacts(
            path=f"{number}.xlsx", department=f"第{number}局", items=tuple(items[number::DEPARTMENTS])
        )
        for number in range(DEPARTMENTS)
    ]


def _item(random: Random, number: int) -> PowerItemFacts:
    thing, who, deed = random.choice(_THINGS), random.choice(_WHO), random.choice(_DEEDS)
    law, article = f"{thing}管理条例之{number % 15}", random.randrange(2, 45)
    return PowerItemFacts(
        name=f"对{random.choice(_PLACES)}的{thing}{who}未按照规定{deed}，或者{random.choice(_DEEDS)}不符合要求的处罚",
        category=Category.PENALTY,
        cited=(f"{law}|{article}||1|{random.randrange(1, 12)}",),
        row=number,
    )


def _filed_again(item: PowerItemFacts) -> PowerItemFacts:
    name = item.name.replace("未按照", "不按").replace("，或者", "或")
    return PowerItemFacts(name=name, category=item.category, cited=item.cited, row=item.row)
