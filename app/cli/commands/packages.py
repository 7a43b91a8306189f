"""`package`: hand sealed packages back and forth; see `package_enrolment` for how it begins."""

from typing import TYPE_CHECKING, Any

from app.cli.answer import Answer
from app.cli.command import Command, argument, count, flag
from app.cli.commands.package_rows import LIMIT, row_keys, row_lines
from app.cli.commands.returns import row_with_reason
from app.cli.context import Context
from app.cli.paths import FILE, OUTPUT
from app.domain.exchange.package_state import PackageState

if TYPE_CHECKING:
    from app.services.exchange.receiving import PackageView


def export(context: Context) -> Answer:
    """Everything the other site may have and has not confirmed."""
    from app.services.exchange.sending import export_package, find_peer

    given = context.given
    with context.store() as store, context.progress() as progress:
        peer = find_peer(store, given.to)
        sent = export_package(
            store,
            peer,
            given.output,
            full=given.full,
            attached=given.attachments,
            progress=progress,
        )
    keys = {
        "sequence": sent.sequence,
        "rows": sent.rows,
        "bytes": sent.bytes,
        "path": sent.path,
        "to": sent.peer.name,
        "counts": sent.counts,
        "digest": sent.digest,
    }
    line = f"给{sent.peer.title}的第 {sent.sequence} 号数据包：{sent.rows} 条，{sent.bytes} 字节"
    return Answer(keys, (line, f"已写入 {sent.path}"))


def inspect(context: Context) -> Answer:
    """What a package would change; nothing changes."""
    from app.services.exchange.preview import preview_lines
    from app.services.exchange.receiving import inspect_package

    limit = context.given.limit
    with context.store() as store, context.progress() as progress:
        view = inspect_package(store, context.given.file, progress)
        rows = preview_lines(store, view)
    keys = _seen(view) | row_keys(rows, view, limit)
    return Answer(keys, [*_seen_lines(view), *row_lines(rows, view, limit)])


def _seen(view: "PackageView") -> dict[str, Any]:
    return {
        "from": view.sender,
        "to": view.receiver,
        "sequence": view.sequence,
        "created_at": view.created_at,
        "state": view.state.value,
        "new": view.new,
        "changed": view.changed,
        "deleted": view.deleted,
        "conflicts": view.conflicts,
        "duplicates": view.duplicates,
        "held": view.held,
        "returned": view.returned,
        "missing": list(view.missing),
        "notes": list(view.notes),
        "already_received": view.state is PackageState.ALREADY,
    }


def _seen_lines(view: "PackageView") -> list[str]:
    notice = view.notice
    return [
        f"{view.sender} → {view.receiver}　第 {view.sequence} 号　{view.created_at}",
        notice.message if notice else view.state.value,
        f"新增 {view.new}　修改 {view.changed}　删除 {view.deleted}　冲突 {view.conflicts}　"
        f"重复 {view.duplicates}　暂存 {view.held}",
        *view.notes,
    ]


def receive(context: Context) -> Answer:
    """Apply a package after a verified backup."""
    from app.services.exchange.receiving import receive_package
    from app.services.exchange.sending_back import ToReturn

    returned = [ToReturn(*row) for row in context.given.returned or ()]
    with context.store() as store, context.progress() as progress:
        view = receive_package(store, context.given.file, progress, returned)
    keys = _seen(view) | {"applied": view.applied, "receipt": view.receipt}
    keys |= {"put_aside": view.put_aside, "taken": list(view.taken)}
    lines = _seen_lines(view)
    if view.receipt is not None:
        lines.append(f"回执：{view.receipt}，请交给{view.sender}。")
    if view.taken:
        numbers = "、".join(str(number) for number in view.taken)
        lines.append(f"暂存的第 {numbers} 号也已接着接收。")
    if view.conflicts:
        lines.append(f"有 {view.conflicts} 处两边都改过，请用 xueji conflicts 核实。")
    if view.returned:
        lines.append(f"退回 {view.returned} 条，请用 xueji returns 查看。")
    # What was received before is a harmless no; a gap is a refusal.
    return Answer(keys, lines, view.notice if view.state is PackageState.GAP else None)


COMMANDS = (
    Command(
        "package export",
        "导出对方尚未确认的内容",
        export,
        (
            argument("--to", metavar="单位", required=True, help="开户单位的名称或编号"),
            OUTPUT,
            flag("--full", help="对方可有的全部内容"),
            flag("--attachments", help="连同附件（照片、PDF）"),
        ),
    ),
    Command(
        "package inspect",
        "查看数据包，不改动数据",
        inspect,
        (
            FILE,
            argument(
                "--limit", metavar="条数", type=count, default=LIMIT, help="最多列出多少条内容"
            ),
        ),
    ),
    Command(
        "package receive",
        "接收数据包（先自动备份）",
        receive,
        (
            FILE,
            argument(
                "--return",
                dest="returned",
                metavar="类别:编号=原因",
                type=row_with_reason,
                action="append",
                help="县里：接收时退回这一条（可写多次）",
            ),
        ),
    ),
)
