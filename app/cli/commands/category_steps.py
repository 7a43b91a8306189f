"""`person step`: 发展和转正, 延长预备期, and taking the last of these back."""

from app.cli.answer import Answer
from app.cli.command import Command, argument
from app.cli.commands.full_numbers import member_named
from app.cli.context import Context


def step(context: Context) -> Answer:
    """Somebody becomes what follows, or stays 预备党员 for longer."""
    from app.services.category_steps import last_step, take_step
    from app.services.people import find_member

    given = context.given
    named = member_named(given.member)
    with context.store() as store:
        found = find_member(store, named)
        raw = {
            "political_status": given.to,
            "from_on": given.on,
            "until": given.until,
            "reason": given.reason,
            "basis": given.basis,
        }
        done = take_step(store, found.uid, raw)
        keys = {"id": found.uid.hex(), "category": done.category, "action": last_step(store)}
    return Answer(keys, (done.words,))


def undo(context: Context) -> Answer:
    """Everything that one of these actions wrote stands as before."""
    from app.services.category_steps import last_step, take_step_back

    with context.store() as store:
        done = take_step_back(store, context.given.action or last_step(store))
    words = f"恢复了 {done.reversed} 条，{done.kept} 条后来又改过，没有动。"
    return Answer({"reversed": done.reversed, "kept": done.kept}, (words,))


COMMANDS = (
    Command(
        "person step",
        "发展和转正：积极分子、发展对象、预备党员、正式党员；延长预备期",
        step,
        (
            argument("member", metavar="人员", help="编号或姓名；写 - 时从标准输入读身份证号"),
            argument("--to", metavar="类别", required=True, help="例如 预备党员；或 延长预备期"),
            argument("--on", metavar="日期", required=True, help="自何时起；只知道年月也可以"),
            argument("--until", metavar="日期", help="预备期延长至"),
            argument("--reason", metavar="原因", help="延长的原因"),
            argument("--basis", metavar="依据", help="例如支部大会日期、批复文号"),
        ),
    ),
    Command(
        "person step-undo",
        "恢复到最近一次发展、转正、延长之前",
        undo,
        (argument("--action", metavar="编号", type=int, help="不写就是最后一次"),),
    ),
)
