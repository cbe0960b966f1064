"""Which whole a case belongs to."""

from qingdan.base.worded import Worded
from qingdan.cases.models import Case

_BRANCH = Worded(lambda: Case.objects.filter(number="?number").exclude(joint=""), {"?number": "number"})


def joint_of_case(subject: str) -> str:
    """The number of the joint application of the case that an event is about; "" it is of none."""
    kind, _, number = subject.partition(":")
    found = _BRANCH.ask(number=number) if kind == "case" else []
    return found[0].joint if found else ""
