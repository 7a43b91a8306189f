"""A class made by mistake is taken out of use as long as nothing has happened in it."""

from dataclasses import dataclass

from app.data.database import Connection
from app.data.queries.attendance import marks_in_class
from app.data.queries.certificates import certificates_of
from app.data.queries.training_classes import class_values, participants_of, sessions_of
from app.domain.declarations import entity_named
from app.domain.errors import AppError, InvalidInput
from app.services.classes.class_lookup import refuse_closed
from app.services.store import Store


@dataclass(frozen=True, slots=True)
class RemovedClass:
    """What went together, and so can come back together."""

    training_class: bytes
    name: str
    sessions: tuple[bytes, ...]
    enrolments: tuple[bytes, ...]


def removable_class(store: Store, uid: bytes) -> RemovedClass:
    """What removing a class would take out of use; nothing is changed.

    Raises:
        NotFound: there is no such class.
        AppError: the class is closed, another unit's, or has marks or certificates.
    """
    refuse_closed(store, uid)
    connection = store.database.read()
    values = class_values(connection, uid)
    name = str(values["name"])
    if values["organization"] != store.site.organization:
        raise AppError(
            f"“{name}”不是本单位办的班，不能在这里删除。",
            "请由办班的单位删除，删除后随数据上报过来。",
        )
    _refuse_evidence(connection, uid, name)
    return RemovedClass(
        uid,
        name,
        tuple(row.uid for row in sessions_of(connection, uid)),
        tuple(row.uid for row in participants_of(connection, uid)),
    )


def _refuse_evidence(connection: Connection, uid: bytes, name: str) -> None:
    if issued := len(certificates_of(connection, uid)):
        raise AppError(
            f"“{name}”已编号 {issued} 份结业证书，不能删除。",
            "证书登记要长期保留，作废的也一样；这个班请保留。",
        )
    if entered := marks_in_class(connection, uid):
        raise AppError(
            f"“{name}”已录入 {entered} 人次考勤，不能删除。",
            "考勤是学时的凭据。确实是录错的班，请先把考勤都改回“未录入”再删除。",
        )


def remove_class(store: Store, uid: bytes, reason: str) -> RemovedClass:
    """Take a class, its half-days and its list of participants out of use, all or nothing.

    Raises:
        InvalidInput: no reason was given.
        NotFound: there is no such class.
        AppError: the class is closed, another unit's, or has marks or certificates.
    """
    if not reason.strip():
        raise InvalidInput({"reason": "请写明删除的原因"}, "例如：同一个班录了两次。")
    going = removable_class(store, uid)
    with store.change("删除培训班", reason=reason.strip(), summary=going.name) as change:
        _refuse_evidence(change.connection, uid, going.name)
        for enrolment in going.enrolments:
            change.remove(entity_named("enrolment"), enrolment)
        for session in going.sessions:
            change.remove(entity_named("session"), session)
        change.remove(entity_named("training_class"), uid)
    return going


def restore_class(store: Store, removed: RemovedClass) -> None:
    """Bring back exactly what went with a class."""
    with store.change("恢复培训班", summary=removed.name) as change:
        change.restore(entity_named("training_class"), removed.training_class)
        for session in removed.sessions:
            change.restore(entity_named("session"), session)
        for enrolment in removed.enrolments:
            change.restore(entity_named("enrolment"), enrolment)
