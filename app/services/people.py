"""党员: add and change people, their posts and exemptions; show full numbers with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.data.audit import AuditEntry, append
from app.data.clock import now_text
from app.data.queries.members import MemberRow, members_named
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import Ambiguous, InvalidInput, NotFound
from app.domain.parsing import member_warnings, parse
from app.domain.uid import Uid
from app.services.store import Store


@dataclass(frozen=True, slots=True)
class SavedMember:
    """A person as saved, and what looks wrong but was kept as entered."""

    uid: bytes
    warnings: Mapping[str, str]


def save_member(
    store: Store, uid: bytes | None, raw: Mapping[str, Value], reason: str = ""
) -> SavedMember:
    """Add a person (`uid` None) or change one.

    Raises:
        InvalidInput: every problem at once; also an ID number that another person has.
    """
    entity = entity_named("member")
    values = parse(entity, raw, partial=uid is not None)
    _refuse_same_number(store, uid, values.get("id_number"))
    with store.change("修改党员" if uid else "新增党员", reason=reason) as change:
        if uid is None:
            saved: bytes = change.create(entity, values)
        else:
            saved = uid
            change.update(entity, uid, values)
    return SavedMember(saved, member_warnings({**raw, **values}))


def _refuse_same_number(store: Store, uid: bytes | None, number: Value) -> None:
    # A checked rule, not a constraint: packages may still bring one, and the review list shows it.
    if not number:
        return
    for other in members_named(store.database.read(), str(number)):
        if other.uid != uid:
            raise InvalidInput(
                {"id_number": f"该身份证号已登记在“{other.name}”（{other.organization_title}）名下"}
            )


def find_member(store: Store, text: str) -> MemberRow:
    """The one person of this name, identity or ID number.

    Raises:
        NotFound: there is none.
        Ambiguous: several people have this name.
    """
    found = members_named(store.database.read(), text.strip())
    if not found:
        raise NotFound("没有找到这个人。", "请检查编号或姓名；可先用“查找”查编号。")
    if len(found) > 1:
        raise Ambiguous(
            f"名为“{found[0].name}”的有 {len(found)} 人。",
            [(row.uid.hex(), f"{row.organization_title} {row.birth_date}") for row in found],
        )
    return found[0]


def save_post(store: Store, uid: bytes | None, raw: Mapping[str, Value]) -> bytes:
    """Add or change a dated post.

    Raises:
        InvalidInput: every problem at once.
    """
    return _save(store, "post", uid, raw)


def save_exemption(store: Store, uid: bytes | None, raw: Mapping[str, Value]) -> bytes:
    """Add or change an exemption: a coded reason, never a diagnosis.

    Raises:
        InvalidInput: every problem at once.
    """
    return _save(store, "exemption", uid, raw)


def _save(store: Store, name: str, uid: bytes | None, raw: Mapping[str, Value]) -> bytes:
    entity = entity_named(name)
    values = parse(entity, raw, partial=uid is not None)
    with store.change(f"登记{entity.label}") as change:
        if uid is None:
            return change.create(entity, values)
        change.update(entity, uid, values)
        return uid


def remove_entry(store: Store, name: str, uid: bytes, reason: str) -> None:
    """Take a post or an exemption that was entered by mistake out of use; it can be restored."""
    with store.change(f"撤销{entity_named(name).label}", reason=reason) as change:
        change.remove(entity_named(name), Uid(uid))


def restore_entry(store: Store, name: str, uid: bytes) -> None:
    """Bring back what was taken out of use."""
    with store.change(f"恢复{entity_named(name).label}") as change:
        change.restore(entity_named(name), Uid(uid))


def log_unmasked(store: Store, what: str, reason: str) -> None:
    """Note that full ID numbers or phones were shown, printed or exported, and why.

    Raises:
        InvalidInput: no reason was given.
    """
    if not reason.strip():
        raise InvalidInput(
            {"reason": "请写明查看完整身份证号、电话的原因"}, "写明原因后再试，原因会记入操作记录。"
        )
    with store.database.write() as connection:
        append(
            connection, AuditEntry(now_text(), store.operator, "查看完整信息", reason.strip(), what)
        )
