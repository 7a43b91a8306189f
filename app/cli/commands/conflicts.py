"""`conflicts`: what stands side by side, and the decision."""

from app.cli.answer import Answer
from app.cli.chinese_usage import WrongUsage
from app.cli.command import Command, OneOf, argument
from app.cli.context import Context

USAGE = "用法：xueji conflicts [--resolve 编号 (--take 选项 | --value 值)] [--unmask 原因]"


def conflicts(context: Context) -> Answer:
    """The review list; with --resolve first the decision."""
    from app.services import decisions
    from app.services.reviewing import review_rows

    given = context.given
    decided = bool(given.take) or given.value is not None
    if bool(given.resolve) != decided:
        raise WrongUsage("--resolve 要与 --take 或 --value 一起写", USAGE)
    with context.store() as store:
        if given.take:
            decisions.take(store, given.resolve, given.take)
        elif given.resolve:
            decisions.decide(store, given.resolve, given.value)
        items = review_rows(store, given.unmask)
    lines = ["已按决定保存。"] if given.resolve else []
    for item in items:
        lines += _lines(item)
    return Answer({"open": items}, [*lines, f"待核实 {len(items)} 条"])


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
        "待核实清单，以及对其中一条的决定",
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
            argument("--unmask", metavar="原因", help="显示完整身份证号、电话；原因会被登记"),
        ),
    ),
)
