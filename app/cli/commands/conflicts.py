"""`conflicts`: what stands side by side, the decision about one, and a rule for a whole field."""

from typing import TYPE_CHECKING

from app.cli.answer import Answer
from app.cli.chinese_usage import WrongUsage
from app.cli.command import Command, OneOf, argument, count, flag
from app.cli.context import Context

if TYPE_CHECKING:
    from app.services.review.deciding_many import Planned
    from app.services.store import Store

USAGE = (
    "用法：xueji conflicts [--resolve 编号 (--take 选项 | --value 值)] [--unmask 原因]\n"
    "      xueji conflicts --resolve-all 项目 --side (township|county|latest) "
    "[--from 单位] [--dry-run]\n"
    "      xueji conflicts --undo 编号"
)
SIDES = ("township", "county", "latest")


def conflicts(context: Context) -> Answer:
    """The review list; with --resolve, --resolve-all or --undo first the decision."""
    from app.services.review.review_words import review_rows

    _check(context)
    given = context.given
    with context.store() as store:
        told: dict[str, object] = {}
        lines: list[str] = []
        if given.resolve_all:
            told, lines = _by_rule(context, store)
        elif given.resolve or given.undo is not None:
            told, lines = _one(context, store)
        items = review_rows(store, given.unmask)
    for item in items:
        lines += _lines(item)
    return Answer({"open": items, **told}, [*lines, f"待核实 {len(items)} 条"])


def _check(context: Context) -> None:
    given = context.given
    decided = bool(given.take) or given.value is not None
    if bool(given.resolve) != decided:
        raise WrongUsage("--resolve 要与 --take 或 --value 一起写", USAGE)
    if bool(given.resolve_all) != bool(given.side):
        raise WrongUsage("--resolve-all 要与 --side 一起写", USAGE)
    if not given.resolve_all and (given.from_site or given.dry_run):
        raise WrongUsage("--from 和 --dry-run 只与 --resolve-all 一起写", USAGE)
    if sum(map(bool, (given.resolve, given.resolve_all, given.undo is not None))) > 1:
        raise WrongUsage("--resolve、--resolve-all 和 --undo 一次只写一个", USAGE)


def _one(context: Context, store: "Store") -> tuple[dict[str, object], list[str]]:
    from app.services.review import decisions, undoing_decisions

    given = context.given
    if given.undo is not None:
        done = undoing_decisions.undo(store, given.undo)
        words = f"已撤销：{done.reversed} 条恢复原样，{done.kept} 条后来又改过没有动。"
        return {"reversed": done.reversed, "kept": done.kept}, [words]
    if given.take:
        decisions.take(store, given.resolve, given.take)
    else:
        decisions.decide(store, given.resolve, given.value)
    number = undoing_decisions.last_decision(store)
    return {"decision": number}, [f"已按决定保存。要撤销：conflicts --undo {number}"]


def _by_rule(context: Context, store: "Store") -> tuple[dict[str, object], list[str]]:
    from app.services.exchange.sending import find_peer
    from app.services.review import deciding_many, undoing_decisions

    given = context.given
    entity, field = deciding_many.field_named(given.resolve_all)
    peer = find_peer(store, given.from_site).site if given.from_site else None
    rule = (entity.name, field.name, given.side, peer)
    planned = [_planned(line) for line in deciding_many.preview_all(store, *rule)]
    words = [
        f"{'写入' if line['ticked'] else '不写入'}　{line['subject']}　{line['side']}"
        f"{'（' + str(line['doubt']) + '）' if line['doubt'] else ''}"
        for line in planned
    ]
    if given.dry_run:
        number = sum(bool(line["ticked"]) for line in planned)
        told = {"planned": planned, "resolved": 0}
        return told, [*words, f"将写入 {number} 条；这里只是列出，没有写入。"]
    resolved = deciding_many.decide_all(store, *rule)
    decision = undoing_decisions.last_decision(store)
    told = {"planned": planned, "resolved": resolved, "decision": decision}
    return told, [*words, f"已写入 {resolved} 条。要撤销：conflicts --undo {decision}"]


def _planned(line: "Planned") -> dict[str, object]:
    """Whose value would stand; the value itself may be a number and stays in the list below."""
    return {
        "id": line.item.id,
        "subject": line.item.subject,
        "field": line.item.field,
        "take": line.chosen.id,
        "side": line.writer,
        "township": line.township,
        "ticked": line.ticked,
        "doubt": line.doubt,
    }


def _lines(item: dict[str, object]) -> list[str]:
    siblings = item["siblings"]
    assert isinstance(siblings, list)  # made by review_rows
    choices = [
        f"    {s['value']}　{s['site']} {s['operator']} {s['when']}　--take {s['id']}"
        for s in siblings
    ]
    before = f"（上次共同值：{item['ancestor']}）" if item["ancestor"] is not None else ""
    head = f"【{item['kind']}】{item['subject']}　{item['label']}{before}"
    return [head, f"    --resolve {item['id']}", *choices]


COMMANDS = (
    Command(
        "conflicts",
        "待核实清单，对其中一条的决定，以及对一个项目的批量决定",
        conflicts,
        (
            argument("--resolve", metavar="编号", help="决定哪一条"),
            OneOf(
                (
                    argument("--take", metavar="选项", help="保留其中一个"),
                    argument("--value", metavar="值", help="另外填一个值"),
                ),
                required=False,
            ),
            argument("--resolve-all", metavar="项目", help="按一条规则决定这个项目，如 联系电话"),
            argument(
                "--side",
                choices=SIDES,
                help="township 取乡镇值，county 取县里值，latest 取较晚的值",
            ),
            argument("--from", dest="from_site", metavar="单位", help="只决定与这个乡镇之间的"),
            flag("--dry-run", help="只列出将要写入的内容"),
            argument("--undo", type=count, metavar="编号", help="撤销一个决定"),
            argument("--unmask", metavar="原因", help="显示完整身份证号、电话；原因会被登记"),
        ),
    ),
)
