"""What a clause lets an agency do (措施), read from its words.

Sources for the words: 行政处罚法第九条 (kinds of penalty), 行政强制法第九条、第十二条 (measures and execution),
行政许可法第十二条, and the definitions of lists.md §2.1. Reading: a word counts wherever the clause has it as an
act of the agency; 被吊销, 不得扣押, 警告标志 and the like describe the person or the thing and are passed over.
A word that stands for several kinds (收缴, 清除) counts as the weakest, so that rules on it stay silent.
"""

from enum import StrEnum
from functools import lru_cache

from qingdan.rules.pattern import pattern
from qingdan.rules.power_item import Category


class Measure(StrEnum):
    """Kinds of acts; compulsion is told apart into measures (措施) and execution (执行)."""

    PENALTY = "penalty"
    COMPULSION_MEASURE = "compulsion_measure"
    COMPULSORY_EXECUTION = "compulsory_execution"
    POSSIBLE_COMPULSION = "possible_compulsion"  # 收缴, 清除, 取缔: compulsion in some laws, not in others
    LEVY = "levy"
    PAYMENT = "payment"
    ADJUDICATION = "adjudication"
    CONFIRMATION = "confirmation"
    REWARD = "reward"
    INSPECTION = "inspection"
    LICENCE = "licence"


CATEGORY_OF: dict[Measure, Category] = {
    Measure.PENALTY: Category.PENALTY,
    Measure.COMPULSION_MEASURE: Category.COMPULSION,
    Measure.COMPULSORY_EXECUTION: Category.COMPULSION,
    Measure.POSSIBLE_COMPULSION: Category.COMPULSION,
    Measure.LEVY: Category.LEVY,
    Measure.PAYMENT: Category.PAYMENT,
    Measure.ADJUDICATION: Category.ADJUDICATION,
    Measure.CONFIRMATION: Category.CONFIRMATION,
    Measure.REWARD: Category.REWARD,
    Measure.INSPECTION: Category.INSPECTION,
    Measure.LICENCE: Category.LICENCE,
}

_WORDS: dict[Measure, str] = {
    Measure.COMPULSORY_EXECUTION: (
        "加处罚款 加处的罚款 滞纳金 划拨 代履行 代为履行 强制拆除 强制执行 强制清除 强制履行 强制缴纳 强制铲除 "
        "强制恢复 强制关闭 拍卖 排除妨碍 排除妨害 强制征收 强制报废 强行拆除"
    ),
    Measure.COMPULSION_MEASURE: (
        "查封 扣押 扣留 冻结 封存 先行登记保存 登记保存 强制措施 强制带离 强制隔离 强制传唤 强制检测 强制戒毒 强制检查 "
        "强行带离 强行驱散 限制人身自由 约束至酒醒 隔离治疗 隔离观察 暂扣车辆 拖移 拖离 强制治疗 强制检疫 强制免疫"
    ),
    Measure.POSSIBLE_COMPULSION: "收缴 取缔 清除 清理 拆除 销毁 追缴 暂扣 制止 约束 隔离 带离 强制",
    Measure.PENALTY: (
        "罚款 没收 警告 通报批评 吊销 停产停业 停业整顿 停产整顿 责令停业 责令停产 责令关闭 行政拘留 处以罚 "
        "降低资质等级 限制从业 撤销资质 撤销资格 取消资格"
    ),
    Measure.LEVY: "征收 征缴 收取 征用",
    Measure.PAYMENT: "给付 补助 补贴 救助 抚恤 优待金 低保金 发放",
    Measure.ADJUDICATION: "裁决 行政裁定",
    Measure.CONFIRMATION: "确认 认定 鉴定结论 责任认定 登记",
    Measure.REWARD: "奖励 表彰 表扬 嘉奖 奖金",
    Measure.INSPECTION: "监督检查 检查 抽查 抽样检验 巡查 稽查",
    Measure.LICENCE: "许可 审批 核准 批准 颁发 核发 准予",
}
_MEASURE_OF = {word: measure for measure, words in _WORDS.items() for word in words.split()}
_DETENTION = "处[^，。；：]{0,16}拘留"
_ON_BEHALF = (
    "代为(?:组织|采取|实施|进行)?(?:治理|处置|处理|恢复|修复|清除|清理|清运|补种|补植|栽植|造林|植树|绿化|拆除|整治|整改|改正"
    "|治污|回收|疏浚|复垦|填埋|销毁|维修|加固|排除|消除)"
)
_WORD = pattern("|".join([_ON_BEHALF, *sorted(_MEASURE_OF, key=len, reverse=True), _DETENTION]))
_ON_BEHALF_NAMED = pattern(_ON_BEHALF + "$")
# Words that look like a measure and are none here.
_PASSED_OVER = pattern(
    r"(?:被|未|已|曾)(?:依法)?(?:吊销|暂扣|查封|扣押|冻结|没收|处罚|许可|批准|核准|确认|登记)(?:的|或者|、)?"
    r"|不(?:得|予|再)(?:扣押|查封|冻结|处罚|登记|许可|批准|收取)|警告标[志识]|警告牌|警示"
    r"|(?:依法|经|未|擅自|按照)[^，。；：]{0,4}(?:查封|扣押|冻结)、?(?:扣押|查封|冻结)?的"
    r"|拒绝[^，。；：]{0,12}检查|阻碍[^，。；：]{0,12}检查|未经[^，。；：]{0,12}(?:许可|批准|审批|核准)"
)


@lru_cache(maxsize=8192)
def read_measures(clause: str) -> frozenset[Measure]:
    """The kinds of acts a clause gives; empty when it names none we know."""
    plain = _PASSED_OVER.sub("，", clause)
    return frozenset(map(_measure, _WORD.findall(plain)))


def _measure(word: str) -> Measure:
    other = Measure.COMPULSORY_EXECUTION if word.startswith("代为") else Measure.PENALTY
    return _MEASURE_OF.get(word, other)


def names_performance_on_behalf(name: str) -> bool:
    """Whether a name ends in what is done in the person's stead (代为治理), which 行政强制法第五十条 calls 代履行."""
    return bool(_ON_BEHALF_NAMED.search(name))
