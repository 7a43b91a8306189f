"""Forms built from declarations: every kind of field, problems beside fields, nothing lost."""

from dataclasses import replace
from datetime import date
from typing import Any
from unittest.mock import Mock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from app.domain.declarations import ENTITIES, entity_named
from app.domain.entity import Entity, Field, Kind, Value, When, declare
from app.domain.errors import AppError, InvalidInput
from app.ui.forms.attachment_box import Files
from app.ui.forms.date_line import DateLine
from app.ui.forms.day_edit import DayEdit
from app.ui.forms.editors import editor_for
from app.ui.forms.form import Form, Values
from app.ui.forms.form_dialog import FormDialog
from app.ui.forms.masked_edit import MaskedEdit
from app.ui.forms.reference_edit import Reference, ReferenceEdit
from tests.ui.window_helpers import (
    activate,
    child,
    finished,
    ime,
    in_dialog,
    screenshot,
    unnamed,
    unreached,
)

BRANCHES = {
    b"a" * 16: "东风村党支部",
    b"b" * 16: "红星村党支部",
    b"c" * 16: "机关党支部",
}


class Branches:
    def find(self, kind: str, text: str, where: When | None = None) -> list[Reference]:
        assert kind in ("organization", "member", "training_class", "session", "attendance")
        return [Reference(uid, name) for uid, name in BRANCHES.items() if text in name]

    def title(self, kind: str, uid: bytes) -> str:
        return BRANCHES[uid]

    def value(self, kind: str, uid: bytes, name: str) -> Value:
        return f"{BRANCHES[uid]}的{name}"

    @property
    def files(self) -> Files:
        return Mock(spec=Files)  # these forms ask it for nothing


def shown(qtbot: QtBot, entity: str = "member") -> Form:
    form = Form(entity_named(entity).fields, Branches())
    qtbot.addWidget(form)
    form.resize(900, 600)
    form.show()
    activate(qtbot, form)
    return form


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda e: e.name)
def test_every_entity_has_a_form(qtbot: QtBot, entity: Entity) -> None:
    form = Form(entity.fields, Branches())
    qtbot.addWidget(form)
    assert unnamed(form) == []
    assert set(form.values()) == {field.name for field in entity.fields}
    assert not form.dirty


def test_values_go_in_and_come_out(qtbot: QtBot) -> None:
    values: Values = {
        "name": "李㛃",
        "sex": "女",
        "birth_date": "1985-03",
        "id_number": "110101198503070027",
        "organization": b"b" * 16,
        "cadre_scope": 1,
        "note": "两行\n文字",
    }
    form = shown(qtbot)
    form.show_values(values)
    assert {name: form.values()[name] for name in values} == values
    assert form.changes() == {}


def test_stored_numbers_are_masked_and_replaced_only_on_purpose(qtbot: QtBot) -> None:
    form = shown(qtbot)
    form.show_values({"id_number": "110101198503070027", "phone": "13900001234"})
    number = child(form, "id_number")
    assert isinstance(number, MaskedEdit)
    assert number.text() == "110101********0027"
    qtbot.keyClicks(number, "9")
    assert form.values()["id_number"] == "110101198503070027"
    number.refill()
    qtbot.keyClicks(number, "11010119850307002x")
    assert form.changes() == {"id_number": "11010119850307002X"}
    assert child(form, "phone").text() == "139****1234"


def test_problems_stand_beside_their_fields(qtbot: QtBot) -> None:
    form = shown(qtbot)
    left = form.show_problems({"phone": "应为 11 位", "birth_date": "没有这一天", "else": "x"})
    assert left == ["x"]
    assert form._problems["phone"].isVisible()
    assert QApplication.focusWidget() is child(form, "birth_date")
    assert child(form, "phone").accessibleDescription() == "应为 11 位"
    qtbot.keyClicks(child(form, "phone"), "1")
    assert not form._problems["phone"].isVisible()


def test_enter_goes_on_and_submits_at_the_end(qtbot: QtBot) -> None:
    form = shown(qtbot, "post")
    child(form, "member").setFocus()
    qtbot.keyClick(child(form, "member"), Qt.Key.Key_Return)
    assert QApplication.focusWidget() is child(form, "organization")
    with qtbot.waitSignal(form.submitted):
        qtbot.keyClick(child(form, "to_on"), Qt.Key.Key_Return)


def test_tab_reaches_every_field(qtbot: QtBot) -> None:
    assert unreached(qtbot, shown(qtbot)) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("20261120", "2026-11-20"), ("2026.1.5", "2026-01-05"), ("2026年2月30日", "2026年2月30日")],
)
def test_days_are_tidied_never_guessed(qtbot: QtBot, typed: str, kept: str) -> None:
    edit = DayEdit()
    qtbot.addWidget(edit)
    edit.setText(typed)
    edit.editingFinished.emit()
    assert edit.text() == kept


@pytest.mark.parametrize(
    ("name", "typed", "kept", "said"),
    [
        ("status_on", "11月27日", f"{date.today().year}-11-27", "年份"),
        ("status_on", "05.03", "05.03", "四位年份"),
        ("birth_date", "11.27", "11.27", "四位年份"),
        ("birth_date", "1985.03", "1985-03", ""),
        ("joined_on", "1127", "1127", "四位年份"),
    ],
)
def test_a_date_of_any_precision_is_asked_about_where_it_may_be_two(
    qtbot: QtBot, name: str, typed: str, kept: str, said: str
) -> None:
    editor = editor_for(entity_named("member").field(name), Branches())
    line = editor.widget
    assert isinstance(line, DateLine)
    qtbot.addWidget(line)
    line.show()
    line.setText(typed)
    assert said in line.toolTip()
    line.editingFinished.emit()
    assert line.text() == kept
    assert editor.read() == kept


def test_the_calendar_picks_a_day(qtbot: QtBot) -> None:
    from PySide6.QtCore import QDate
    from PySide6.QtWidgets import QCalendarWidget

    edit = DayEdit()
    qtbot.addWidget(edit)
    edit.setText("2026-11-02")
    edit.show()
    edit.open_calendar()
    month = edit.findChild(QCalendarWidget)
    assert month is not None
    assert month.selectedDate() == QDate(2026, 11, 2)
    month.clicked.emit(QDate(2026, 11, 9))
    assert edit.text() == "2026-11-09"


def test_the_calendar_of_an_empty_field_shows_today(qtbot: QtBot) -> None:
    from PySide6.QtCore import QDate
    from PySide6.QtWidgets import QCalendarWidget

    edit = DayEdit()
    qtbot.addWidget(edit)
    edit.show()
    assert not edit.day().isValid()
    for text in ("", "三月初五"):
        edit.setText(text)
        edit.open_calendar()
        month = edit.findChild(QCalendarWidget)
        assert month is not None
        now = QDate.currentDate()
        assert (month.yearShown(), month.monthShown()) == (now.year(), now.month()), text


def test_a_reference_is_chosen_by_typing(qtbot: QtBot) -> None:
    edit = ReferenceEdit(
        lambda text: Branches().find("organization", text), lambda uid: BRANCHES[uid]
    )
    qtbot.addWidget(edit)
    edit.show()
    ime(edit, "红星")
    qtbot.waitUntil(lambda: edit._listed != {})
    assert edit.value() is None
    edit._take("红星村党支部")
    assert edit.value() == b"b" * 16
    ime(edit, "改")
    assert edit.value() is None, "edited text is no longer what was chosen"


def test_leaving_takes_the_only_fit(qtbot: QtBot) -> None:
    edit, other = (
        ReferenceEdit(
            lambda text: Branches().find("organization", text), lambda uid: BRANCHES[uid]
        ),
        QLineEdit(),
    )
    for widget in (edit, other):
        qtbot.addWidget(widget)
    edit.setText("机关")
    edit.setFocus()
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QFocusEvent

    QApplication.sendEvent(edit, QFocusEvent(QEvent.Type.FocusOut))
    assert edit.text() == "机关党支部"


def test_what_is_copied_is_proposed_and_what_was_written_stays(qtbot: QtBot) -> None:
    organization = field_named("place", "单位", Kind.REFERENCE, refers_to="organization")
    form = Form(
        [organization, field_named("who", "联系人", copied_from="place.contact")], Branches()
    )
    qtbot.addWidget(form)
    place, who = form.editors["place"], form.editors["who"]
    first, second = list(BRANCHES)[:2]
    form.show_values({"place": first, "who": None})
    assert who.read() is None, "showing a row that is there proposes nothing"
    place.write(second)
    assert who.read() == "红星村党支部的contact"
    place.write(first)
    assert who.read() == "东风村党支部的contact"
    place.write(None)
    assert who.read() is None, "a copy does not outlive what it was copied from"
    who.write("王五")
    place.write(second)
    assert who.read() == "王五"


def field_named(name: str, label: str, kind: Kind = Kind.TEXT, **more: Any) -> Field:
    made: Field = declare(label, kind, **more).metadata["declared"]
    return replace(made, name=name)


def dialog_over(qtbot: QtBot, save: Any) -> FormDialog:
    dialog = FormDialog("新增党员", Form(entity_named("member").fields, Branches()), save)
    qtbot.addWidget(dialog)
    dialog.show()
    activate(qtbot, dialog)
    return dialog


def test_a_refused_form_stays_open_with_its_marks(qtbot: QtBot) -> None:
    def save(values: Values) -> bytes:
        if not values["name"]:
            raise InvalidInput({"name": "请填写姓名", "id_number": "请填写身份证号"})
        if values["name"] == "占线":
            raise AppError("数据文件正被占用。", "请稍后再试。")
        return b"x"

    dialog = dialog_over(qtbot, save)
    dialog.save_button.click()
    assert dialog.isVisible()
    assert dialog.form._problems["id_number"].text() == "请填写身份证号"
    screenshot(dialog, "党员表单")
    ime(child(dialog, "name"), "占线")
    dialog.save_button.click()
    assert "占用" in dialog.notices.text.text()
    child(dialog, "name").setText("张三")
    qtbot.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert dialog.outcome == b"x"


def test_typed_text_is_not_lost_without_a_question(qtbot: QtBot) -> None:
    dialog = dialog_over(qtbot, lambda values: None)
    child(dialog, "name").setText("张三")
    stay = in_dialog(
        qtbot, QMessageBox, lambda box: box.button(QMessageBox.StandardButton.Cancel).click()
    )
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert finished(stay)
    assert dialog.isVisible()
    leave = in_dialog(
        qtbot, QMessageBox, lambda box: box.button(QMessageBox.StandardButton.Discard).click()
    )
    dialog.reject()
    assert finished(leave)
    assert not dialog.isVisible()
