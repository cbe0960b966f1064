"""Names of enterprises: put together of their parts, told from those that stand.

Source: 企业名称登记管理规定 (2020) Art. 6 (region, own word 字号, trade, form), Art. 8 (own word: two or more Chinese
characters), Art. 11 (what a name may not hold), Art. 17 (not the same as, nor like one in the same trade at the same
registrar), Art. 10 (the form that a name ends with is that of its enterprise), Art. 25 (all this for households and
cooperatives too); 公司法 (2023) Art. 7 (the words for each kind of company).
Readings: the same own word in a like trade (the project's own measure of likeness) is taken for alike; a partnership
and a sole owner may call themselves 厂, 店, 中心, a household too.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from unicodedata import normalize

from qingdan.rules.pattern import pattern
from qingdan.rules.problem import Problem, beside
from qingdan.rules.vocabulary.similarity import alike

FORMS = ("有限责任公司", "有限公司", "股份有限公司", "合伙企业", "厂", "店", "中心", "专业合作社")
_OWN: Mapping[str, tuple[str, ...]] = {
    "有限责任公司": ("有限责任公司", "有限公司"),
    "股份有限公司": ("股份有限公司",),
    "农民专业合作社": ("专业合作社",),
    "合伙企业": ("合伙企业",),
}
"""Forms that belong to one type of enterprise alone."""
_MUST = frozenset({"有限责任公司", "股份有限公司", "农民专业合作社"})
"""Types that must say their form."""
_SOURCES = {
    "有限责任公司": "公司法第七条",
    "股份有限公司": "公司法第七条",
    "个体工商户": "企业名称登记管理规定第十条、第二十五条",
}
_SOURCE_OF_ALL = "企业名称登记管理规定第十条"
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


def type_problem(kind: str, name: str) -> Problem | None:
    """Why a full name does not fit the type of its enterprise: another's form, or without its own."""
    form = max((one for one in FORMS if name.endswith(one)), key=len, default="")
    own, owner = _OWN.get(kind, ()), next((one for one, forms in _OWN.items() if form in forms), "")
    if form in own or not (owner or kind in _MUST):
        return None
    free = own or tuple(one for one in FORMS if not any(one in forms for forms in _OWN.values()))
    said = {
        "type": kind,
        "name": name,
        "forms": "、".join(free),
        "source": _SOURCES.get(kind, _SOURCE_OF_ALL),
    }
    key = "registration.name_of_other_type" if owner else "registration.name_without_form"
    return beside(key, "field-type", {**said, "form": form, "owner": owner} if owner else said)


def clashes(name: CompanyName, standing: Iterable[CompanyName]) -> tuple[str, ...]:
    """Those that stand in its way: the same, or the same own word in a like trade."""
    return tuple(one.full for one in standing if one.full == name.full or _is_like(name, one))


def _is_like(one: CompanyName, other: CompanyName) -> bool:
    return one.word == other.word and alike(one.trade, other.trade) >= LIKE_TRADE
