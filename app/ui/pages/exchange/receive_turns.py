"""One package after the other: how each stands, and which must not be received unseen."""

from dataclasses import dataclass

from app.domain.exchange.package_state import PackageState
from app.services.exchange.receiving import PackageView
from app.services.exchange.stick import StickFile
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered

WAITS, DONE, STOPPED, SKIPPED = "等待", "已接收", "请您看一下", "没有接收"
_TONES = {DONE: "ok", STOPPED: "warn", SKIPPED: "bad", WAITS: "muted"}


@dataclass
class Turn:
    """One package in the row of them."""

    file: StickFile
    state: str = WAITS
    counts: str = ""
    words: str = ""


COLUMNS: tuple[Column[Numbered[Turn]], ...] = (
    Column("单位", lambda r: r.row.file.from_name, width=130),
    Column("包号", lambda r: str(r.row.file.sequence), width=60, right=True),
    Column("结果", lambda r: r.row.state, width=90, tone=lambda r: _TONES[r.row.state]),
    Column("条数", lambda r: r.row.counts, width=300),
    Column("说明", lambda r: r.row.words, width=330),
)


def needs_a_person(view: PackageView) -> str:
    """Why this package must not be received unseen; empty when nothing speaks against it."""
    if view.state is PackageState.GAP:
        return "前面缺数据包"
    if view.notes:
        return "；".join(view.notes)
    if view.conflicts:
        return f"{view.conflicts} 项两边都改过"
    if view.held:
        return f"{view.held} 条不在对方管辖范围内"
    return ""


def counts(view: PackageView) -> str:
    """What it brings, short."""
    if view.state is PackageState.RECEIPT:
        return "回执"
    return (
        f"新增 {view.new:,}　修改 {view.changed:,}　删除 {view.deleted:,}　冲突 {view.conflicts:,}"
    )
