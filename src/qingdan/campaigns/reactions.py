"""What the worker does for campaigns."""

from qingdan.base.jobs.work import Work, on_job
from qingdan.base.messages.services import mail_waiting
from qingdan.base.refusal import Refused, refusal


@on_job("mail_messages")
def mail_messages(work: Work) -> str:
    """Mails what waits; a server that does not answer makes the job fail in plain words."""
    try:
        mail_waiting(by=work.by, at=work.at)
    except OSError as error:  # SMTPException is one
        raise Refused([refusal("campaigns.mail_failed")]) from error
    return ""
