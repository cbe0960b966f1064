"""Who may be what in a city: the roles of the plan (宜春市"三单一网"实施方案 2015, part 五) and of the platform."""

from enum import StrEnum


class Role(StrEnum):
    """One role; a person may hold several, each at a unit and for a time."""

    LIAISON = "liaison"  # 联络员: drafts and sends the unit's return to the principal
    DEPUTY = "deputy"  # 分管领导
    PRINCIPAL = "principal"  # 主要负责同志: signs
    DRAFTER = "drafter"  # 承办科室, 所属单位: drafts
    ESTABLISHMENT_OFFICE = "establishment_office"  # 编办: leads the work, receives the returns
    COORDINATION_GROUP = "coordination_group"  # 综合组: board, reminders, unified answers
    REVIEWER = "reviewer"  # 审核组
    MEMBER_UNIT = "member_unit"  # 审改成员单位: second opinion on classification and disposition
    LEGAL_AFFAIRS = "legal_affairs"  # 法制办: local instruments, mandates, legality
    LEADING_GROUP = "leading_group"  # "三单一网"领导小组办公室: county plans
    SERVICE_CENTRE = "service_centre"  # 行政服务中心管委会
    INFORMATISATION = "informatisation"  # 政务信息化办
    GOVERNMENT_OFFICE = "government_office"  # 政府办公室: issues the notice, inspects
    COUNTY_OFFICE = "county_office"  # 县(市、区)编办
    WINDOW = "window"  # 窗口: takes applications in, serves decisions (行政许可法 Art. 26)
    HANDLER = "handler"  # 承办人: handles the steps of the chart
    APPROVER = "approver"  # 批准人: decides
    SUPERVISOR = "supervisor"  # 电子监察: reads every case, changes none
    ADMINISTRATOR = "administrator"  # accounts, units, posts; sees no drafts


DRAFTING = frozenset({Role.LIAISON, Role.DEPUTY, Role.PRINCIPAL, Role.DRAFTER})
"""Who works on a unit's own drafts."""

REVIEWING = frozenset(
    {
        Role.ESTABLISHMENT_OFFICE,
        Role.COORDINATION_GROUP,
        Role.REVIEWER,
        Role.MEMBER_UNIT,
        Role.LEGAL_AFFAIRS,
        Role.COUNTY_OFFICE,
    }
)
"""Who reads the drafts of every unit of the region."""

LEADING = frozenset({Role.ESTABLISHMENT_OFFICE, Role.COORDINATION_GROUP, Role.COUNTY_OFFICE})
"""Who runs a campaign of the region."""

HANDLING = frozenset({Role.WINDOW, Role.HANDLER, Role.APPROVER, Role.DEPUTY, Role.PRINCIPAL})
"""Who works on the cases of a unit; deputy and principal are its heads (Art. 42)."""

NEEDS_SECOND_FACTOR = frozenset({Role.PRINCIPAL, Role.ADMINISTRATOR})
"""Whose acts (signing, administering) need a second factor."""
