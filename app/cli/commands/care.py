"""`digest` and `self-check`: is everything whole, and do two sites hold the same?"""

from app.cli.answer import Answer
from app.cli.command import Command, argument
from app.cli.context import Context
from app.domain.declarations import entity_named
from app.domain.errors import AppError


def digest(context: Context) -> Answer:
    """Content digests per table; a township means its own organizations, the county everything."""
    from app.services.self_check import content_digests

    with context.store() as store:
        tables = content_digests(store, context.given.scope)
    lines = [f"{name:<16}{value}　{entity_named(name).label}" for name, value in tables.items()]
    return Answer({"tables": tables}, lines)


def self_check(context: Context) -> Answer:
    """Integrity of the store, of derived data and of the audit chain."""
    from app.services.self_check import check_store

    with context.store() as store:
        found = check_store(store)
    keys = {"problems": found.problems, "notes": found.notes, "checked": found.checked}
    lines = [f"已检查：{'、'.join(found.checked)}", *found.notes]
    if not found.problems:
        return Answer(keys, [*lines, "没有发现问题。"])
    refusal = AppError(
        f"发现 {len(found.problems)} 个问题。",
        "请先备份现有文件，再从最近一次已验证的备份恢复，或交给技术支持。",
        code="problems",
    )
    return Answer(keys, [*lines, *found.problems], refusal)


COMMANDS = (
    Command(
        "digest",
        "各类内容的校验值，用来比对两个单位",
        digest,
        (argument("--scope", metavar="党组织", help="只算该组织范围内的内容"),),
    ),
    Command("self-check", "检查数据文件、学时汇总和修改记录是否完好", self_check),
)
