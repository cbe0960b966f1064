"""Which entry of the main navigation a page belongs to: by the first part of its address below /desk/.

Several entries: of those that a person has, the first. A page of one's own (account, messages, a kept file, a job)
belongs to none.
"""

from collections.abc import Mapping

_CAMPAIGN = ("desk:board", "desk:tasks", "desk:counties", "desk:campaign")
_DRAFTS = ("desk:register", "desk:filings")
_FILING = ("desk:filings", "desk:department")

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "accounts": ("desk:units",),
    "city": ("desk:units",),
    "board": _CAMPAIGN,
    "campaign": _CAMPAIGN,
    "campaigns": _CAMPAIGN,
    "counties": ("desk:counties", *_CAMPAIGN),
    "directory": _CAMPAIGN,
    "meetings": _CAMPAIGN,
    "papers": _CAMPAIGN,
    "staff": _CAMPAIGN,
    "streams": _CAMPAIGN,
    "coverage": _DRAFTS,
    "mandates": _DRAFTS,
    "referrals": _DRAFTS,
    "register": _DRAFTS,
    "department": ("desk:department", "desk:filings"),
    "filing": _FILING,
    "filings": _FILING,
    "consents": ("desk:consents", "desk:filings"),
    "review": ("desk:review", "desk:review_second", "desk:opinions", "desk:filings"),
    "legality": ("desk:legality", "desk:gates", "desk:filings"),
    "gates": ("desk:gates",),
    "guides": ("desk:guides",),
    "situations": ("desk:guides",),
    "cases": ("desk:cases", "desk:case_watch"),
    "acceptance": ("desk:case_usage",),
    "case-trial": ("desk:case_usage",),
    "registrations": ("desk:registrations",),
    "earlier": ("desk:case_usage", "desk:cases", "desk:case_watch"),
    "earlier-users": ("desk:earlier_users", "desk:case_usage"),
    "joint-watch": ("desk:case_watch",),
    "registration-watch": ("desk:case_watch",),
    "joints": ("desk:joints",),
    "joint-intake": ("desk:joints",),
    "plans": ("desk:joints", "desk:plans"),
    "joint-figures": ("desk:joints", "desk:plans", "desk:joint_figures"),
    "guarantees": ("desk:joints", "desk:plans", "desk:joint_figures"),
    "case-bars": ("desk:cases",),
    "case-packs": ("desk:cases", "desk:case_watch"),
    "devolutions": ("desk:devolutions", "desk:case_usage"),
    "stages": ("desk:case_usage",),
    "docking": ("desk:docking",),
    "reported-decisions": ("desk:docking_results",),
    "legal": ("desk:instruments", "desk:law_changes", *_DRAFTS),
}
