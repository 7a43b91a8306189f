"""What does not fit the seals, in the words of the trade: which row of which person, what to do."""

from collections.abc import Iterable, Sequence

from app.data import seals
from app.data.database import Connection
from app.data.queries import seal_check
from app.data.queries.seal_check import Unfit
from app.data.queries.titles import UNKNOWN, Titles
from app.data.seals import Key
from app.domain.entity import REGISTRY

_LOCAL = {
    "audit": "修改记录",
    "carried": "为新版本程序保存的内容",
    "erasure": "彻底删除的记录",
    "heard": "数据包的接收进度",
    "held": "暂存待处理的记录",
    "import_batch": "导入批次",
    "incarnation": "本机与对方数据的来历",
    "incident": "数据交换的提醒",
    "invitation": "开户文件",
    "learned_header": "记住的表头",
    "meta": "本机信息",
    "package_log": "数据包登记",
    "peer": "往来单位",
    "peer_key": "往来单位的密钥",
    "put_aside": "暂存的数据包",
    "register": "字段版本",
    "seen_head": "对方修改记录的进度",
    "superseded": "修改前的值",
    "superseded_fact": "考勤更正的记录",
}
"""Tables that are nobody's declaration, as the clerk may read of them."""

_META = {
    "block": "编号段",
    "county": "所属县",
    "incarnation": "本机数据的来历",
    "keys": "本机密钥",
    "level": "级别",
    "lseq": "修改计数",
    "n": "写入计数",
    "name": "单位名称",
    "organization": "本单位党组织",
    "recovery_key": "全县恢复密钥",
    "revocations": "停用名单",
    "saved_filters": "常用筛选",
    "scope": "填报范围",
    "signed_as": "落款名称",
    "site": "本单位编号",
}

_WHAT = {
    seal_check.CHANGED: "在程序之外被改动过",
    seal_check.ADDED: "是在程序之外添加的",
    seal_check.REMOVED: "在程序之外被删去了",
    seal_check.SOME: "当中有内容在程序之外被改动、添加或删去过",
    seal_check.EARLIER: "当中曾有内容在程序之外被改动过，之后程序又写过这里",
}
_TO_DO = "请对照最近的备份和纸质材料核对，再从“恢复备份”恢复；查清是谁用什么改的。"
_NAMED = 5


def problems(connection: Connection, data_key: bytes) -> list[str]:
    """One sentence per table and kind of meddling, with whom it concerns."""
    found: dict[tuple[str, str], list[Key]] = {}
    told: list[str] = []
    for one in seal_check.unfit(connection, data_key):
        if one.table == seals.ROOT:
            told.append(_of_seals(one))
        else:
            found.setdefault((one.table, one.what), []).extend(one.keys or _bucket(one))
    titles = Titles(connection)
    for (table, what), keys in found.items():
        told.append(_sentence(titles, connection, table, what, keys))
    return told


def _bucket(one: Unfit) -> Sequence[Key]:
    return (one.bucket,) if isinstance(one.bucket, bytes) else ()


def _of_seals(one: Unfit) -> str:
    if one.what == seal_check.NO_KEY:
        return f"校验记录的钥匙不见了或不是这份数据的，内容是否被改动过无法判断。{_TO_DO}"
    return f"校验记录本身在程序之外被改动过。{_TO_DO}"


def _sentence(
    titles: Titles, connection: Connection, table: str, what: str, keys: Sequence[Key]
) -> str:
    label = REGISTRY[table].label if table in REGISTRY else _LOCAL.get(table, table)
    if table in REGISTRY and what != seal_check.REMOVED:
        names = _rows_named(titles, connection, table, keys)
    elif table in ("register", "superseded"):
        names = list(dict.fromkeys(_of_row(titles, connection, key) for key in keys))
    elif keys and isinstance(keys[0], int):
        names = [f"第 {_ranges([key for key in keys if isinstance(key, int)])} 条"]
    else:
        names = sorted({_text(table, key) for key in keys})
    shown = "、".join(name for name in names[:_NAMED] if name)
    more = f" 等 {len(names)} 处" if len(names) > _NAMED else ""
    return (
        f"{label}（{shown}{more}）{_WHAT[what]}。{_TO_DO}"
        if shown
        else (f"{label}{_WHAT[what]}。{_TO_DO}")
    )


def _rows_named(
    titles: Titles, connection: Connection, table: str, keys: Sequence[Key]
) -> list[str]:
    names: dict[str, None] = {}
    for key in keys:
        row = connection.execute(
            f"SELECT uid FROM {table} WHERE id = ?",  # noqa: S608  (a declared name)
            (key,),
        ).fetchone()
        if row is None:
            continue
        title, subject = titles.title(table, row[0]), titles.subject(table, row[0])
        names[title if title == subject else f"{subject} {title}".strip()] = None
    return list(names)


def _of_row(titles: Titles, connection: Connection, key: Key) -> str:
    """Whose row a register speaks of; its key begins with the identity of the row."""
    uid = key[:16] if isinstance(key, bytes) else b""
    for name, entity in REGISTRY.items():
        found = connection.execute(
            f"SELECT 1 FROM {name} WHERE uid = ?",  # noqa: S608  (a declared name)
            (uid,),
        ).fetchone()
        if found:
            field = key[17:].split(b"\x1f")[0].decode() if isinstance(key, bytes) else ""
            said = entity.field(field).label if field and entity.has(field) else ""
            return f"{entity.label} {titles.subject(name, uid)} {said}".strip()
    return UNKNOWN


def _text(table: str, key: Key) -> str:
    """What may be read of a key that is no number: never an identity or a piece of a key."""
    if table != "meta" or not isinstance(key, bytes):
        return ""
    return _META.get(key.decode(errors="replace"), "其他")


def _ranges(numbers: Iterable[int]) -> str:
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    said = [f"{a}" if a == b else f"{a}–{b}" for a, b in found]
    return "、".join(said[:_NAMED]) + (" 等" if len(said) > _NAMED else "")
