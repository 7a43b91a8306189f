"""What using the program in a real window for a day found: the focus, Enter, words, lost marks."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.data.queries.attendance import marks_of
from app.data.queries.training_classes import participants_of, sessions_of
from app.domain.progress import Progress, Silent
from app.domain.training.codes import UNMARKED
from app.services.classes.attendance import Signature, enter_many, sign_page, take_back
from app.services.classes.class_copy import copy_of
from app.services.documents import Prepared
from app.services.papers.paper_names import queue_name
from app.services.papers.selection import Selection
from app.services.store import Store
from app.ui.combo_box import ComboBox
from app.ui.dialog import Dialog
from app.ui.dialogs import paper_printing
from app.ui.dialogs.certificate_numbers import CertificateNumbersDialog
from app.ui.dialogs.first_run import FirstRun
from app.ui.dialogs.first_run_steps import LevelStep, NameStep, PersonStep
from app.ui.dialogs.pdf_pages import PdfPages
from app.ui.finding import ShowClass
from app.ui.flow_row import flow
from app.ui.jobs.progress_dialog import ProgressDialog
from app.ui.jobs.runner import JobRunner
from app.ui.main_window import MainWindow
from app.ui.pages.class_room.absent_list import absent_list, absent_words
from app.ui.pages.class_room.attendance_step import AttendanceStep
from app.ui.pages.class_room.class_room_page import ClassRoomPage
from app.ui.pages.class_room.mark_palette import redo_keys
from app.ui.pages.classes.class_dialog import ClassDialog
from app.ui.pages.members.roster_dialog import RosterDialog
from app.ui.parts import button
from app.ui.printing import lay_out_together
from app.ui.theme import row_height
from tests.reports.papers import roster
from tests.ui.pages.members.test_roster_questions import TITLE, saved
from tests.ui.practice import members_of, practice_store, sign_everything, some_class
from tests.ui.window_helpers import activate, child, dress

SIGNED = Signature("王强", "档案盒 3 号")


@pytest.fixture(autouse=True)
def _look(qapp: QApplication) -> None:
    dress(qapp)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = practice_store(tmp_path)
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, store: Store) -> MainWindow:
    made = MainWindow(store)
    qtbot.addWidget(made)
    made.resize(1366, 690)
    made.show()
    activate(qtbot, made)
    return made


def room(window: MainWindow, uid: bytes, step: str = "名单") -> ClassRoomPage:
    window.go("class_room", ShowClass(uid, step))
    page = window.page
    assert isinstance(page, ClassRoomPage)
    return page


# First run


@pytest.fixture
def first_run(qtbot: QtBot) -> FirstRun:
    made = FirstRun(lambda _answers: pytest.fail("not that far"))
    qtbot.addWidget(made)
    made.show()
    activate(qtbot, made)
    level = made.steps[0]
    assert isinstance(level, LevelStep)
    level.township.click()
    made.go_on()
    return made


def test_enter_goes_through_the_lines_of_the_first_run(qtbot: QtBot, first_run: FirstRun) -> None:
    name, person = first_run.steps[1], first_run.steps[2]
    assert isinstance(name, NameStep)
    assert isinstance(person, PersonStep)
    for typed in ("q", "y", ""):
        line = QApplication.focusWidget()
        assert isinstance(line, QLineEdit)
        qtbot.keyClicks(line, typed)
        assert not first_run.notices.text.text(), "nothing is refused on the way"
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert (name.name.text(), name.county.text()) == ("q", "y")
    assert QApplication.focusWidget() is person.operator


def test_what_is_missing_has_the_focus(first_run: FirstRun) -> None:
    name, person = first_run.steps[1], first_run.steps[2]
    assert isinstance(name, NameStep)
    assert isinstance(person, PersonStep)
    name.name.setText("青山镇")
    first_run.next.click()
    assert QApplication.focusWidget() is name.county, "what is typed now goes where it belongs"
    name.county.setText("云岭县")
    name.signed_as.setText("青山镇")
    first_run.next.click()
    assert QApplication.focusWidget() is name.signed_as
    assert name.signed_as.selectedText() == "青山镇"
    name.signed_as.setText("中共青山镇委员会")
    first_run.next.click()
    person.operator.setText("王芳")
    person.password.setText("短")
    first_run.next.click()
    assert QApplication.focusWidget() is person.password
    person.password.setText("practice-2026")
    person.again.setText("practice-2025")
    first_run.next.click()
    assert QApplication.focusWidget() is person.again


# Small dialogs and drop-downs


def test_enter_agrees_how_numbers_are_printed(qtbot: QtBot) -> None:
    dialog = CertificateNumbersDialog(None, "")
    qtbot.addWidget(dialog)
    dialog.show()
    activate(qtbot, dialog)
    qtbot.keyClick(dialog.masked, Qt.Key.Key_Return)
    assert dialog.result() == CertificateNumbersDialog.DialogCode.Accepted


def test_an_enter_too_many_does_not_stop_the_work(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    runner = JobRunner()

    def works(progress: Progress) -> int:
        for number in range(30):  # a second; stops at once when it is asked to
            progress.step(number, 30, "")
            time.sleep(0.04)
        return 1

    job = runner.start(works)
    dialog = ProgressDialog(job, "正在排版", window)
    with qtbot.waitSignal(job.succeeded, timeout=10_000):
        qtbot.waitUntil(dialog.isVisible)
        activate(qtbot, dialog)
        inside = dialog.focusWidget()
        assert inside is not None
        qtbot.keyClick(inside, Qt.Key.Key_Return)


def test_a_drop_down_in_a_dialog_has_no_empty_rows(qtbot: QtBot) -> None:
    dialog = Dialog()
    qtbot.addWidget(dialog)
    box = QVBoxLayout(dialog)
    made = ComboBox()
    made.addItems(["全部 85", "新增 84", "拒绝 1"])
    assert made.view() is not None, "the list of a drop-down is there before the dialog is shown"
    box.addWidget(made)
    dialog.show()
    made.showPopup()
    assert made.view().viewport().height() == 3 * row_height()
    made.hidePopup()


def test_answering_does_not_move_cancel_under_the_pointer(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    dialog = RosterDialog(window.workspace, window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.open_file(saved(tmp_path / "花名册.xlsx", ["甲村党支部", "乙村党支部"]))
    qtbot.waitUntil(dialog.next.isVisible)
    qtbot.wait(50)  # laid out
    where = dialog.next.geometry(), dialog.close_button.geometry()
    for question in dialog.questions.branches.values():
        question.make_new()
    dialog.questions.categories[TITLE].setCurrentText("入党积极分子")
    dialog.questions.columns["常住电话"].setCurrentText("联系电话")
    qtbot.wait(50)
    assert dialog.next.text() == "看清单"
    assert (dialog.next.geometry(), dialog.close_button.geometry()) == where


# The class room


def test_a_class_opens_on_its_step_and_not_on_the_way_back(
    window: MainWindow, store: Store
) -> None:
    page = room(window, some_class(store, members_of(store, 3)))
    assert page.tabs["名单"].hasFocus()


def test_after_closing_the_focus_is_where_the_papers_are(
    window: MainWindow, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.services.classes.closing import close_class
    from app.ui.pages.class_room.close_dialog import CLOSE_ONLY
    from app.ui.pages.class_room.closing_step import ClosingStep

    uid = some_class(store, members_of(store, 3))
    sign_everything(store, uid)
    page = room(window, uid, "考勤")

    def closed(_step: ClosingStep) -> str:
        window.workspace.save(lambda: close_class(store, uid))
        return CLOSE_ONLY

    monkeypatch.setattr(ClosingStep, "close_now", closed)
    page.close_class.setFocus()
    page.close_class.click()
    QApplication.processEvents()
    assert window.focusWidget() is page.tabs["证书材料"]


def test_leave_marked_before_is_not_signed_away(
    qtbot: QtBot, window: MainWindow, store: Store
) -> None:
    uid = some_class(store, members_of(store, 4))
    step = room(window, uid, "考勤").steps["考勤"]
    assert isinstance(step, AttendanceStep)
    people = participants_of(store.database.read(), uid)
    morning, _afternoon = sessions_of(store.database.read(), uid)
    leave = {people[1].member: "病假", people[2].member: "早退"}
    enter_many(store, {morning.uid: leave}, SIGNED)
    step.reload()
    step.paper.setText("档案盒 3 号")
    step.bar.day_signed.click()
    assert step.absent.text().split() == ["2b", "3z"]
    assert step.bar.absents[1].text() == ""
    qtbot.keyClicks(step.absent, "4")
    step.bar.enter.click()
    live = marks_of(store.database.read(), uid)
    told = [live[morning.uid, person.member][0].mark for person in people]
    assert told == ["出勤", "病假", "早退", "缺勤"]


def test_absent_words_are_read_back() -> None:
    marks = {3: "缺勤", 7: "事假", 9: "病假", 10: "公假", 11: "迟到", 12: "早退"}
    assert absent_list(absent_words({1: "出勤", 2: UNMARKED, **marks})) == marks


def test_entering_again_what_was_taken_back_corrects_nothing(store: Store) -> None:
    uid = some_class(store, members_of(store, 3))
    half_day = sessions_of(store.database.read(), uid)[0]
    take_back(store, sign_page(store, half_day.uid, [1, 2, 3], {}, SIGNED), SIGNED)
    again = sign_page(store, half_day.uid, [1, 2, 3], {2: "事假"}, SIGNED)
    assert (again.entered, again.corrected) == (3, 0)
    changed = sign_page(store, half_day.uid, [1, 2, 3], {}, SIGNED)
    assert (changed.entered, changed.corrected) == (0, 1)


def test_ctrl_y_does_it_again_on_every_system(monkeypatch: pytest.MonkeyPatch) -> None:
    for system in ([], [QKeySequence("Ctrl+Shift+Z")], [QKeySequence("Ctrl+Y")]):
        monkeypatch.setattr(QKeySequence, "keyBindings", lambda _keys, known=system: known)
        found = redo_keys()
        assert found[0] == QKeySequence("Ctrl+Y"), "what the tip says"
        assert found.count(QKeySequence("Ctrl+Y")) == 1
        assert all(keys in found for keys in system)


@pytest.mark.parametrize(
    ("last", "days"),
    [("5.13", "11 11 13 13"), ("5.11", "11 11"), ("5.12", "11 11 12 12")],
)
def test_a_copied_class_that_is_longer_or_shorter_has_its_half_days(
    qtbot: QtBot, window: MainWindow, store: Store, last: str, days: str
) -> None:
    source = some_class(store, members_of(store, 3), name="第一期", starts=date(2026, 3, 2))
    if last == "5.13":  # the second day of the copy was never held: nothing is made up for it
        source = some_class(store, members_of(store, 3), days=2, starts=date(2026, 3, 2))
        from app.services.classes.training_classes import save_class

        kept = [{"day": "2026-03-02", "slot": slot} for slot in ("上午", "下午")]
        save_class(store, source, {}, kept)
    dialog = ClassDialog(window.workspace, None, (), window, like=copy_of(store, source))
    qtbot.addWidget(dialog)
    dialog.show()
    activate(qtbot, dialog)
    for name, typed in (("starts_on", "5.11"), ("ends_on", last)):
        line = child(dialog, name)
        line.setFocus()
        line.selectAll()
        qtbot.keyClicks(line, typed)
        qtbot.keyClick(line, Qt.Key.Key_Tab)
    found = [str(s["day"])[-2:] for s in dialog.sessions.sessions()]
    dialog.form.call_unchanged()
    assert found == days.split()


# Paper


def test_printed_to_a_file_is_not_sent_to_a_printer(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "花名册.pdf"
    lay_out_together([Prepared("class_roster", "花名册", roster(3))], file, Silent())
    target = tmp_path / "第一期 花名册.pdf"
    real = paper_printing.prepared_printer

    def to_file(pages: PdfPages, title: str, name: str = "") -> object:
        printer = real(pages, title, name)
        printer.setOutputFileName(str(target))
        return printer

    monkeypatch.setattr(paper_printing, "prepared_printer", to_file)
    accepted = QDialog.DialogCode.Accepted
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: accepted)
    parent = QWidget()
    qtbot.addWidget(parent)
    said = paper_printing.print_chosen(PdfPages(file), "花名册", parent)
    assert said == "已打印到文件“第一期 花名册.pdf”"
    assert target.stat().st_size > 1000


def test_the_queue_names_the_class_and_never_a_person(store: Store) -> None:
    people = members_of(store, 1)
    uid = some_class(store, people, name="2026年第一期党员轮训班")
    assert queue_name(store, ["feedback"], Selection(training_class=uid)) == (
        "2026年第一期党员轮训班 参训情况反馈单"
    )
    assert queue_name(store, ["archive"], Selection(members=tuple(people))) == "学籍档案"


def test_what_has_nothing_in_it_moves_no_button_out_of_line(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    empty = QWidget()
    QVBoxLayout(empty).setContentsMargins(0, 0, 0, 0)
    last = button("查看", lambda: None)
    holder.setLayout(flow(empty, None, button("关闭", lambda: None), last))
    holder.resize(600, 60)
    holder.show()
    assert last.geometry().right() == holder.rect().right()
