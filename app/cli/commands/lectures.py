"""`lecture owed`: who is to give a 党课 this year and has not."""

import dataclasses
from datetime import date
from typing import TYPE_CHECKING, Any

from app.cli.answer import Answer
from app.cli.command import Command, argument, year
from app.cli.context import Context
from app.cli.tables import table

if TYPE_CHECKING:
    from app.services.lecturing import OwesLecture


def owed(context: Context) -> Answer:
    """Everybody who is bound by a clause and has not done as it asks."""
    from app.services.lecturing import who_owes_a_lecture
    from app.services.organizations import find_organization

    given = context.given
    asked = given.year or date.today().year
    with context.store() as store:
        root = find_organization(store, given.organization).uid if given.organization else None
        found = who_owes_a_lecture(store, asked, root, given.rule or "")
    cells = [[one.name, one.organization, one.posts, str(one.given), one.asked] for one in found]
    heads = ("姓名", "党组织", "职务", "已讲", "还没有做到的要求")
    lines = (f"{asked} 年还没有讲党课的 {len(found)} 人", *table(heads, cells))
    return Answer({"year": asked, "people": [_as_keys(one) for one in found]}, lines)


def _as_keys(one: "OwesLecture") -> dict[str, Any]:
    rules = [dataclasses.asdict(duty) for duty in one.duties]
    return {
        "member_id": one.member.hex(),
        "name": one.name,
        "organization": one.organization,
        "posts": one.posts,
        "given": one.given,
        "rules": rules,
        "note": one.note,
    }


COMMANDS = (
    Command(
        "lecture owed",
        "谁还没有讲党课：按各规划、意见应当讲的党员干部",
        owed,
        (
            argument("--year", metavar="年度", type=year, help="默认本年"),
            argument("--organization", metavar="党组织", help="名称或编号，含下级"),
            argument("--rule", metavar="条款", help="只看一条，如 HN-20、JN-35"),
        ),
    ),
)
