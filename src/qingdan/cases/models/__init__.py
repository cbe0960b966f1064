"""Tables of cases: the case, its clock, the steps of its chart, materials, papers, requests, decision, service;
trial runs, powers handed down, and the cases of an earlier system, which are none.

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
from qingdan.cases.models.devolution import Devolution
from qingdan.cases.models.earlier import EarlierAccount, EarlierBatch, EarlierCase
from qingdan.cases.models.trial import TrialRun

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
    "Devolution",
    "EarlierAccount",
    "EarlierBatch",
    "EarlierCase",
    "TrialRun",
)
