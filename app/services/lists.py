"""What leaves a list on the screen: copied, exported or printed; noted with how much it was."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from app.data.audit import AuditEntry, append
from app.data.clock import now_text
from app.domain.accounts.roles import Verb
from app.domain.documents.shown_list import ShownColumn, ShownList
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.services.documents import Printed
from app.services.papers.catalogue import XLSX
from app.services.store import Store

COPIED, EXPORTED, PRINTED = "复制列表", "导出列表", "打印列表"
EMPTY = "列表是空的，没有可以导出或打印的内容。"
FEW_ROWS = 10
"""Copying so many rows is reading them; more is taking a list along, and noted like an export."""


def must_be_noted(rows: int, *, full: bool) -> bool:
    """Whether copying is noted: more than a few rows, or any with full ID numbers or phones."""
    return full or rows > FEW_ROWS


def needed_for(how: str, *, full: bool) -> list[Verb]:
    """What whoever takes a list along must be allowed to do."""
    return [Verb.PRINT if how == PRINTED else Verb.EXPORT, *([Verb.UNMASK] if full else [])]


def note_taken(
    store: Store, how: str, title: str, rows: int, columns: Sequence[str], *, full: bool = False
) -> None:
    """Note in the trail that a list was copied, exported or printed: how many rows, which columns.

    What was searched for is not noted: it may be somebody's name.
    """
    for needed in needed_for(how, full=full):
        store.require(needed)
    whole = "，含完整身份证号、电话" if full else ""
    summary = f"{title}：{rows:,} 行{whole}，列：{'、'.join(columns)}"
    with store.database.sealed_write() as connection:
        append(connection, AuditEntry(now_text(), store.operator, how, "", summary))


def shown_list(
    store: Store,
    title: str,
    narrowed: str,
    columns: Sequence[ShownColumn],
    rows: Sequence[tuple[str, ...]],
    unit: str,
) -> ShownList:
    """The content of an export or a print, with who made it when.

    Raises:
        AppError: the list is empty.
    """
    if not rows:
        raise AppError(EMPTY, "请等列表里有内容以后再试。")
    total = f"共 {len(rows):,} {unit}"
    note = f"{store.site.name}　{store.operator}　{datetime.now():%Y-%m-%d %H:%M}"
    return ShownList(title, narrowed, tuple(columns), tuple(rows), total, note)


def lay_out_list(content: ShownList, path: Path, progress: Progress | None = None) -> Printed:
    """Write it as a workbook or a PDF, as the suffix says; in a process of its own too.

    Raises:
        AppError: the place cannot be written to.
    """
    from app.reports import shown_list as layout

    workbook = path.suffix.lower() == f".{XLSX}"
    write = layout.write_xlsx if workbook else layout.write_pdf
    written = write(content, path, progress)
    return Printed(path, written.pages, tuple(written.warnings))
