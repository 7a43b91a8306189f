"""落实情况 clause by clause: `duty list`, `duty record`."""

from typing import TYPE_CHECKING, Any

from app.cli.answer import Answer
from app.cli.command import Command, argument, year
from app.cli.context import Context
from app.cli.tables import table
from app.domain.declarations import entity_named

if TYPE_CHECKING:
    from app.services.duties import DutyLine
    from app.services.store import Store


def listed(context: Context) -> Answer:
    """Every clause of a document with what was recorded of it."""
    from app.services.duties import counted, duties_of_year, this_year

    given = context.given
    asked = given.year or this_year()
    with context.store() as store:
        found = duties_of_year(store, asked, given.document, _place(store, given.organization))
    cells = [[d.clause.number, d.state, d.done_on, d.person, d.clause.text] for d in found]
    heads = ("编号", "落实", "日期", "责任人", "要求")
    lines = (f"{asked} 年　{counted(found)}", *table(heads, cells))
    return Answer({"year": asked, "duties": [_as_keys(one) for one in found]}, lines)


def record(context: Context) -> Answer:
    """One clause: done or not, when, by whom, with what evidence."""
    from app.services.duties import record_duty, this_year
    from app.services.rows_as_text import read_fields

    given = context.given
    with context.store() as store:
        said = read_fields(store, entity_named("duty"), given.set)
        place = _place(store, given.organization)
        uid = record_duty(store, given.number, given.year or this_year(), said, place)
    return Answer({"id": uid.hex()}, (f"已登记 {given.number} 的落实情况。",))


def _place(store: "Store", text: str | None) -> bytes | None:
    from app.services.organizations import find_organization

    return find_organization(store, text).uid if text else None


def _as_keys(one: "DutyLine") -> dict[str, Any]:
    return {
        "id": one.uid.hex() if one.uid else None,
        "number": one.clause.number,
        "clause": one.clause.clause,
        "text": one.clause.text,
        "hardness": one.clause.hardness,
        "state": one.state,
        "done_on": one.done_on or None,
        "person": one.person or None,
        "evidence": one.evidence or None,
    }


_YEAR = argument("--year", metavar="年度", type=year, help="默认本年")
_PLACE = argument("--organization", metavar="党组织", help="名称或编号；默认本单位")

COMMANDS = (
    Command(
        "duty list",
        "落实情况：文件要求登记落实的各条，登记了没有",
        listed,
        (
            argument(
                "--document",
                metavar="文件",
                default="P24",
                choices=("P24", "P09", "JC", "HN", "JN"),
                help="P24 P09 JC HN JN，默认 P24",
            ),
            _YEAR,
            _PLACE,
        ),
    ),
    Command(
        "duty record",
        "登记一条的落实情况：是否落实、日期、责任人、佐证",
        record,
        (
            argument("number", metavar="编号", help="duty list 里的编号"),
            argument(
                "--set",
                metavar="字段=内容",
                action="append",
                required=True,
                help="是否落实、落实日期、责任人、佐证材料、未落实原因；可以重复",
            ),
            _YEAR,
            _PLACE,
        ),
    ),
)
