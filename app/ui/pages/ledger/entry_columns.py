"""The training of one person as a list: every entry with why it counts or does not."""

from app.domain.training.hours import LedgerEntry
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered


def _counted(found: Numbered[LedgerEntry]) -> str:
    return f"{found.row.hours:g}" if found.row.counted else f"0（应 {found.row.offered_hours:g}）"


ENTRIES: tuple[Column[Numbered[LedgerEntry]], ...] = (
    Column("日期", lambda r: f"{r.row.date} {r.row.slot or ''}", width=114),
    Column("培训", lambda r: r.row.title, width=186),
    Column("方式", lambda r: r.row.mode, width=70),
    Column("层级", lambda r: r.row.level, width=44),
    Column("学时", _counted, width=84, right=True),
    Column(
        "为什么",
        lambda r: r.row.reason,
        width=100,  # the least: the last column takes what is left
        tone=lambda r: "" if r.row.counted else "bad",
    ),
)


def in_words(entry: LedgerEntry) -> str:
    """Long titles and reasons do not fit their columns: one entry spelt out."""
    return f"{entry.date}　{entry.title}：{entry.reason}"
