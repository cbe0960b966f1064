"""What the drafting desk does when the worker comes to its jobs."""

from qingdan.base.jobs.work import Work, on_job
from qingdan.powers.services.beginnings import judge_register, propose_items
from qingdan.powers.services.coverage import list_grants
from qingdan.powers.services.legal import recheck_citing
from qingdan.powers.services.reading import read_upload


@on_job("read_register")
def read_register(work: Work) -> str:
    """An uploaded workbook: read, checked, its result kept."""
    return read_upload(code=work.arguments["upload"], step=work.progress.step, by=work.by, at=work.at)


@on_job("judge_register")
def judge(work: Work) -> str:
    """All items of a register, after many of them came at once."""
    judge_register(unit=work.unit, campaign=work.arguments["campaign"], by=work.by, at=work.at)
    return ""


@on_job("propose_items")
def propose(work: Work) -> str:
    """What the law library suggests for a unit, as items of its draft."""
    propose_items(
        unit=work.unit,
        campaign=work.arguments["campaign"],
        once=work.code,
        step=work.progress.step,
        by=work.by,
        at=work.at,
    )
    return ""


@on_job("list_grants")
def grants(work: Work) -> str:
    """What the law library grants a unit, kept to be compared with its register."""
    list_grants(unit=work.unit, step=work.progress.step, by=work.by, at=work.at)
    return ""


@on_job("recheck_citing")
def judge_citing(work: Work) -> str:
    """Items that cite a local instrument, after it changed."""
    code: str = work.arguments["instrument"]
    recheck_citing(code=code, step=work.progress.step, by=work.by, at=work.at)
    return code
