"""`check`: a policy evaluated, with the reason for everybody who is short."""

import dataclasses
from typing import TYPE_CHECKING

from app.cli.answer import Answer
from app.cli.command import Command, argument, count, year
from app.cli.context import Context
from app.cli.tables import table

if TYPE_CHECKING:
    from app.services.checks import RuleResult


def check(context: Context) -> Answer:
    """How everybody stands under one policy."""
    from app.services.checks import Question, check_policy
    from app.services.organizations import find_organization

    given = context.given
    with context.store() as store:
        root = find_organization(store, given.organization).uid if given.organization else None
        asked = Question(given.year, root, context.as_of)
        found = check_policy(store, given.policy, asked, rule=given.rule, limit=given.limit)
    lines = [f"{found.title}　{found.year} 年　截至 {found.as_of}"]
    for rule in found.rules:
        lines += _rule_lines(rule)
    return Answer(dataclasses.asdict(found), lines)


def _rule_lines(rule: "RuleResult") -> list[str]:
    pending = f"未到期或待核实 {rule.pending}" if rule.open else f"待核实 {rule.pending}"
    head = [
        f"{rule.id}（第{rule.clause}部分，{rule.hardness}）{rule.text}",
        f"应训 {rule.applies}　达标 {rule.met}　未达标 {rule.short}　"
        f"不作硬性要求 {rule.exempt}　{pending}　口径未设置 {rule.unset}",
    ]
    if rule.open:
        head.append(
            f"{rule.window_from} 至 {rule.window_to} 尚未到期，不判未达标；"
            f"低于本年进度 {rule.behind} 人"
        )
    cells = [
        [one.name, one.word, f"{one.value:g} {one.unit}", one.id, one.why] for one in rule.subjects
    ]
    return ["", *head, *table(("姓名", "情况", "数值", "编号", "理由"), cells)]


COMMANDS = (
    Command(
        "check",
        "按政策核算：谁达标，谁还差多少，为什么",
        check,
        (
            argument("--policy", metavar="政策", required=True, help="政策编号，例如 P24"),
            argument("--year", metavar="年份", type=year, required=True, help="哪一年"),
            argument("--rule", metavar="要求", help="只算这一条，例如 P24-01"),
            argument("--organization", metavar="党组织", help="只算该组织及下级"),
            argument(
                "--limit", metavar="人数", type=count, help="每条最多列多少人，不影响人数统计"
            ),
        ),
        moves_today=True,
    ),
)
