"""Tables of the drafting desk. A row is the truth for work in progress; what is signed is a snapshot."""

from qingdan.powers.models.checks import ItemCheck, Justification
from qingdan.powers.models.consents import Consent
from qingdan.powers.models.dispositions import Handover, Merge, Referral
from qingdan.powers.models.items import LegalBasis, NilLine, PowerItem
from qingdan.powers.models.legal import Grants, LawChange, LocalInstrument, MandateLink
from qingdan.powers.models.uploads import Upload

__all__ = (
    "Consent",
    "Grants",
    "Handover",
    "ItemCheck",
    "Justification",
    "LawChange",
    "LegalBasis",
    "LocalInstrument",
    "MandateLink",
    "Merge",
    "NilLine",
    "PowerItem",
    "Referral",
    "Upload",
)
