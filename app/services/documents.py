"""A document prepared from the store, then laid out: in this process or in another."""

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.accounts.roles import Verb
from app.domain.errors import AppError
from app.domain.progress import Progress, Silent
from app.services.papers import site_papers
from app.services.papers.catalogue import XLSX, DocumentKind, document_kind, verb_of
from app.services.papers.printable import may_print
from app.services.papers.selection import Selection
from app.services.people import log_unmasked
from app.services.store import Store

_MOST_NAMED = 10


class CharactersMissing(AppError):
    """Names that would be printed with a mark in place of a character."""

    code = "characters-missing"

    def __init__(self, title: str, wanting: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        listed = "；".join(
            f"{name}：{'、'.join(f'{one}（U+{ord(one):04X}）' for one in characters)}"
            for name, characters in wanting[:_MOST_NAMED]
        )
        more = f"；等 {len(wanting)} 人" if len(wanting) > _MOST_NAMED else ""
        super().__init__(
            f"字库里没有下列姓名或内容中的字，{title}没有打印：{listed}{more}。",
            "请在本机装上有这些字的字库（如宋体-ExtB）再打印；"
            "确认印成“〓”、打印后手工补写的，选择仍然打印（命令行加 --allow-missing）。",
        )


@dataclass(frozen=True, slots=True)
class Prepared:
    """Content ready to be laid out, in this process or in another: it can be pickled."""

    kind: str
    title: str
    content: Any


@dataclass(frozen=True, slots=True)
class Printed:
    """A document that lies on the disk."""

    path: Path
    pages: int
    warnings: tuple[str, ...]


def prepare_document(
    store: Store, kind: str, chosen: Selection, *, as_workbook: bool = False
) -> Prepared:
    """Read everything the document says; full ID numbers are logged with their reason. A workbook
    is data that is taken along, not paper.

    Raises:
        AppError: what the document needs was not chosen, or there is nothing to print.
    """
    entry = document_kind(kind)
    store.require(verb_of(entry))
    if as_workbook:
        store.require(Verb.EXPORT)
    may_print(store, entry.id, chosen)
    reason = entry.ready(store, chosen) if entry.ready is not None else ""
    with store.database.snapshot():
        content = entry.content(store, chosen)
    if entry.exact and not chosen.allow_missing:
        _refuse_missing(entry, content)
    if chosen.full or reason:
        log_unmasked(store, f"打印{entry.title}", chosen.unmask_reason or reason)
    return Prepared(entry.id, entry.title, content)


def _refuse_missing(entry: DocumentKind, papers: Sequence[Any]) -> None:
    from app.reports.preflight import missing_in  # opens fonts: not at start

    found = [(paper.name, missing_in(paper)) for paper in papers]
    wanting = tuple((name, characters) for name, characters in found if characters)
    if wanting:
        raise CharactersMissing(entry.title, wanting)


def lay_out(prepared: Prepared, path: Path, progress: Progress | None = None) -> Printed:
    """Write a prepared document; the suffix says the format. Runs in a process of its own too.

    Raises:
        AppError: a format this document does not have, or a place that cannot be written.
    """
    entry = document_kind(prepared.kind)
    wanted = path.suffix.lower().lstrip(".")
    if wanted not in entry.formats:
        offered = "、".join(f".{name}" for name in entry.formats)
        raise AppError(f"{entry.title}不能存成“{path.suffix}”。", f"请用 {offered} 结尾的文件名。")
    name = entry.sheets if wanted == XLSX and entry.sheets else entry.layout
    module = importlib.import_module(f"app.reports.{name}")
    written = getattr(module, f"write_{wanted}")(prepared.content, path, progress or Silent())
    return Printed(path, written.pages, tuple(written.warnings))


def write_document(
    store: Store, kind: str, chosen: Selection, path: Path, progress: Progress | None = None
) -> Printed:
    """Prepare and lay out one document.

    Raises:
        AppError: see `prepare_document` and `lay_out`.
    """
    as_workbook = path.suffix.lower() == f".{XLSX}"
    return lay_out(prepare_document(store, kind, chosen, as_workbook=as_workbook), path, progress)


def write_recovery_sheet(store: Store, recovery_code: str, path: Path) -> Printed:
    """恢复码 on paper; the code is kept nowhere, so this is not in the catalogue.

    Raises:
        AppError: the place cannot be written.
    """
    from app.reports import recovery_sheet

    written = recovery_sheet.write_pdf(site_papers.recovery_sheet(store, recovery_code), path)
    return Printed(path, written.pages, tuple(written.warnings))
