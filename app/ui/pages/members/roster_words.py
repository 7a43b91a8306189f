"""What an import says of itself: branches it does not know, what came in, what was taken back."""

from app.services.import_undo import UndoOutcome
from app.services.rosters import ImportOutcome, ImportPlan


def unread_words(plan: ImportPlan) -> str:
    """The way back to what is not decided (columns, branches, categories) or was said of columns;
    empty when there is nothing."""
    columns = len({found.key for sheet in plan.file.sheets for found in sheet.unread_columns})
    branches = sum(not (q.is_new or q.answer) for q in plan.plan.branch_questions)
    categories = sum(not q.answer for q in plan.plan.category_questions)
    parts = [
        f"{count} {what}"
        for count, what in (
            (branches, "个党组织没有选定"),
            (categories, "处人员类别没有选定"),
            (columns, "列没有读取"),
        )
        if count
    ]
    if parts:
        return f"有 {'、'.join(parts)}：去说明…"
    taught = len(plan.file.taught)
    return f"{taught} 列按你说过的处理：去核对…" if taught else ""


def outcome_words(outcome: ImportOutcome) -> str:
    """What an import did, line by line."""
    made = outcome.created_organizations
    lines = [
        f"新增 {outcome.new:,} 人，更新 {outcome.updated:,} 人，"
        f"不变 {outcome.unchanged:,} 人，文件内重复 {outcome.duplicates:,} 行，"
        f"拒绝 {len(outcome.rejected):,} 行。"
    ]
    if outcome.posts:
        lines.append(f"登记或补全党内职务 {outcome.posts:,} 项。")
    if made:
        lines.append(f"新建党组织 {len(made)} 个：{'、'.join(made[:8])}。")
    if outcome.rejected:
        lines.append("被拒绝的行可以存成原来的样子，改好后再导入一次。")
    return "\n".join(lines)


def undone_words(outcome: UndoOutcome) -> str:
    """What was taken back, and what had to stay."""
    kept = f"，因后来有改动而保留 {outcome.kept}" if outcome.kept else ""
    wrong = f"，出错 {outcome.errored}" if outcome.errored else ""
    return f"已撤销 {outcome.reversed} 条{kept}{wrong}。"
