"""When a registration comes to nothing: the name is free again, the code it drew is void with the reason."""

from qingdan.registrations.models import Registration
from qingdan.registrations.services.names import give_back
from qingdan.registrations.services.packets import drop_tasks
from qingdan.registrations.services.pool import settle_code


def fail(registration: Registration, why: str) -> None:
    """Gives back what was kept for it; nobody has a task with it any more."""
    drop_tasks(registration)
    settle_code(registration, used=False, reason=f"{why}（{registration.number}）")
    if registration.reservation and not registration.reservation.used:
        give_back(registration.reservation, why)
