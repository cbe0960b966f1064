"""Tables of cases: the case, its clock, the steps of its chart, materials, papers, requests, decision, service.

What the law makes final (marks of the clock, papers, decisions) only grows; what is being done has a state.
"""

from qingdan.cases.models.belongings import (
    CaseBar,
    CaseDecision,
    CaseDefect,
    CaseFee,
    CaseHearing,
    CaseMaterial,
    CaseObjection,
    CasePaper,
    CaseRequest,
    CaseService,
)
from qingdan.cases.models.case import (
    Case,
    CaseMark,
    CaseNumber,
    CaseRows,
    CaseTask,
    Channel,
)

__all__ = (
    "Case",
    "CaseBar",
    "CaseDecision",
    "CaseDefect",
    "CaseFee",
    "CaseHearing",
    "CaseMark",
    "CaseMaterial",
    "CaseNumber",
    "CaseObjection",
    "CasePaper",
    "CaseRequest",
    "CaseRows",
    "CaseService",
    "CaseTask",
    "Channel",
)
