"""Names of enterprises: put together of their parts, told from those that stand.

Source: 企业名称登记管理规定 (2020) Art. 6 (region, own word 字号, trade, form), Art. 8 (own word: two or more Chinese
characters), Art. 11 (what a name may not hold), Art. 17 (not the same as, nor like one in the same trade at the same
registrar). Readings: the same own word in a like trade (the project's own measure of likeness) is taken for alike.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from unicodedata import normalize

from qingdan.rules.pattern import pattern
from qingdan.rules.problem import Problem, beside
from qingdan.rules.vocabulary.similarity import alike

FORMS = ("有限责任公司", "有限公司", "股份有限公司", "合伙企业", "厂", "店", "中心", "专业合作社")
LONGEST_WORD, LONGEST_TRADE = 12, 20
LIKE_TRADE = 0.6
_CHINESE = pattern(r"^[一-鿿㐀-䶿]+$")
_FORBIDDEN = ("国家级", "最高级", "最佳", "中国人民", "中共", "解放军", "公安", "法院", "政府")


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyName:
    """临江 (region) 灯火 (own word) 照明 (trade) 有限公司 (form)."""

    region: str
    word: str
    trade: str
    form: str

    @property
    def full(self) -> str:
        """As it is printed."""
        return f"{self.region}{self.word}{self.trade}{self.form}"


def company_name(*, region: str, word: str, trade: str, form: str) -> CompanyName:
    """A name of what was typed, in one kind of letters and without spaces."""

    def plain(text: str) -> str:
        return "".join(normalize("NFKC", text).split())

    return CompanyName(region=plain(region), word=plain(word), trade=plain(trade), form=plain(form))


def name_problems(name: CompanyName) -> tuple[Problem, ...]:
    """What is wrong with a name by itself."""
    return tuple(_shape(name))


def _shape(name: CompanyName) -> Iterator[Problem]:
    if not (2 <= len(name.word) <= LONGEST_WORD and _CHINESE.search(name.word)):
        yield beside("registration.name_word", "word", {"most": LONGEST_WORD})
    if not (1 <= len(name.trade) <= LONGEST_TRADE and _CHINESE.search(name.trade)):
        yield beside("registration.name_trade", "trade", {"most": LONGEST_TRADE})
    if name.form not in FORMS:
        yield beside("registration.name_form", "form", {})
    for held in _FORBIDDEN:
        if held in name.word:
            yield beside("registration.name_forbidden", "word", {"word": held})


def clashes(name: CompanyName, standing: Iterable[CompanyName]) -> tuple[str, ...]:
    """Those that stand in its way: the same, or the same own word in a like trade."""
    return tuple(one.full for one in standing if one.full == name.full or _is_like(name, one))


def _is_like(one: CompanyName, other: CompanyName) -> bool:
    return one.word == other.word and alike(one.trade, other.trade) >= LIKE_TRADE
