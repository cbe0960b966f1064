"""Tables of registrations: who takes part, the registration and its tasks, codes, names, what became of it all."""

from qingdan.registrations.models.codes import CodeRange, NumberSeries, PoolCode, PoolState
from qingdan.registrations.models.enterprise import BodyRecord, Enterprise, ReconciliationRun
from qingdan.registrations.models.ground import ModePeriod, NameReservation, RegistrationBody
from qingdan.registrations.models.registration import (
    BodyTask,
    Registration,
    RegistrationMaterial,
    RegistrationPaper,
    SetAside,
    TaskPhase,
    TaskState,
)

__all__ = (
    "BodyRecord",
    "BodyTask",
    "CodeRange",
    "Enterprise",
    "ModePeriod",
    "NameReservation",
    "NumberSeries",
    "PoolCode",
    "PoolState",
    "ReconciliationRun",
    "Registration",
    "RegistrationBody",
    "RegistrationMaterial",
    "RegistrationPaper",
    "SetAside",
    "TaskPhase",
    "TaskState",
)
