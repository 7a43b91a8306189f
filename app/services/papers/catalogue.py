"""The catalogue of documents: what each is called, what it needs, where it is offered, who says it
and who lays it out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from typing import Any

from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.domain.entity import Privacy
from app.domain.errors import NotFound
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
from app.services.papers.selection import Selection
from app.services.store import Store

PDF, XLSX = "pdf", "xlsx"
CLASS, MEMBER, ORGANIZATION = "training_class", "member", "organization"
"""What a document needs is named by its entity; one of a register's row names that register."""
YEAR, PACKAGE = "year", "package"
"""Needs that are no rows: a year, and what was sent or received by its number."""
_PLAIN_NEEDS = {YEAR: "年度", PACKAGE: "数据包"}


class At(Enum):
    """A moment of the work at which papers are offered; which ones, the catalogue says."""

    BEFORE_CLASS = auto()
    CLOSED = auto()
    PERSON = auto()
    HANDED_OVER = auto()
    HEADCOUNT = auto()


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
    group: str = ""
    """Its heading in the list; papers of a register stand under that of the register."""
    at: At | None = None
    """When it is offered besides the list."""
    note: str = ""
    """What a clerk should know of it before it is printed."""
    asks_numbers: bool = False
    """Whether it is asked once per class how ID numbers are printed."""

    @property
    def heading(self) -> str:
        """The group it is listed in."""
        return self.group or REGISTERS[self.register].group

    @property
    def row_of(self) -> str:
        """The entity of which one row has to be chosen, where it is about a register's row."""
        return self.register if self.register in self.needs else ""


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


OF_CLASSES, OF_PEOPLE, OF_YEARS, OF_EXCHANGE = "培训班", "人员", "年度", "数据交换"

CATALOGUE: tuple[DocumentKind, ...] = (
    DocumentKind(
        "class_roster",
        "培训班学员花名册",
        (PDF, XLSX),
        (CLASS,),
        class_papers.class_roster,
        "class_roster",
        numbers=True,
        group=OF_CLASSES,
        at=At.BEFORE_CLASS,
        note="按序号列出全部学员及时任单位、职务。",
    ),
    DocumentKind(
        "sign_in_sheet",
        "签到表",
        (PDF,),
        (CLASS,),
        class_papers.sign_in_sheets,
        "sign_in_sheet",
        group=OF_CLASSES,
        at=At.BEFORE_CLASS,
        note="每个半天一页；补打的会注明补打时间。",
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
        group=OF_CLASSES,
        asks_numbers=True,
        note="结班时已编号、内容已固定；未发证的班用参训证明。",
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
        group=OF_CLASSES,
        note="一到两天的班和冬春训不发证书，用参训证明；结班时已编号。",
    ),
    DocumentKind(
        "feedback",
        "参训情况反馈单",
        (PDF,),
        (CLASS,),
        issued_papers.feedback_slips,
        "feedback",
        ready=issued_papers.slips_ready,
        group=OF_CLASSES,
        at=At.CLOSED,
        note="按党支部反馈参训、缺勤情况；编号、日期在结班时固定。",
    ),
    DocumentKind(
        "archive",
        "学籍档案",
        (PDF,),
        (MEMBER,),
        person_papers.archives,
        "archive",
        numbers=True,
        group=OF_PEOPLE,
        at=At.PERSON,
    ),
    DocumentKind(
        "owed_list",
        "应训未训名单",
        (PDF, XLSX),
        (ORGANIZATION, YEAR),
        year_papers.owed_list,
        "owed_list",
        group=OF_YEARS,
    ),
    DocumentKind(
        "year_summary",
        "年度总结",
        (PDF, XLSX),
        (YEAR,),
        year_papers.year_summary,
        "year_summary",
        "year_summary_sheets",
        group=OF_YEARS,
    ),
    DocumentKind(
        "handover_slip",
        "交接单",
        (PDF,),
        (PACKAGE,),
        site_papers.handover_slip,
        "handover_slip",
        group=OF_EXCHANGE,
        at=At.HANDED_OVER,
    ),
    DocumentKind(
        "headcount_change",
        "党员增减变化表",
        (PDF, XLSX),
        (PACKAGE,),
        site_papers.headcount_change,
        "headcount_change",
        group=OF_EXCHANGE,
        at=At.HEADCOUNT,
    ),
    DocumentKind(
        "questionnaire_form",
        "问卷（空白）",
        (PDF,),
        ("questionnaire",),
        questionnaire_papers.form,
        "questionnaire_form",
        register="questionnaire",
    ),
    DocumentKind(
        "questionnaire_tally",
        "问卷汇总",
        (PDF, XLSX),
        ("questionnaire",),
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


def documents_at(moment: At) -> tuple[str, ...]:
    """What is offered at a moment of the work, in the order of the catalogue."""
    return tuple(entry.id for entry in CATALOGUE if entry.at is moment)


def document_at(moment: At) -> str:
    """The one document of a moment that has one."""
    (only,) = documents_at(moment)
    return only


def need_word(need: str) -> str:
    """What a need is called: by its entity, or in a word of its own."""
    return _PLAIN_NEEDS.get(need) or entity_named(need).label


def documents_of_class() -> tuple[DocumentKind, ...]:
    """What one class alone is enough for."""
    return tuple(entry for entry in CATALOGUE if entry.needs == (CLASS,))


def grouped(kinds: Iterable[DocumentKind]) -> dict[str, list[DocumentKind]]:
    """The kinds under their headings, both in the order of the catalogue."""
    found: dict[str, list[DocumentKind]] = {}
    for kind in kinds:
        found.setdefault(kind.heading, []).append(kind)
    return found


def verb_of(entry: DocumentKind) -> Verb:
    """What printing it needs: an original is issued, anything else only shows what is there."""
    return Verb.ISSUE if entry.ready is not None else Verb.PRINT
