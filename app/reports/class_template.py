"""The empty class workbook: 班次信息, 课程表, 学员名单 and 考勤 with drop-downs and notes."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.domain.declarations import entity_named
from app.domain.entity import Field, Kind
from app.domain.training.class_workbook import (
    ABOUT_SHEET,
    ATTENDANCE_SHEET,
    CHECKED_BY,
    PAPER,
    PEOPLE_SHEET,
    SESSIONS_SHEET,
    half_day_heading,
)
from app.domain.training.codes import MARKS
from app.reports.sheet import paper, workbook
from app.reports.target import put_in_place

HALF_DAYS = 20
_LINES = 400
_ABOUT_LEFT_OUT = frozenset({"code", "state", "closed_on", "organization", "certificate_id_number"})
_SESSIONS_LEFT_OUT = frozenset({"training_class"})
_YES_NO = ("是", "否")
_HOW = {
    "name": "写全称，证书和证明上照印",
    "organizer": "证书上的主办单位",
    "starts_on": "例如 2026-03-05",
    "ends_on": "例如 2026-03-06",
    "half_day_hours": "一般填 4；课程表里没写学时的按这个数",
    "innovation_theory": "每个半天全部讲党的创新理论才填“是”；部分讲的，在课程表里逐个半天填学时，"
    "不填的按 0 计",
    "required_share": "出勤达到多少才结业，一般填 100",
}
_TITLE = {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}
_HEAD = {
    "bold": True, "border": 1, "align": "center", "valign": "vcenter",
    "text_wrap": True, "bg_color": "#EFF1F4",
}  # fmt: skip
_CELL = {"border": 1, "valign": "vcenter", "text_wrap": True, "num_format": "@"}
_NOTE = {"font_size": 10, "font_color": "#5F6368", "valign": "vcenter", "text_wrap": True}


def write_template(target: Path) -> None:
    """Write the empty class workbook."""
    memory = io.BytesIO()
    with workbook(memory) as book:
        _Template(book).write()
    put_in_place(target, memory.getvalue())


class _Template:
    def __init__(self, book: Any) -> None:
        self._book = book
        self._title, self._head, self._cell, self._note = (
            book.add_format(look) for look in (_TITLE, _HEAD, _CELL, _NOTE)
        )

    def write(self) -> None:
        self._about()
        sessions = [
            made for made in entity_named("session").fields if made.name not in _SESSIONS_LEFT_OUT
        ]
        self._table(
            SESSIONS_SHEET,
            "一行一个半天；整张表不填时，按起止日期每天上午、下午各一次",
            [(made.label, _choices(made)) for made in sessions],
        )
        self._table(
            PEOPLE_SHEET,
            "学员按身份证号认人，须已在本机名单里；姓名只用来核对",
            [(label, ()) for label in ("序号", "姓名", "身份证号", "时任单位及职务", "组别")],
        )
        headings = [(half_day_heading(number), MARKS) for number in range(1, HALF_DAYS + 1)]
        self._table(
            ATTENDANCE_SHEET,
            "照签到表填写，“第几个半天”按课程表的顺序；空着就是未录入，不得提前填写",
            [("序号", ()), ("姓名", ()), ("身份证号", ()), *headings],
        )

    def _about(self) -> None:
        sheet = self._book.add_worksheet(ABOUT_SHEET)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 40, self._cell)
        sheet.set_column(2, 2, 60)
        sheet.set_row(0, 30)
        sheet.merge_range(0, 0, 0, 2, ABOUT_SHEET, self._title)
        for column, text in enumerate(("栏目", "填写", "说明")):
            sheet.write_string(1, column, text, self._head)
        fields = [
            made
            for made in entity_named("training_class").fields
            if made.name not in _ABOUT_LEFT_OUT
        ]
        rows = [(made.label, _explained(made), _choices(made)) for made in fields]
        rows.append((CHECKED_BY, "填了考勤时必填：谁拿着签到表核对的", ()))
        rows.append((PAPER, "签到表原件放在哪里", ()))
        for row, (label, how, choices) in enumerate(rows, 2):
            sheet.write_string(row, 0, label, self._head)
            sheet.write_blank(row, 1, None, self._cell)
            sheet.write_string(row, 2, how, self._note)
            self._list(sheet, (row, 1, row, 1), label, choices)
        sheet.freeze_panes(2, 1)
        paper(sheet, 1, across=True)

    def _table(self, name: str, note: str, columns: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        sheet = self._book.add_worksheet(name)
        sheet.set_row(0, 30)
        sheet.merge_range(0, 0, 0, min(len(columns), 10) - 1, name, self._title)
        sheet.merge_range(1, 0, 1, min(len(columns), 10) - 1, note, self._note)
        for number, (label, choices) in enumerate(columns):
            sheet.write_string(2, number, label, self._head)
            sheet.set_column(number, number, _width(label), self._cell)
            self._list(sheet, (3, number, 3 + _LINES, number), label, choices)
        sheet.set_row(2, 30)
        sheet.freeze_panes(3, 0)
        paper(sheet, 2, across=True)

    def _list(
        self, sheet: Any, cells: tuple[int, int, int, int], label: str, choices: tuple[str, ...]
    ) -> None:
        if choices:
            rule = {
                "validate": "list", "source": list(choices),
                "error_title": label, "error_message": "请从下拉列表中选择。",
            }  # fmt: skip
            sheet.data_validation(*cells, rule)


def _choices(made: Field) -> tuple[str, ...]:
    return _YES_NO if made.kind is Kind.FLAG else made.choices


def _explained(made: Field) -> str:
    how = _HOW.get(made.name, "")
    default = "" if made.default is None else f"{made.default!s}"
    if made.kind is Kind.FLAG:
        default = _YES_NO[0] if made.default else _YES_NO[1]
    if made.name == "certificates":
        default = ""
        how = "不填时按培训天数决定"
    parts = ["必填" if made.required and not default else "", how]
    if default and made.kind is not Kind.HOURS:
        parts.append(f"不填时按“{default}”")
    return "；".join(part for part in parts if part)


def _width(label: str) -> float:
    wide = {"身份证号": 24, "时任单位及职务": 30, "授课内容": 30, "日期": 14, "姓名": 12}
    return wide.get(label, max(8, len(label) * 2 + 2))
