"""`import posts`: a 换届 from a workbook; old posts end, new ones begin."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.answer import Answer
from app.cli.command import Command, argument, flag
from app.cli.commands.imports import problem_lines, refused_lines
from app.cli.context import Context
from app.cli.paths import FILE
from app.domain.people.elections import Outcome

if TYPE_CHECKING:
    from app.services.elections import ElectionPlan


def import_posts(context: Context) -> Answer:
    """Plan the workbook, and unless dry replace each 班子 that could be read as a whole."""
    from app.services import elections
    from app.services.organizations import find_organization

    given = context.given
    with context.store() as store, context.progress() as progress:
        place = find_organization(store, given.organization).uid if given.organization else None
        plan = elections.plan_election_file(store, given.file, given.on, place, progress)
        batch = ""
        if not given.dry_run and plan.lines:
            session = elections.Session(given.term or "", given.until or "")
            batch = elections.hold_election(store, plan, session)
        saved = given.errors if given.errors and plan.rejected else None
        if saved:
            elections.save_refused(plan, saved)
    keys = _keys(plan, batch)
    if saved:
        keys["errors"] = saved
    head = "预览（没有写入）" if given.dry_run else "换届完成"
    line = (
        f"{head}：新任 {keys['new']}，离任 {keys['updated']}，连任 {keys['unchanged']}，"
        f"拒绝 {len(keys['rejected'])}"
    )
    lines = [line, *problem_lines("拒绝", keys["rejected"])]
    if batch:
        lines.append(f"批次编号：{batch}（撤销：xueji import undo 批次编号）")
    return Answer(keys, lines, refused_lines(keys, saved is not None))


def _keys(plan: "ElectionPlan", batch: str) -> dict[str, Any]:
    return {
        "rows": plan.rows,
        "new": plan.count(Outcome.NEW),
        "updated": plan.count(Outcome.ENDED),
        "unchanged": plan.count(Outcome.AGAIN),
        "duplicates": 0,
        "rejected": [one._asdict() for one in plan.rejected],
        "warnings": [one._asdict() for one in plan.file.warnings] if plan.file else [],
        "unknown_organizations": [],
        "batch": batch or None,
    }


COMMANDS = (
    Command(
        "import posts",
        "换届：按当选名单更换班子，原任职务结束，连任的不动",
        import_posts,
        (
            FILE,
            argument("--on", metavar="日期", required=True, help="换届日期；只知道年月也可以"),
            argument("--organization", metavar="党组织", help="整张表都是这个党组织的"),
            argument("--term", metavar="届次", help="例如 第十二届；写了就登记到“届次与换届”"),
            argument("--until", metavar="日期", help="本届届满日期"),
            flag("--dry-run", help="只预览，不写入"),
            argument("--errors", metavar="文件", type=Path, help="被拒绝的行另存为 .xlsx"),
        ),
    ),
)
