"""The main navigation of the desk: title, address, for whom."""

from qingdan.rules.role import DRAFTING, LEADING, REVIEWING, Role

MENU: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("清理登记", "desk:department", DRAFTING),
    ("登记表", "desk:register", DRAFTING),
    ("流程图", "desk:charts", DRAFTING),
    ("进度总表", "desk:board", LEADING),
    ("报送件", "desk:filings", REVIEWING),
    ("问题答复", "desk:questions", frozenset(Role) - {Role.ADMINISTRATOR}),
    ("通知交流", "desk:postings", frozenset(Role) - {Role.ADMINISTRATOR}),
    ("单位和账号", "desk:units", frozenset({Role.ADMINISTRATOR})),
)
