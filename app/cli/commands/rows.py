"""`add`, `edit`, `remove`: one row of a kind, checked as in the form."""

from app.cli.answer import Answer
from app.cli.command import Argument, Command, argument, flag
from app.cli.commands.full_numbers import refuse_full_number
from app.cli.commands.listing import plural
from app.cli.context import Context
from app.domain.declarations import entity_named
from app.services.rows_as_text import KINDS

WRITTEN = {plural(entity_named(name)): name for name in KINDS}


def add(context: Context) -> Answer:
    """A new row; its id."""
    from app.services.rows_as_text import add_row, doubts, read_fields

    given = context.given
    entity = entity_named(WRITTEN[given.kind])
    _refuse_numbers(given.set)
    with context.store() as store:
        uid = add_row(store, entity, read_fields(store, entity, given.set))
        notes = doubts(store, entity, uid)
    return Answer({"id": uid.hex(), "notes": notes}, (f"已新增{entity.label}：{uid.hex()}", *notes))


def edit(context: Context) -> Answer:
    """Fields of a row."""
    from app.services.rows_as_text import doubts, edit_row, read_fields, row_named

    given = context.given
    entity = entity_named(WRITTEN[given.kind])
    _refuse_numbers(given.set)
    with context.store() as store:
        uid = row_named(store, entity, given.id)
        edit_row(store, entity, uid, read_fields(store, entity, given.set), given.reason or "")
        notes = doubts(store, entity, uid)
    return Answer({"id": uid.hex(), "notes": notes}, (f"已修改{entity.label}。", *notes))


def remove(context: Context) -> Answer:
    """What was entered by mistake."""
    from app.services.rows_as_text import remove_row, row_named

    given = context.given
    entity = entity_named(WRITTEN[given.kind])
    with context.store() as store:
        uid = row_named(store, entity, given.id)
        remove_row(store, entity, uid, given.reason, in_use=given.in_use)
    return Answer({"id": uid.hex()}, (f"已撤销{entity.label}。",))


def _refuse_numbers(given: list[str]) -> None:
    for text in given:
        refuse_full_number(text.partition("=")[2])


_KIND = argument("kind", metavar="类别", choices=tuple(WRITTEN), help="、".join(WRITTEN))
_SET = argument(
    "--set",
    metavar="字段=内容",
    action="append",
    required=True,
    help="可以重复；人、党组织写编号或名称，空着就是清空",
)


def _id() -> Argument:
    return argument("id", metavar="编号", help="list 里的编号；党组织也可写名称")


COMMANDS = (
    Command("add", "新增一条：党组织、职务、不作硬性要求、变动和各种登记册", add, (_KIND, _SET)),
    Command(
        "edit",
        "修改一条；离任、期满写 --set to_on=最后一天",
        edit,
        (_KIND, _id(), _SET, argument("--reason", metavar="原因", help="记入修改记录")),
    ),
    Command(
        "remove",
        "撤销录错的一条",
        remove,
        (
            _KIND,
            _id(),
            argument("--reason", metavar="原因", required=True, help="必须写明"),
            flag("--in-use", help="登记册里别处还写着它的，也移出"),
        ),
    ),
)
