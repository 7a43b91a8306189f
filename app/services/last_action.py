"""撤销上一步: the last action on a register or on a class is taken back by a new write, as far as
nobody else built on it."""

from dataclasses import dataclass
from typing import Any

from app.data.changes import Change
from app.data.database import Connection
from app.data.imports.batches import is_edited
from app.data.queries.newest_action import is_told, newest_action
from app.data.queries.row_uses import uses_in_words
from app.data.schema import to_column
from app.domain.entity import REGISTRY, Entity
from app.domain.errors import AppError
from app.domain.exchange.versions import plain
from app.services.classes.class_lookup import refuse_closed
from app.services.registers import is_kept
from app.services.store import Store

_UNDONE = "撤销："
_NEW, _CHANGED, _REMOVED, _RESTORED = "新增", "修改", "删除", "恢复"
_OF_CLASSES = ("training_class", "session", "enrolment")
_ON_CLASSES = frozenset(
    {"办班", "修改培训班", "增加学员", "从名单文件增加学员", "退出本班", "修改参训名单"}
)
"""What is done to a class before it is closed; its attendance and its papers have ways of their
own."""


@dataclass(frozen=True, slots=True)
class LastAction:
    """What can be taken back; `name` is how a button says it: 新增师资 张某."""

    number: int
    name: str
    detail: tuple[Any, ...]
    of_class: bool = False


def last_action(store: Store) -> LastAction | None:
    """The newest action of who works here, if it was one on a register."""
    found = _newest(store)
    return None if found is None or found.of_class else found


def last_of_classes(store: Store) -> LastAction | None:
    """The same, if it was one on a class that is not closed."""
    found = _newest(store)
    return found if found is not None and found.of_class else None


def _newest(store: Store) -> LastAction | None:
    found = newest_action(store.database.read(), store.operator)
    if found is None or found.action.startswith(_UNDONE):
        return None
    of_class = found.action in _ON_CLASSES
    ours = [item for item in found.detail if isinstance(item, list) and _is_ours(item, of_class)]
    if not found.detail or len(ours) != len(found.detail):
        return None
    name = f"{found.action} {found.summary}".strip()
    return LastAction(found.number, name, tuple(found.detail), of_class)


def undo_last(store: Store, wanted: LastAction) -> None:
    """Take exactly this action back, as a new one.

    Raises:
        AppError: something else was done since, somebody built on it, or a package told it.
    """
    if _newest(store) != wanted:
        raise AppError("后来又有了别的改动，没有撤销。", "请打开那一条直接修改。", code="not-last")
    with store.change(f"{_UNDONE}{wanted.name}") as change:
        for item in reversed(wanted.detail):
            if wanted.of_class:
                _refuse_evidence(store, change, item)
            _take_back(change, REGISTRY[item[1]], item)


def _is_ours(item: list[Any], of_class: bool) -> bool:
    if len(item) < 3 or item[1] not in REGISTRY:
        return False
    if not (item[1] in _OF_CLASSES if of_class else is_kept(REGISTRY[item[1]])):
        return False
    return bool(item[0] != _NEW or len(item[2]) == item[3])


def _take_back(change: Change, entity: Entity, item: Any) -> None:
    what, uids = item[0], item[2] if isinstance(item[2], list) else [item[2]]
    for text in reversed(uids):
        uid = bytes.fromhex(text)
        _refuse_told(change.connection, entity, uid)
        if what == _NEW:
            _refuse_used(change.connection, entity, uid)
            change.remove(entity, uid)
        elif what == _CHANGED:
            _put_back(change, entity, uid, item[3])
        elif what == _REMOVED:
            change.restore(entity, uid)
        elif what == _RESTORED:
            change.remove(entity, uid)


def _refuse_evidence(store: Store, change: Change, item: Any) -> None:
    """A closed class is evidence, and so is a half-day with attendance."""
    entity = REGISTRY[item[1]]
    for text in item[2] if isinstance(item[2], list) else [item[2]]:
        uid = bytes.fromhex(text)
        held = change.row(entity, uid).values.get("training_class", uid)
        if isinstance(held, bytes):
            refuse_closed(store, held)
        if item[0] == _CHANGED and entity.name == "session":
            below = uses_in_words(change.connection, entity, uid)
            if below:
                told = f"这个半天已经登记了{below}，没有撤销。"
                raise AppError(told, "请打开这个班直接修改。")


def _put_back(change: Change, entity: Entity, uid: bytes, fields: dict[str, Any]) -> None:
    now = change.row(entity, uid).values
    if any(plain(now.get(name)) != after for name, (_, after) in fields.items()):
        raise AppError(f"这一条{entity.label}后来又改过，没有撤销。", "请打开那一条直接修改。")
    before = {name: to_column(entity.field(name), value) for name, (value, _) in fields.items()}
    change.update(entity, uid, before)


def _refuse_used(connection: Connection, entity: Entity, uid: bytes) -> None:
    below = uses_in_words(connection, entity, uid)
    if below or is_edited(connection, uid):
        why = f"已经登记了{below}" if below else "后来又改过"
        raise AppError(f"这一条{entity.label}{why}，没有撤销。", "不要的请在列表里移出或删除。")


def _refuse_told(connection: Connection, entity: Entity, uid: bytes) -> None:
    """What a package has told others is changed in the open, not taken back."""
    if is_told(connection, entity, uid):
        raise AppError(
            f"这一条{entity.label}已随数据包报出，不能撤销。",
            "请打开那一条直接修改，或在列表里移出；改动会随下一个数据包传到。",
            code="told",
        )
