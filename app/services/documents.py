"""The catalogue of documents: what each is called, what it needs, who says it, who lays it out."""

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from app.domain.accounts.roles import Verb
from app.domain.entity import Privacy
from app.domain.errors import AppError, NotFound
from app.domain.progress import Progress, Silent
from app.domain.registers import REGISTERS, Register
from app.services.papers import (
    class_papers,
    issued_papers,
    person_papers,
    questionnaire_papers,
    register_papers,
    site_papers,
    year_papers,
)
from app.services.papers.printable import may_print
from app.services.papers.selection import Selection
from app.services.people import log_unmasked
from app.services.store import Store

_MOST_NAMED = 10
PDF, XLSX = "pdf", "xlsx"
CLASS, MEMBER, ORGANIZATION, YEAR, PACKAGE = "class", "member", "organization", "year", "package"
ROW = "row"
"""One row of the register that stands beside it."""


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One line of the catalogue; `layout` (and `sheets`, when workbooks are laid out elsewhere)
    name modules of app.reports."""

    id: str
    title: str
    formats: tuple[str, ...]
    needs: tuple[str, ...]
    content: Callable[[Store, Selection], Any]
    layout: str
    sheets: str = ""
    ready: Callable[[Store, Selection], str] | None = None
    """Issues what is printed for the first time; returns why full ID numbers are on it though
    nobody asked for them now."""
    numbers: bool = False
    """Whether ID numbers or phones are on it, masked unless somebody gives a reason."""
    exact: bool = False
    """Whether a character that no font can draw stops it: a name is not left open unasked."""
    register: str = ""
    """The register it is of: shown where that is kept."""


def _table_of(register: Register) -> DocumentKind:
    """The printed table that every register has."""
    return DocumentKind(
        f"{register.key}_list",
        f"{register.title}一览表",
        (PDF, XLSX),
        (ORGANIZATION,),
        partial(register_papers.printed_register, register),
        "shown_list",
        numbers=any(f.privacy is Privacy.MASKED for f in register.fields(register.printed)),
        register=register.key,
    )


CATALOGUE: tuple[DocumentKind, ...] = (
    DocumentKind(
        "class_roster",
        "培训班学员花名册",
        (PDF, XLSX),
        (CLASS,),
        class_papers.class_roster,
        "class_roster",
        numbers=True,
    ),
    DocumentKind(
        "sign_in_sheet", "签到表", (PDF,), (CLASS,), class_papers.sign_in_sheets, "sign_in_sheet"
    ),
    DocumentKind(
        "certificate",
        "结业证书",
        (PDF,),
        (CLASS,),
        issued_papers.certificates,
        "certificate",
        ready=issued_papers.certificates_ready,
        numbers=True,
        exact=True,
    ),
    DocumentKind(
        "attendance_proof",
        "参训证明",
        (PDF,),
        (CLASS,),
        issued_papers.attendance_proofs,
        "attendance_proof",
        ready=issued_papers.proofs_ready,
        numbers=True,
        exact=True,
    ),
    DocumentKind(
        "feedback",
        "参训情况反馈单",
        (PDF,),
        (CLASS,),
        issued_papers.feedback_slips,
        "feedback",
        ready=issued_papers.slips_ready,
    ),
    DocumentKind(
        "archive",
        "学籍档案",
        (PDF,),
        (MEMBER,),
        person_papers.archives,
        "archive",
        numbers=True,
    ),
    DocumentKind(
        "owed_list",
        "应训未训名单",
        (PDF, XLSX),
        (ORGANIZATION, YEAR),
        year_papers.owed_list,
        "owed_list",
    ),
    DocumentKind(
        "year_summary",
        "年度总结",
        (PDF, XLSX),
        (YEAR,),
        year_papers.year_summary,
        "year_summary",
        "year_summary_sheets",
    ),
    DocumentKind(
        "handover_slip", "交接单", (PDF,), (PACKAGE,), site_papers.handover_slip, "handover_slip"
    ),
    DocumentKind(
        "headcount_change",
        "党员增减变化表",
        (PDF, XLSX),
        (PACKAGE,),
        site_papers.headcount_change,
        "headcount_change",
    ),
    DocumentKind(
        "questionnaire_form",
        "问卷（空白）",
        (PDF,),
        (ROW,),
        questionnaire_papers.form,
        "questionnaire_form",
        register="questionnaire",
    ),
    DocumentKind(
        "questionnaire_tally",
        "问卷汇总",
        (PDF, XLSX),
        (ROW,),
        questionnaire_papers.tally,
        "questionnaire_tally",
        register="questionnaire",
    ),
    DocumentKind(
        "lecture_owed",
        "还没有讲党课的党员干部",
        (PDF, XLSX),
        (ORGANIZATION, YEAR),
        register_papers.lecture_owed,
        "shown_list",
        register="lecture",
    ),
    DocumentKind(
        "duty_year",
        "落实情况对照表",
        (PDF, XLSX),
        (ORGANIZATION, YEAR),
        register_papers.duty_year,
        "shown_list",
        register="duty",
    ),
    DocumentKind(
        "remote_months",
        "远程教育逐月情况",
        (PDF, XLSX),
        (ORGANIZATION, YEAR),
        register_papers.remote_months_list,
        "shown_list",
        register="remote_study",
    ),
    DocumentKind(
        "fund_totals",
        "经费汇总表",
        (PDF, XLSX),
        (ORGANIZATION, YEAR),
        register_papers.fund_totals,
        "shown_list",
        register="fund",
    ),
    DocumentKind(
        "venue_coverage",
        "阵地覆盖情况",
        (PDF, XLSX),
        (),
        register_papers.venue_coverage,
        "shown_list",
        register="venue",
    ),
    *(_table_of(register) for register in REGISTERS.values()),
)


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


def document_kind(kind: str) -> DocumentKind:
    """One kind of document.

    Raises:
        NotFound: there is no such kind.
    """
    for entry in CATALOGUE:
        if kind in (entry.id, entry.title):
            return entry
    listed = "、".join(f"{entry.id}（{entry.title}）" for entry in CATALOGUE)
    raise NotFound(f"没有“{kind}”这种文书。", f"可选：{listed}。")


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


def verb_of(entry: DocumentKind) -> Verb:
    """What printing it needs: an original is issued, anything else only shows what is there."""
    return Verb.ISSUE if entry.ready is not None else Verb.PRINT


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
