"""密码 and 使用人: change a password, let a second person in, a new recovery code."""

from app.data import keyslots
from app.data.audit import AuditEntry, append
from app.data.clock import now_text
from app.domain.errors import AppError, InvalidInput
from app.services.opening import SHORTEST_PASSWORD
from app.services.store import Store


def operators(store: Store) -> list[str]:
    """Who has a password of this store."""
    slots = keyslots.read(store.path)
    return [slot.name for slot in slots if slot.name not in keyslots.NOT_ACCOUNTS]


def set_password(store: Store, operator: str, password: str) -> None:
    """Give an operator a (new) password; whoever calls this has opened the store.

    Raises:
        InvalidInput: no name, or the password is too short.
    """
    problems: dict[str, str] = {}
    if not operator.strip() or operator in keyslots.NOT_ACCOUNTS:
        problems["operator"] = "请填写使用人姓名"
    if len(password) < SHORTEST_PASSWORD:
        problems["password"] = f"密码至少 {SHORTEST_PASSWORD} 位"
    if problems:
        raise InvalidInput(problems)
    slots = [slot for slot in keyslots.read(store.path) if slot.name != operator]
    slots.append(keyslots.wrap(operator, password, store.database.key))
    keyslots.save(store.path, slots)
    _note(store, "设置密码", operator)


def check_password(store: Store, password: str) -> bool:
    """Whether the password is one of this store's: asked again before it is changed."""
    slots = keyslots.read(store.path)
    own = [slot for slot in slots if slot.name != keyslots.COUNTY]
    return any(keyslots.unwrap(slot, password) is not None for slot in own)


def remove_operator(store: Store, operator: str) -> None:
    """Take away the password of somebody who has left.

    Raises:
        AppError: it is the last one.
    """
    left = [name for name in operators(store) if name != operator]
    if not left:
        raise AppError("至少要保留一位使用人。", "请先为接手的人设置密码。")
    slots = [slot for slot in keyslots.read(store.path) if slot.name != operator]
    keyslots.save(store.path, slots)
    _note(store, "取消使用人", operator)


def renew_recovery_code(store: Store) -> str:
    """A new recovery code; the old one opens nothing any more."""
    code = keyslots.new_recovery_code()
    slots = [slot for slot in keyslots.read(store.path) if slot.name != keyslots.RECOVERY]
    slots.append(keyslots.wrap(keyslots.RECOVERY, code, store.database.key))
    keyslots.save(store.path, slots)
    _note(store, "更换恢复码", "")
    return code


def _note(store: Store, action: str, summary: str) -> None:
    with store.database.sealed_write() as connection:
        append(connection, AuditEntry(now_text(), store.operator, action, "", summary))
