"""`class close`: the completion rule, with a reason for everybody."""

from typing import TYPE_CHECKING

from app.cli.answer import Answer
from app.cli.command import Command, argument
from app.cli.context import Context
from app.cli.tables import table

if TYPE_CHECKING:
    from app.domain.training.completion import Completion


def close(context: Context) -> Answer:
    """Close a class and number its certificates."""
    from app.services.classes.class_lookup import find_class
    from app.services.classes.closing import close_class

    with context.store() as store:
        held = find_class(store, context.given.training_class)
        done = close_class(store, held.uid)
    keys = {
        "training_class_id": held.uid.hex(),
        "completed": [_person(one) for one in done.completed],
        "not_completed": [_person(one) for one in done.not_completed],
        "certificates": list(done.certificates),
    }
    cells = [[one.name, one.outcome, one.reason] for one in done.completions]
    lines = [
        f"“{held.name}”已结班：结业 {len(done.completed)} 人，未结业 {len(done.not_completed)} 人",
        *table(("姓名", "结果", "说明"), cells),
    ]
    if done.certificates:
        lines.append(f"结业证书：{done.certificates[0]} 至 {done.certificates[-1]}")
    return Answer(keys, lines)


def _person(one: "Completion") -> dict[str, str]:
    return {"member_id": one.member.hex(), "name": one.name, "reason": one.reason}


COMMANDS = (
    Command(
        "class close",
        "结班：按规则判定结业，编发证书",
        close,
        (argument("training_class", metavar="培训班", help="名称或编号"),),
    ),
)
