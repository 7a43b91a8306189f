"""`attachment`: photos and PDFs of one row: put to it, told, saved out, taken away."""

from typing import TYPE_CHECKING

from app.cli.answer import Answer
from app.cli.command import Argument, Command, argument
from app.cli.commands.listing import plural
from app.cli.context import Context
from app.cli.paths import FILE, OUTPUT
from app.cli.tables import table
from app.domain.declarations import ENTITIES, entity_named
from app.domain.entity import Entity, Field, Kind

if TYPE_CHECKING:
    from app.services.store import Store

HOLDING = {
    plural(entity): entity.name
    for entity in ENTITIES
    if any(field.kind is Kind.ATTACHMENT for field in entity.fields)
}


def list_all(context: Context) -> Answer:
    """What a row names, and whether the content is here."""
    from app.services.row_attachments import attachments_of, is_here

    with context.store() as store:
        entity, uid, field = _row(store, context)
        many = [
            {"number": n, "name": one.name, "digest": one.digest, "here": is_here(store, one)}
            for n, one in enumerate(attachments_of(store, entity, uid, field), 1)
        ]
    cells = [[m["number"], m["name"], "在本机" if m["here"] else "内容没有随附"] for m in many]
    return Answer({"attachments": many}, table(("序号", "名称", "内容"), cells))


def attach(context: Context) -> Answer:
    """A file to a row."""
    from app.services import row_attachments

    with context.store() as store:
        entity, uid, field = _row(store, context)
        made = row_attachments.attach(store, entity, uid, field, context.given.file)
    return Answer({"name": made.name, "digest": made.digest}, (f"已添加附件：{made.name}",))


def export(context: Context) -> Answer:
    """The content as a file."""
    from app.services.attachments import save_out
    from app.services.row_attachments import attachment_named, attachments_of

    with context.store() as store:
        many = attachments_of(store, *_row(store, context))
        path = save_out(store, attachment_named(many, context.given.name), context.given.output)
    return Answer({"path": path}, (f"已导出 {path}",))


def remove(context: Context) -> Answer:
    """One away from a row."""
    from app.services.row_attachments import attachment_named, attachments_of, detach

    with context.store() as store:
        entity, uid, field = _row(store, context)
        one = attachment_named(attachments_of(store, entity, uid, field), context.given.name)
        detach(store, entity, uid, field, one, context.given.reason or "")
    return Answer({"name": one.name}, (f"已去掉附件：{one.name}",))


def _row(store: "Store", context: Context) -> tuple[Entity, bytes, Field]:
    from app.services.row_attachments import field_of
    from app.services.rows_as_text import row_named

    entity = entity_named(HOLDING[context.given.kind])
    field = field_of(entity, context.given.field)
    return entity, row_named(store, entity, context.given.id), field


_ROW: tuple[Argument, ...] = (
    argument("kind", metavar="类别", choices=tuple(HOLDING), help="、".join(HOLDING)),
    argument("id", metavar="编号", help="list 里的编号"),
    argument("--field", metavar="字段", help="哪一项附件；只有一项时不用写"),
)
_NAME = argument("name", metavar="附件", help="名称，或第几个")

COMMANDS = (
    Command("attachment list", "一条登记的附件", list_all, _ROW),
    Command("attachment add", "添加照片或 PDF", attach, (*_ROW, FILE)),
    Command("attachment export", "附件另存为文件；会记入修改记录", export, (*_ROW, _NAME, OUTPUT)),
    Command(
        "attachment remove",
        "去掉一个附件",
        remove,
        (*_ROW, _NAME, argument("--reason", metavar="原因", help="记入修改记录")),
    ),
)
