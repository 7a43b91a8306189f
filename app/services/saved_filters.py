"""我的筛选: what a list was narrowed to, under a name, kept in this store and nowhere else."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.data import site
from app.domain.accounts.roles import Verb
from app.domain.entity import Value
from app.domain.errors import InvalidInput, NotFound
from app.domain.registers import Register
from app.services.store import Store

_FACT = "saved_filters"
LONGEST_NAME, MOST = 20, 30


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """The search text and the filters of a list by their keys."""

    name: str
    text: str
    filters: Mapping[str, Value]


def saved_filters(store: Store, register: Register) -> list[SavedFilter]:
    """Those of one register by name."""
    return [
        SavedFilter(name, str(said["text"]), _values(said["filters"]))
        for name, said in sorted(_all(store).get(register.key, {}).items())
    ]


def saved_filter(store: Store, register: Register, name: str) -> SavedFilter:
    """One by its name.

    Raises:
        NotFound: nobody kept one of this name.
    """
    known = saved_filters(store, register)
    found = next((one for one in known if one.name == name.strip()), None)
    if found is None:
        names = [*(view.title for view in register.views), *(one.name for one in known)]
        told = f"可选：{'、'.join(names)}。" if names else "请先在列表里筛选，再点“记住筛选…”。"
        raise NotFound(f"{register.title}没有叫“{name}”的常用筛选。", told)
    return found


def keep_filter(store: Store, register: Register, wanted: SavedFilter) -> SavedFilter:
    """Remember what a list is narrowed to; one of the same name is replaced.

    Raises:
        InvalidInput: no name, one that the register itself has, nothing narrowed, or too many.
    """
    store.require(Verb.READ)
    name = " ".join(wanted.name.split())
    kept = _all(store)
    mine = kept.setdefault(register.key, {})
    if problem := _problem(register, name, wanted, full=len(mine) >= MOST and name not in mine):
        raise InvalidInput({"name": problem})
    coded = {key: _coded(value) for key, value in wanted.filters.items()}
    mine[name] = {"text": wanted.text, "filters": coded}
    _put(store, kept)
    return SavedFilter(name, wanted.text, wanted.filters)


def drop_filter(store: Store, register: Register, name: str) -> None:
    """Forget one.

    Raises:
        NotFound: nobody kept one of this name.
    """
    store.require(Verb.READ)
    found = saved_filter(store, register, name)
    kept = _all(store)
    del kept[register.key][found.name]
    _put(store, kept)


def _problem(register: Register, name: str, wanted: SavedFilter, *, full: bool) -> str:
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        return f"筛选的名称填 1 到 {LONGEST_NAME} 个字"
    if any(view.title == name for view in register.views):
        return f"“{name}”是{register.title}已有的常用筛选，请换一个名称"
    if not wanted.text and not wanted.filters:
        return "现在没有筛选，列出的是全部；请先查找或选择筛选条件"
    return f"{register.title}最多记住 {MOST} 个筛选，请先删去不用的" if full else ""


def _coded(value: Value) -> Any:
    return {"row": value.hex()} if isinstance(value, bytes) else value


def _values(coded: Mapping[str, Any]) -> dict[str, Value]:
    return {k: bytes.fromhex(v["row"]) if isinstance(v, dict) else v for k, v in coded.items()}


def _all(store: Store) -> dict[str, dict[str, Any]]:
    found = site.get(store.database.read(), _FACT)
    known: dict[str, dict[str, Any]] = json.loads(str(found)) if found else {}
    return known


def _put(store: Store, kept: Mapping[str, Mapping[str, Any]]) -> None:
    with store.database.sealed_write() as connection:
        site.put(connection, _FACT, json.dumps(kept, ensure_ascii=False, sort_keys=True))
