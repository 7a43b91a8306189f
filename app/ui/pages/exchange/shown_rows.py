"""Rows of a package in the clerk's words: what, where, whom, before → after."""

from app.domain.exchange.return_rules import can_be_sent_back
from app.services.exchange.package_view import FieldLine, PreviewLine
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered

REMOVED, DISPUTED = "删除", "冲突"
KINDS = ("新增", "修改", REMOVED, DISPUTED, "恢复")
_TONES = {"新增": "ok", "修改": "accent", REMOVED: "bad", DISPUTED: "warn", "恢复": "ok"}

COLUMNS: tuple[Column[Numbered[PreviewLine]], ...] = (
    Column("处理", lambda r: r.row.what, width=84, tone=lambda r: _TONES.get(r.row.what, "")),
    Column("党组织", lambda r: r.row.organization, width=150),
    Column("类别", lambda r: r.row.kind, width=84),
    Column("对象", lambda r: r.row.subject, width=110),
    Column("内容", lambda r: told(r.row), width=250),
)
FIELD_COLUMNS: tuple[Column[Numbered[FieldLine]], ...] = (
    Column("项目", lambda r: r.row.label, width=92),
    Column("原来", lambda r: r.row.before or "（空）", width=110),
    Column("现在", lambda r: r.row.after or "（空）", width=110),
)
DISPUTED_COLUMNS: tuple[Column[Numbered[FieldLine]], ...] = (
    Column("项目", lambda r: r.row.label, width=92),
    Column("本机", lambda r: r.row.before or "（空）", width=110),
    Column("对方", lambda r: r.row.after or "（空）", width=110),
)
NEW_COLUMNS: tuple[Column[Numbered[FieldLine]], ...] = (
    Column("项目", lambda r: r.row.label, width=92),
    Column("内容", lambda r: r.row.after, width=150),
)


def told(line: PreviewLine) -> str:
    """The fields of a line in one sentence."""
    return "；".join(_field(line.what, field) for field in line.fields) or line.note


def _field(what: str, field: FieldLine) -> str:
    before, after = field.before or "空", field.after or "空"
    if what == DISPUTED:
        return f"{field.label}：本机 {before} ｜ 对方 {after}"
    if not field.before:
        return f"{field.label} {after}"
    return f"{field.label} {before} → {after}"


def fits(line: PreviewLine, view: View) -> bool:
    """Whether a line is searched for, of the wanted organization and kind."""
    wanted = view.filters
    return (
        wanted.get("organization", line.organization) == line.organization
        and wanted.get("what", line.what) == line.what
        and view.text in f"{line.subject}{line.kind}{line.organization}{told(line)}"
    )


def returnable(line: PreviewLine) -> bool:
    """Whether the county may send this row back: it is here after the receive, and the township
    enters such rows."""
    return line.what != REMOVED and can_be_sent_back(line.entity)
