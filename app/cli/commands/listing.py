"""`list` and `search`: what is in the store, as a table or as one object per row."""

from datetime import date

from app.cli.answer import Answer
from app.cli.command import Command, OneOf, argument, count, flag
from app.cli.commands.full_numbers import refuse_full_number
from app.cli.context import Context
from app.cli.tables import table
from app.domain.declarations import ENTITIES, entity_named
from app.domain.entity import Entity, Scope
from app.domain.registers import REGISTERS, detail_of

NOT_IN_TABLE = {"merged_into", "content", "digest", "supersedes", "note"}


def plural(entity: Entity) -> str:
    """The name of a kind of rows on the command line."""
    name = entity.name
    if name == "attendance":
        return name
    if name.endswith("y"):
        return name.removesuffix("y") + "ies"
    return name + ("es" if name.endswith("ss") else "s")


KINDS = {plural(entity): entity.name for entity in ENTITIES}


def list_rows(context: Context) -> Answer:
    """Rows of one kind, or what kinds there are."""
    from app.services.listing import Wanted, list_kind

    given = context.given
    if given.kinds:
        return list_kinds()
    entity = entity_named(KINDS[given.kind])
    wanted = Wanted(
        given.organization,
        given.limit,
        given.after,
        given.unmask,
        given.filter,
        given.view,
        context.as_of or date.today(),
    )
    with context.store() as store:
        rows = list_kind(store, entity, wanted)
    fields = [field for field in entity.fields if field.name not in NOT_IN_TABLE]
    heads = [*(field.label for field in fields), "编号"]
    cells = (
        [*(row.get(f"{field.name}_title", row[field.name]) for field in fields), row["id"]]
        for row in rows
    )
    return Answer({"rows": rows}, (*table(heads, cells), f"共 {len(rows)} 条"))


def list_kinds() -> Answer:
    """Every kind, in the words of the trade, with its fields."""
    kinds = [
        {
            "id": name,
            "title": _title(entity_named(key)),
            "group": _group(entity_named(key)),
            "fields": [
                {"name": f.name, "label": f.label, "kind": f.kind.value, "required": f.required}
                for f in entity_named(key).fields
            ],
        }
        for name, key in KINDS.items()
    ]
    cells = [
        (k["group"], k["title"], k["id"], "、".join(f.label for f in entity_named(key).fields))
        for k, key in zip(kinds, KINDS.values(), strict=True)
    ]
    lines = (*table(("分组", "名称", "类别", "字段"), cells), f"共 {len(kinds)} 类")
    return Answer({"kinds": kinds}, lines)


def _title(entity: Entity) -> str:
    register = REGISTERS.get(entity.name)
    return register.title if register is not None else entity.label


def _group(entity: Entity) -> str:
    register = REGISTERS.get(entity.name) or detail_of(entity)
    return register.group if register is not None else _GROUPS[entity.scope]


_GROUPS = {
    Scope.ORGANIZATION: "人员和组织",
    Scope.MEMBER: "人员和组织",
    Scope.CLASS: "教育培训",
    Scope.ROW: "数据交换",
    Scope.BROADCAST: "设置和交换",
    Scope.LOCAL: "本机",
}
"""Of what is no register, by whom it follows."""


def search(context: Context) -> Answer:
    """People by what is remembered of them."""
    from app.services.searching import search_people

    given = context.given
    refuse_full_number(given.text)
    with context.store() as store:
        found = search_people(store, given.text, given.limit)
    people = [
        {"id": p.uid.hex(), "name": p.name, "organization": p.organization, "matched": p.matched}
        for p in found
    ]
    heads = ("姓名", "党组织", "符合", "编号")
    cells = ([p["name"], p["organization"], p["matched"], p["id"]] for p in people)
    lines = (*table(heads, cells), f"共 {len(people)} 人") if people else ("没有找到。",)
    return Answer({"people": people}, lines)


COMMANDS = (
    Command(
        "list",
        "列出一类内容",
        list_rows,
        (
            OneOf(
                (
                    argument(
                        "kind",
                        metavar="类别",
                        nargs="?",
                        choices=tuple(KINDS),
                        help="、".join(KINDS),
                    ),
                    flag("--kinds", help="有哪些类别、各有哪些字段"),
                )
            ),
            argument("--organization", metavar="党组织", help="只列该组织及下级的"),
            argument("--limit", metavar="条数", type=count, help="最多列多少条"),
            argument("--after", metavar="编号", help="从这个编号之后列起"),
            argument(
                "--filter",
                metavar="字段=内容",
                action="append",
                default=[],
                help="只列这一项是这样的；可以重复，等号后面不写的是没有填的",
            ),
            argument("--view", metavar="名称", help="登记册的常用筛选，或在窗口里记住的筛选"),
            argument("--unmask", metavar="原因", help="显示完整身份证号、电话；原因会被登记"),
        ),
        moves_today=True,
    ),
    Command(
        "search",
        "查找人员：姓名、拼音、首字母、电话、身份证后四位",
        search,
        (
            argument("text", metavar="内容", help="例如 张三、zhangsan、zs、1380、1236"),
            argument("--limit", metavar="人数", type=count, default=50, help="最多多少人"),
        ),
    ),
)
