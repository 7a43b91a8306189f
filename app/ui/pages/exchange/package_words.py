"""What is said about a package beside its rows: counts, what is left out, what it brings along."""

from app.domain.declarations import entity_named
from app.services.exchange.receiving import PackageView


def counts_words(view: PackageView) -> str:
    """新增、修改、删除、冲突; what does not occur every month only where it does."""
    told = [
        f"新增 {view.news:,}",
        f"修改 {view.changed:,}",
        f"删除 {view.deleted:,}",
        f"冲突 {view.conflicts:,}",
    ]
    if view.duplicates:
        told.append(f"本机已有 {view.duplicates:,}")
    if view.held:
        told.append(f"不能直接写入 {view.held:,}")
    return "　".join(told)


def remarks(view: PackageView) -> list[str]:
    """Sentences beside the counts: what is not listed, held, dropped, and who was enrolled."""
    told = list(view.notes)
    if view.unlisted:
        each = "、".join(
            f"{entity_named(name).label} {number:,} 条" for name, number in view.unlisted.items()
        )
        told.append(f"内容很多，另有 {each}没有逐条列出，接收时同样写入。")
    if view.held:
        told.append(
            f"{view.held:,} 条不在对方管辖范围内，先留着不写入，接收后在“未写入的记录”里看。"
        )
    if view.erased:
        told.append(f"{view.erased:,} 条属于已彻底删除的人员，不再写入。")
    return told


def disputes_words(view: PackageView, listed: int) -> str:
    """What to say of fields changed on both sides; `listed` of them stand in the list as such."""
    if view.conflicts <= listed:
        return ""
    return f"共有 {view.conflicts} 项两边都改过，有的列在“修改”里；接收后两边的值都保留，由人决定。"
