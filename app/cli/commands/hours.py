"""`hours`: the ledger of one person with the reason of every figure."""

import dataclasses
from typing import TYPE_CHECKING, Any

from app.cli.answer import Answer
from app.cli.command import Command, argument, year
from app.cli.commands.full_numbers import member_named
from app.cli.context import Context
from app.cli.tables import table
from app.domain.share import half_up

if TYPE_CHECKING:
    from app.domain.training.hours import LedgerEntry
    from app.services.hours import MemberHours

CATEGORIES = {"task": "教育基本任务", "mode": "培训方式", "level": "举办层级", "year": "年度"}


def hours(context: Context) -> Answer:
    """What counted and what did not, in one year or in all."""
    from app.services.hours import hours_of_member
    from app.services.people import find_member

    given = context.given
    named = member_named(given.member)
    with context.store() as store:
        person = find_member(store, named)
        found = hours_of_member(store, person.uid, given.year, context.as_of)
    keys = {
        "member_id": found.member.hex(),
        "name": found.name,
        "organization": found.organization,
        "year": found.year,
        "entries": [entry_keys(entry) for entry in found.entries],
        "total": found.total,
        "days": half_up(found.sums.days, 3),
        "by_category": found.by_category,
        "not_counted": [entry_keys(entry) for entry in found.not_counted],
    }
    return Answer(keys, _lines(found))


def entry_keys(entry: "LedgerEntry") -> dict[str, Any]:
    keys = dataclasses.asdict(entry)
    keys["id"] = keys.pop("uid").hex()
    del keys["place"], keys["day_parts"], keys["remark"]
    keys["days"] = half_up(entry.days, 3)
    return keys


def _lines(found: "MemberHours") -> list[str]:
    from app.domain.training.hours import day_text, plain_number

    period = f"{found.year} 年" if found.year else "历年"
    cells = [
        [entry.date, entry.slot, entry.title, entry.hours, day_text(entry.day_parts), entry.reason]
        for entry in found.entries
    ]
    lines = [
        f"{found.name}　{found.organization}　{period}共 {found.total:g} 学时、"
        f"{plain_number(half_up(found.sums.days, 3))} 天",
        *table(("日期", "时段", "培训", "学时", "天数", "说明"), cells),
    ]
    for key, label in CATEGORIES.items():
        parts = "，".join(
            f"{name or '未分类'} {sum_:g}" for name, sum_ in found.by_category[key].items()
        )
        if parts:
            lines.append(f"按{label}：{parts}")
    return lines


COMMANDS = (
    Command(
        "hours",
        "一个人的培训台账，每个数字都说明理由",
        hours,
        (
            argument(
                "--member",
                metavar="编号",
                required=True,
                help="人员编号；写 - 时从标准输入读身份证号",
            ),
            argument("--year", metavar="年份", type=year, help="只看这一年"),
        ),
        moves_today=True,
    ),
)
