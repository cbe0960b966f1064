"""The parts of this desk, for whom each is."""

from qingdan.rules.role import LEADING, REVIEWING, Role

TABS: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("定稿前的环节", "desk:gates", LEADING),
    ("合法性审查", "desk:legality", REVIEWING),
    ("流程图审核", "desk:chart_reviews", REVIEWING),
    ("合法性审查意见书", "desk:legality_opinions", REVIEWING),
)
