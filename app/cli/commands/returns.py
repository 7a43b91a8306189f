"""`returns`: what the county sent back, and what both sides do about it."""

from typing import TYPE_CHECKING, Any

from app.cli.answer import Answer
from app.cli.chinese_usage import WrongUsage, checked
from app.cli.command import Command, OneOf, argument
from app.cli.context import Context

if TYPE_CHECKING:
    from app.services.exchange.sending_back import ReturnedView

USAGE = (
    "用法：xueji returns [--add 类别:编号 --reason 原因 | --withdraw 编号 --reason 原因 | "
    "--explain 编号 --answer 说明]"
)


def _row(text: str) -> tuple[str, bytes]:
    from app.domain.declarations import ENTITIES
    from app.domain.uid import uid_from_text

    kind, colon, number = text.partition(":")
    entity = next((e.name for e in ENTITIES if kind in (e.name, e.label)), None)
    uid = uid_from_text(number)
    if not colon or entity is None or uid is None:
        raise ValueError(f"“{text}”不是“类别:编号”，应写成 record:32 位编号")
    return entity, uid


@checked
def row_named(text: str) -> tuple[str, bytes]:
    """A row as it is written: its kind (record, attendance, … or the Chinese word) and its id."""
    return _row(text)


@checked
def row_with_reason(text: str) -> tuple[str, bytes, str]:
    """A row to send back, with its reason behind an equals sign."""
    row, equals, reason = text.partition("=")
    if not equals or not reason.strip():
        raise ValueError(f"“{text}”缺原因，应写成 record:编号=原因")
    return (*_row(row), reason.strip())


@checked
def number(text: str) -> bytes:
    """The id of a return."""
    from app.domain.uid import uid_from_text

    uid = uid_from_text(text)
    if uid is None:
        raise ValueError(f"“{text}”不是编号，请先用 xueji returns 查看")
    return uid


def returns(context: Context) -> Answer:
    """The open ones; with an option first what it says."""
    from app.services.exchange import sending_back as service

    given = context.given
    _refuse_wrong(context)
    with context.store() as store:
        changed = 0
        if given.add:
            changed = service.return_rows(store, given.add, given.reason)
        elif given.withdraw:
            service.withdraw(store, given.withdraw, given.reason)
            changed = 1
        elif given.explain:
            service.explain(store, given.explain, given.answer)
            changed = 1
        found = service.open_returns(store)
    lines = [f"已办理 {changed} 条。"] if changed else []
    for back in found:
        lines += _lines(back)
    keys = {"open": [_keys(back) for back in found], "changed": changed}
    return Answer(keys, [*lines, f"退回待处理 {len(found)} 条"])


def _refuse_wrong(context: Context) -> None:
    given = context.given
    if bool(given.add or given.withdraw) != (given.reason is not None):
        raise WrongUsage("--add、--withdraw 要与 --reason 一起写", USAGE)
    if bool(given.explain) != (given.answer is not None):
        raise WrongUsage("--explain 要与 --answer 一起写", USAGE)


def _keys(back: "ReturnedView") -> dict[str, Any]:
    return {
        "id": back.uid.hex(),
        "entity": back.entity,
        "kind": back.label,
        "row": back.row.hex(),
        "subject": back.subject,
        "what": back.what,
        "reason": back.reason,
        "state": back.state,
        "answer": back.answer,
        "at": back.at,
        "by": back.by,
    }


def _lines(back: "ReturnedView") -> list[str]:
    head = f"【{back.label}】{back.subject}　{back.what}".rstrip()
    lines = [f"{head}　{back.state}", f"    原因：{back.reason}（{back.by} {back.at[:10]}）"]
    if back.answer:
        lines.append(f"    说明：{back.answer}")
    return [*lines, f"    编号 {back.uid.hex()}"]


COMMANDS = (
    Command(
        "returns",
        "退回清单；县里退回、撤回，乡镇说明",
        returns,
        (
            OneOf(
                (
                    argument(
                        "--add",
                        metavar="类别:编号",
                        type=row_named,
                        action="append",
                        help="县里：退回这一条（可写多次）",
                    ),
                    argument("--withdraw", metavar="编号", type=number, help="县里：撤回退回"),
                    argument("--explain", metavar="编号", type=number, help="乡镇：说明情况"),
                ),
                required=False,
            ),
            argument("--reason", metavar="原因", help="退回或撤回的原因"),
            argument("--answer", metavar="说明", help="乡镇的说明"),
        ),
    ),
)
