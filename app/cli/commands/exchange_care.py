"""`package hold|waiting|undo|list` and `exchange health`: looking after the exchange."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.answer import Answer
from app.cli.chinese_usage import WrongUsage
from app.cli.command import Command, OneOf, argument, count, flag
from app.cli.context import Context
from app.cli.paths import FILE, place
from app.cli.tables import table

if TYPE_CHECKING:
    from app.services.store import Store


def hold(context: Context) -> Answer:
    """Put a package aside."""
    from app.services.exchange.putting_aside import put_aside

    given = context.given
    with context.store() as store:
        kept = put_aside(store, given.file, given.reason)
    keys = {"id": str(kept.id), "sequence": kept.sequence, "kind": kept.kind, "bytes": kept.bytes}
    return Answer(keys, (f"已暂存 {kept.file_name}（编号 {kept.id}），没有接收。",))


def waiting(context: Context) -> Answer:
    """What waits; with an option one of them is dropped or received."""
    from app.services.exchange import putting_aside

    given = context.given
    lines: list[str] = []
    more: dict[str, Any] = {}
    with context.store() as store:
        if given.drop:
            putting_aside.drop(store, given.drop)
            lines.append(f"已移除编号 {given.drop} 的暂存包。")
        elif given.receive:
            more, lines = _receive(context, store)
        found = putting_aside.put_aside_packages(store)
    cells = [[str(w.id), w.peer, str(w.sequence), w.at[:16], w.words] for w in found]
    shown = table(("编号", "来源", "第几号", "暂存时间", "说明"), cells)
    keys = {"waiting": [{**asdict(w), "id": str(w.id)} for w in found]}
    return Answer({**keys, **more}, [*lines, *shown, f"暂存 {len(found)} 个"])


def _receive(context: Context, store: "Store") -> tuple[dict[str, Any], list[str]]:
    from app.services.exchange.receiving import receive_put_aside

    given = context.given
    with context.progress() as progress:
        view = receive_put_aside(store, given.receive, given.output or Path.cwd(), progress)
    notice = view.notice
    told = notice.message if notice else f"已接收 {view.applied} 条，回执：{view.receipt}"
    return {"applied": view.applied, "receipt": view.receipt}, [told]


def undo(context: Context) -> Answer:
    """The receives that can be taken back, what one of them takes along, or doing it."""
    from app.services.alone import hold_store
    from app.services.exchange import restore_points

    given = context.given
    if given.list and not given.number:
        raise WrongUsage("--list 要与登记号一起写", "用法：xueji package undo [登记号 [--list]]")
    with context.store() as store:
        if not given.number:
            return _points(store)
        point = restore_points.restore_point(store, given.number)
        lost = restore_points.what_else(store, point)
        keys: dict[str, Any] = {"point": point.name, "undone": [asdict(one) for one in lost]}
        lines = [
            f"{one.at[:16].replace('T', ' ')}　{one.operator}　{one.action}　{one.summary}"
            + (f"（{'、'.join(one.held_by)}已收到，会随交换带回）" if one.held_by else "")
            for one in lost
        ]
        lines = [point.name, "会一并撤回的操作：" if lost else "之后没有其他操作。", *lines]
        if not given.list:
            with hold_store(store.path):
                back = restore_points.take_back(store, point)
            keys |= {"incarnation": back.site.incarnation}
            back.close()
            lines.append("已撤回。原来的数据另存在同一文件夹（恢复前-…），没有删除。")
    return Answer(keys, lines)


def _points(store: "Store") -> Answer:
    from app.services.exchange.restore_points import restore_points

    found = restore_points(store)
    keys = {
        "points": [
            {"number": p.log_id, "from": p.peer, "sequence": p.sequence, "at": p.at, "path": p.path}
            for p in found
        ]
    }
    cells = [[str(p.log_id), p.name] for p in found]
    return Answer(keys, table(("登记号", "可以撤回到"), cells))


def listing(context: Context) -> Answer:
    """What lies on a stick."""
    from app.services.exchange import stick

    given = context.given
    with context.store() as store:
        found = stick.on_stick(store, given.folder)
        removed = stick.delete_confirmed(store, given.folder) if given.delete_confirmed else 0
    keys = {"files": [asdict(file) for file in found], "deleted": removed}
    cells = [[file.path.name, file.words, f"{file.size / 1024:.0f} KB"] for file in found]
    lines = list(table(("文件", "说明", "大小"), cells))
    if given.delete_confirmed:
        lines.append(f"已删除 {removed} 个已回执的数据包。")
    return Answer(keys, lines)


def health(context: Context) -> Answer:
    """How the exchange stands with every site."""
    from app.services.exchange import exchange_health

    with context.store() as store:
        found = exchange_health.health(store)
        loose = exchange_health.unassigned(store)
    keys = {
        "peers": [{**asdict(one), "peer": one.peer.hex()} for one in found],
        "incidents": [{**asdict(one), "id": str(one.id)} for one in loose],
    }
    cells = [
        [one.name, f"{one.confirmed}/{one.sent}", str(one.backlog), one.words] for one in found
    ]
    shown = table(("单位", "已回执/已发出", "未确认条数", "接下来"), cells)
    return Answer(keys, [*shown, *(one.words for one in loose)])


_ID = {"metavar": "编号", "type": count}

COMMANDS = (
    Command(
        "package hold",
        "暂存一个数据包，先不接收",
        hold,
        (FILE, argument("--reason", metavar="原因", default="", help="为什么暂不接收")),
    ),
    Command(
        "package waiting",
        "暂存的数据包：查看、移除、接收",
        waiting,
        (
            OneOf(
                (
                    argument("--drop", help="移除一个", **_ID),
                    argument("--receive", help="接收一个", **_ID),
                ),
                required=False,
            ),
            argument("-o", "--output", metavar="文件夹", type=place, help="回执写到哪里"),
        ),
    ),
    Command(
        "package undo",
        "撤回一次接收（现有数据另存）；不写登记号时列出可以撤回的",
        undo,
        (
            argument("number", metavar="登记号", type=count, nargs="?", help="撤回哪一次"),
            flag("--list", help="只列出会一并撤回的操作，不撤回"),
        ),
    ),
    Command(
        "package list",
        "查看U盘或文件夹里的数据包",
        listing,
        (
            argument("folder", metavar="文件夹", type=Path, help="U盘或文件夹"),
            flag("--delete-confirmed", help="删除本单位已回执的数据包"),
        ),
    ),
    Command("exchange health", "与各单位的交换情况，接下来做什么", health),
)
