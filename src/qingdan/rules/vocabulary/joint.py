"""Who exercises a power together with whom (共同实施): the joint columns as departments fill them, and names of units.

Source: the plan's 自查自清 (共同实施的事项由牵头部门报送). Forms differ: three columns (是否共同实施, 牵头部门,
共同实施单位), one of them only, or all of it in one cell: 是（牵头：甲局；配合：乙局）, 与乙局共同实施，由我局牵头.
"""

from dataclasses import dataclass

from qingdan.rules.pattern import pattern
from qingdan.rules.vocabulary.bodies import fields_apart, read_body, same_body

_YES = pattern(r"^(?:是|√|✓|有|Y|y)|共同|联合|会同|牵头|配合")
_NO = pattern(r"^(?:否|无|不|非|未|单独|独立|×|N|n|/|-|—)")
_NONE = pattern(
    r"(?:[/／\-—－\s]*|(?:暂|均)?无(?:[^，。；]{0,2}(?:部门|单位))?|否|没有|不涉及|(?:暂|尚)?(?:未|待)(?:[^，。；]{0,2}[定确]|补充|完善|落实))。?"
)
_SEPARATORS = pattern(r"[、，,；;/\s]+|(?<=[局委办])[和与及](?=.{2})")
_NAME = r"[^，,。；;：:（）()\s]"
_LEAD = pattern(
    rf"牵头(?:部门|单位|机关)?(?:为|是|：|:)({_NAME}{{2,30}})|({_NAME}{{2,30}}?)(?:（?为?主?）?)牵头"
)
_PARTNERS = pattern(
    rf"(?:配合|协助|参与|共同实施)(?:部门|单位|机关)?(?:为|是|：|:)([^。；;（）()]{{2,80}})"
    rf"|(?:[与和同]|会同)([^，。；;：:（）()]{{2,60}}?)(?:共同|联合|实施|办理|开展)"
    rf"|({_NAME}{{2,60}}?)(?:配合|协助)"
)
_LEAD_IN = pattern(r"^(?:是|有|√|并|应|依法|可以)?(?:由|以|与)?")
_WE = frozenset({"本部门", "本单位", "本局", "本委", "本办", "我局", "我委", "我办", "我单位", "我部门"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """What the joint columns say. `lead` may hold several names where the unit wrote several."""

    is_joint: bool = False
    lead: str = ""
    partners: tuple[str, ...] = ()


_ALONE = Joint()


def read_joint(*, said: str, lead: str, partners: str) -> Joint:
    """What the three columns 是否共同实施, 牵头部门, 共同实施单位 say together; "" for a column the form lacks.

    A clear 否 counts whatever else is filled in. Lead and partners may be named in the first column.
    """
    if not (said or lead or partners):
        return _ALONE
    said, lead = "".join(said.split()), _unless_none(lead.strip())
    named = tuple(filter(None, map(_unless_none, _SEPARATORS.split(partners.strip()))))
    if _NO.match(said) or not (lead or named or _YES.search(said)):
        return _ALONE
    return Joint(is_joint=True, lead=lead or lead_named(said), partners=named or partners_named(said))


def lead_named(words: str) -> str:
    """The unit that words call the lead (由我局牵头, 牵头部门：甲局); "" when they call none so."""
    found = _LEAD.search(words)
    return _LEAD_IN.sub("", found[1] or found[2]) if found else ""


def partners_named(words: str) -> tuple[str, ...]:
    """The units that words call partners (配合单位：乙局、丙局; 与乙局共同实施), in order."""
    found = _PARTNERS.search(words)
    if not found:
        return ()
    return tuple(filter(None, _SEPARATORS.split(_LEAD_IN.sub("", found[1] or found[2] or found[3]))))


def several(names: str) -> bool:
    """Whether a cell names more than one unit."""
    return len(list(filter(None, _SEPARATORS.split(names.strip())))) > 1


def _unless_none(word: str) -> str:
    return "" if _NONE.fullmatch(word) else word


def other_unit(name: str, department: str) -> bool:
    """Whether a name is surely another unit than the department: 本局 is none, nor is an abbreviation of its name."""
    if name in _WE or same_body(name, department):
        return False
    return fields_apart(name, department) or _acts_for_others(name, department)


def _acts_for_others(name: str, department: str) -> bool:
    """Whether one of two is a body without a field of its own (市行政审批局), the other one with a field."""
    one, other = read_body(name), read_body(department)
    return (one.of_many and not one.fields and bool(other.fields)) or (
        other.of_many and not other.fields and bool(one.fields)
    )
