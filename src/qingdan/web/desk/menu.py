"""The main navigation of the desk: title, address, for whom."""

from qingdan.rules.role import DRAFTING, HANDLING, LEADING, REVIEWING, Role

OVERSEEING = LEADING | {Role.LEADING_GROUP, Role.GOVERNMENT_OFFICE}
OTHERS = frozenset(Role) - DRAFTING - OVERSEEING - {Role.ADMINISTRATOR}
"""Who has no page of the campaign of their own."""

PUBLISHING = OVERSEEING | {Role.LEGAL_AFFAIRS, Role.SERVICE_CENTRE}
MENU: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("清理登记", "desk:department", DRAFTING),
    ("登记表", "desk:register", DRAFTING),
    ("审核意见", "desk:opinions", DRAFTING),
    ("进度总表", "desk:board", LEADING),
    ("审核", "desk:review", LEADING | {Role.REVIEWER}),
    ("成员单位审查", "desk:review_second", frozenset({Role.MEMBER_UNIT})),
    ("认可事项", "desk:sign_offs", DRAFTING),
    ("定稿前的环节", "desk:gates", LEADING),
    ("合法性审查", "desk:legality", frozenset({Role.LEGAL_AFFAIRS})),
    ("县（市、区）方案", "desk:counties", frozenset({Role.LEADING_GROUP, Role.GOVERNMENT_OFFICE})),
    ("审议和公布", "desk:publication", PUBLISHING),
    (
        "审批事项入网",
        "desk:approvals",
        frozenset({Role.ESTABLISHMENT_OFFICE, Role.COUNTY_OFFICE, Role.LEGAL_AFFAIRS}),
    ),
    ("报送件", "desk:filings", REVIEWING),
    ("流程图", "desk:charts", DRAFTING | REVIEWING),
    ("责任清单", "desk:duties", DRAFTING | REVIEWING),
    ("单位协商", "desk:consents", DRAFTING | {Role.COUNTY_OFFICE}),
    ("任务", "desk:tasks", DRAFTING),
    ("法规和三定", "desk:instruments", frozenset({Role.LEGAL_AFFAIRS})),
    ("修法建议", "desk:law_changes", frozenset({Role.LEGAL_AFFAIRS})),
    ("办件", "desk:cases", HANDLING),
    ("电子监察", "desk:case_watch", frozenset({Role.SUPERVISOR})),
    (
        "联合办理",
        "desk:joints",
        HANDLING | {Role.SERVICE_CENTRE, Role.SUPERVISOR, Role.GOVERNMENT_OFFICE},
    ),
    ("联合办理前后对比", "desk:joint_figures", frozenset({Role.LEADING_GROUP})),
    ("联合办理方案", "desk:plans", frozenset({Role.INFORMATISATION})),
    ("投资项目", "desk:projects", HANDLING | {Role.SERVICE_CENTRE, Role.SUPERVISOR}),
    ("窗口收件", "desk:intake", frozenset({Role.WINDOW, Role.HANDLER})),
    (
        "企业登记",
        "desk:registrations",
        HANDLING | {Role.SUPERVISOR, Role.SERVICE_CENTRE, Role.INFORMATISATION},
    ),
    ("各单位网上办件", "desk:case_usage", frozenset({Role.SERVICE_CENTRE})),
    ("系统报来的决定", "desk:docking_results", frozenset({Role.APPROVER, Role.DEPUTY, Role.PRINCIPAL})),
    ("下放的事项", "desk:devolutions", frozenset({Role.ESTABLISHMENT_OFFICE})),
    ("问题答复", "desk:questions", frozenset(Role) - {Role.ADMINISTRATOR}),
    ("通知交流", "desk:postings", frozenset(Role) - {Role.ADMINISTRATOR}),
    ("征求意见", "desk:consultations", frozenset(Role) - {Role.ADMINISTRATOR}),
    ("办事指南", "desk:guides", DRAFTING | {Role.SERVICE_CENTRE}),
    ("公众意见", "desk:comments", DRAFTING | LEADING),
    ("工作日程", "desk:campaign", OTHERS),
    ("核验身份", "desk:identity", frozenset({Role.WINDOW})),
    ("启用原系统账号", "desk:earlier_users", frozenset({Role.WINDOW})),
    ("证照", "desk:licences", HANDLING),
    ("单位和账号", "desk:units", frozenset({Role.ADMINISTRATOR})),
    (
        "对接系统",
        "desk:docking",
        frozenset({Role.ADMINISTRATOR, Role.INFORMATISATION, Role.SERVICE_CENTRE}),
    ),
    (
        "搜索用词",
        "desk:synonyms",
        frozenset({Role.ADMINISTRATOR, Role.ESTABLISHMENT_OFFICE, Role.COUNTY_OFFICE}),
    ),
)
