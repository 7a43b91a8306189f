"""`print`: one document by kind; the suffix says the format."""

from typing import TYPE_CHECKING

from app.cli.answer import Answer
from app.cli.chinese_usage import WrongUsage
from app.cli.command import Command, argument, count, flag, year
from app.cli.commands.full_numbers import member_named
from app.cli.context import Context
from app.cli.paths import place
from app.cli.tables import table
from app.domain.errors import AppError

if TYPE_CHECKING:
    from app.services.papers.catalogue import DocumentKind
    from app.services.papers.selection import Selection
    from app.services.store import Store

USAGE = "用法：xueji print --list 或 xueji print 文书 -o 文件 [--class 培训班] [--member 编号] …"


def print_document(context: Context) -> Answer:
    """The kinds there are, or one document."""
    given = context.given
    if given.list:
        return _kinds()
    if not given.kind or given.output is None:
        raise WrongUsage("缺少：文书种类和 -o 文件", USAGE)
    from app.services.documents import write_document
    from app.services.papers.catalogue import CLASS, document_kind

    kind = document_kind(given.kind)
    if CLASS in kind.needs and not given.training_class:
        raise AppError("请先选择培训班。", "用 --class 指定：名称或编号。")
    member = member_named(given.member) if given.member else None
    with context.store() as store, context.progress() as progress:
        chosen = _selection(context, store, member, kind.row_of)
        made = write_document(store, kind.id, chosen, given.output, progress)
    keys = {"path": made.path, "pages": made.pages, "warnings": list(made.warnings)}
    lines = [f"{kind.title}：{made.path}，{made.pages} 页", *made.warnings]
    return Answer(keys, lines)


def _kinds() -> Answer:
    from app.services.papers.catalogue import CATALOGUE, grouped, need_word

    ordered = [kind for kinds in grouped(CATALOGUE).values() for kind in kinds]
    kinds = [
        {
            "id": k.id,
            "title": k.title,
            "group": k.heading,
            "formats": list(k.formats),
            "needs": [_option(k, need) for need in k.needs],
        }
        for k in ordered
    ]
    cells = [
        [k.heading, k.title, k.id, " ".join(k.formats), "、".join(map(need_word, k.needs))]
        for k in ordered
    ]
    return Answer({"kinds": kinds}, table(("分组", "文书", "编号", "格式", "需要"), cells))


def _option(kind: "DocumentKind", need: str) -> str:
    """The option that says it: the command line's contract, whatever entities are called."""
    from app.services.papers.catalogue import CLASS

    return "row" if need == kind.row_of else "class" if need == CLASS else need


def _selection(context: Context, store: "Store", member: str | None, register: str) -> "Selection":
    from app.services.classes.class_lookup import find_class
    from app.services.organizations import find_organization
    from app.services.papers.selection import Selection
    from app.services.people import find_member
    from app.services.row_references import find_row

    given = context.given
    return Selection(
        training_class=find_class(store, given.training_class).uid
        if given.training_class
        else None,
        members=(find_member(store, member).uid,) if member else (),
        organization=find_organization(store, given.organization).uid
        if given.organization
        else None,
        year=given.year or 0,
        unmask_reason=given.unmask or "",
        package=given.package or 0,
        allow_missing=given.allow_missing,
        row=find_row(store, register, given.row) if given.row and register else None,
    )


COMMANDS = (
    Command(
        "print",
        "打印一种文书（格式由文件名后缀决定）",
        print_document,
        (
            argument("kind", metavar="文书", nargs="?", help="文书编号，见 --list"),
            flag("--list", help="列出全部文书"),
            argument("-o", "--output", metavar="文件", type=place, help="写到哪个文件"),
            argument("--class", dest="training_class", metavar="培训班", help="名称或编号"),
            argument("--member", metavar="编号", help="人员编号；写 - 时从标准输入读身份证号"),
            argument("--organization", metavar="党组织", help="名称或编号"),
            argument(
                "--year", metavar="年份", type=year, help="哪一年（学籍档案默认历年，其余默认今年）"
            ),
            argument("--row", metavar="名称", help="登记册里的哪一条：名称或编号（问卷）"),
            argument("--package", metavar="序号", type=count, help="第几号数据包（交接单）"),
            argument(
                "--unmask",
                metavar="原因",
                help="打印完整身份证号、电话；原因会被登记（结业证书：本班以后都印完整号码）",
            ),
            flag("--allow-missing", help="字库里没有的字印成〓，打印后手工补写"),
        ),
    ),
)
