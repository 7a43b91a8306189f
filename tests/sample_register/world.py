"""Run with the plugin of this package only: what a declaration alone brings (see `test_sample`)."""

import datetime
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.__main__ import main
from app.data.attachments import drop_unnamed
from app.data.queries.register_views import Waiting, years_of
from app.data.queries.registers import RegisterIndex, RowFilter, register_rows
from app.data.queries.trail import TrailFilter, detail_of, trail_ids
from app.domain.attachments import Attached, as_value, attached
from app.domain.declarations import entity_named
from app.domain.entity import Kind, Value
from app.domain.errors import AppError, InvalidInput, NotFound
from app.domain.registers import REGISTERS
from app.services import attachments, documents, registers, row_marks
from app.services.due import what_is_due, what_waits
from app.services.erasing import erase
from app.services.exchange.deciding_held_back import held_rows
from app.services.exchange.receiving import receive_package
from app.services.exchange.sending import export_package
from app.services.import_undo import undo_import
from app.services.kept_registers import keep_registers, kept_registers
from app.services.last_action import last_action, undo_last
from app.services.papers.selection import Selection
from app.services.register_books import export_register
from app.services.register_imports import import_register, plan_register
from app.services.row_marks import NO_MARK, HoursGiven
from app.services.self_check import check_store
from app.services.store import Store
from app.ui.dialogs.attachment_dialog import AttachmentDialog
from app.ui.forms.attachment_box import AttachmentBox
from app.ui.pages.registers.register_query import VIEW
from app.ui.pages.registers.registers_page import RegistersPage
from app.ui.pages.registers.row_dialog import RowDialog
from app.ui.references import StoreReferences
from tests.builders import PASSWORD, Pair, count, id_number, make_member, peer_at, value_of
from tests.register_building import make_row
from tests.ui.window_helpers import child, finished, in_dialog, open_window, screenshot, unnamed

TEACHER = entity_named("teacher")
PAIRING, VISIT = entity_named("pairing"), entity_named("pairing_visit")
MADE, GATHERINGS = REGISTERS["pairing"], REGISTERS["gathering"]
GATHERING = entity_named("gathering")
NUMBER = id_number(7)
SAID: dict[str, Value] = {
    "name": "帮王家修渠",
    "helped": "王 䶮",
    "number": NUMBER,
    "phone": "13812345678",
    "topics": "助业、助耕",
    "poor": "是",
    "money": "1.2万元",
    "hours": "4.5",
    "visits": "3",
    "since": "2026年3月",
    "known": "2019",
    "next_visit": "2026-12-05",
}
KEPT: dict[str, Value] = {
    "helped": "王䶮",
    "number": NUMBER,
    "topics": "助耕、助业",
    "poor": 1,
    "money": 1200000,
    "hours": 4.5,
    "visits": 3,
    "since": "2026-03",
    "known": "2019",
    "next_visit": "2026-12-05",
    "state": "进行中",
}


def pairing(store: Store, **more: Value) -> bytes:
    return registers.save_row(store, PAIRING, None, {**SAID, **more}).uid


def test_it_has_every_kind() -> None:
    assert {field.kind for field in PAIRING.fields} == set(Kind)


def test_entered_edited_taken_back_and_told(store: Store) -> None:
    member = make_member(store)
    uid = pairing(store, member=member)
    values = registers.row_values(store, PAIRING, uid)
    assert {name: values[name] for name in KEPT} == KEPT
    registers.save_row(store, PAIRING, uid, {"money": "500", "topics": "助学"})
    connection = store.database.read()
    lines = detail_of(connection, trail_ids(connection, TrailFilter())[0])
    told = {line.field: (line.before, line.after) for line in lines}
    assert told["帮扶资金（元）"] == ("12,000.00", "500.00")
    assert told["帮扶内容"] == ("助耕、助业", "助学")
    last = last_action(store)
    assert last is not None
    assert last.name == "修改结对帮扶 帮王家修渠"
    undo_last(store, last)
    assert value_of(store, "pairing", uid, "money") == 1200000


def test_due(store: Store) -> None:
    keep_registers(store, ["pairing"])
    pairing(store)
    found = what_is_due(store, datetime.date(2026, 11, 30))
    assert [(row.title, row.text, row.days) for row in found] == [("帮王家修渠", "该走访了", 5)]


def listed(store: Store, **wanted: Any) -> list[str]:
    connection = store.database.read()
    day = datetime.date(2026, 12, 1)
    ids = RegisterIndex(MADE).ids(connection, RowFilter(today=day, **wanted))
    return [str(row.values["name"]) for row in register_rows(connection, PAIRING, ids)]


def test_its_filters_with_names_and_its_years(store: Store) -> None:
    keep_registers(store, ["pairing"])
    pairing(store, name="甲", next_visit="2026-11-30", signed_on="2025-03-01")
    seen = pairing(store, name="乙", signed_on="2026-01-05")
    pairing(store, name="丙", next_visit="2026-11-30", state="已结束", result="通了")
    make_row(store, "pairing_visit", pairing=seen, day="2026-02-01")
    assert listed(store, view="在帮") == ["甲", "乙"]
    assert listed(store, view="走访逾期") == ["甲"]
    assert listed(store, view="本年未走访") == ["丙", "甲"]
    assert listed(store, year="2025") == ["甲"]
    assert years_of(store.database.read(), MADE) == ["2026", "2025"]
    assert what_waits(store, datetime.date(2026, 12, 1)) == [Waiting("pairing", "走访逾期", 1)]


def test_only_those_may_be_chosen_and_what_was_chosen_stays(store: Store, tmp_path: Path) -> None:
    here, gone = (make_row(store, "teacher", name=n) for n in ("在某", "走某"))
    registers.save_row(store, TEACHER, gone, {"state": "退出", "left_why": "调离"})
    with pytest.raises(InvalidInput) as refused:
        pairing(store, teacher=gone)
    assert refused.value.problems == {"teacher": "指导教师“走某”的聘任状态不是“在聘”，不能选"}
    uid = pairing(store, teacher=here)
    registers.save_row(store, TEACHER, here, {"state": "退出", "left_why": "调离"})
    registers.save_row(store, PAIRING, uid, {"teacher": here, "note": "照旧"})
    path = tmp_path / "in.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["帮扶事项", "指导教师"])
    sheet.append(["帮王家修渠", "在某"])
    sheet.append(["帮李家修渠", "走某"])
    book.save(path)
    plan = plan_register(store, MADE, path)
    assert [str(line.action) for line in plan.lines] == ["不变", "拒绝"]
    assert "不能选" in plan.rejected[0].reason


def test_said_once_copied_and_taken_over(store: Store) -> None:
    uid = pairing(store, signed_on="2026-01-05", code="12号")
    with pytest.raises(InvalidInput) as refused:
        registers.save_row(store, PAIRING, uid, {"signed_on": "2026-01-06"})
    assert "登记后不能再改" in refused.value.problems["signed_on"]
    pattern = registers.pattern_of(store, PAIRING, uid)
    assert pattern["signed_on"] == "2026-01-05"
    assert "code" not in pattern
    assert registers.proposed_below(store, VISIT, uid) == {"met": "王䶮"}


def test_whoever_is_named_elsewhere_is_not_taken_out_unasked(store: Store) -> None:
    teacher = make_row(store, "teacher", name="在某")
    uid = pairing(store, teacher=teacher)
    make_row(store, "pairing_visit", pairing=uid)
    assert registers.used_by(store, PAIRING, uid) == "", "what hangs on it goes along"
    [use] = registers.uses(store, TEACHER, teacher)
    assert (use.kind, use.field, use.title) == ("结对帮扶", "指导教师", "帮王家修渠")
    with pytest.raises(AppError, match="1 条结对帮扶"):
        registers.remove_row(store, TEACHER, teacher, "录重了")
    registers.remove_row(store, TEACHER, teacher, "录重了", used="1 条结对帮扶")
    with pytest.raises(NotFound):
        registers.row_values(store, TEACHER, teacher)


def test_imported_undone_exported(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "in.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([PAIRING.field(name).label for name in SAID])
    sheet.append([str(value) for value in SAID.values()])
    book.save(path)
    plan = plan_register(store, MADE, path)
    assert plan.rejected == []
    done = import_register(store, plan)
    uid = plan.lines[0].uid or b""
    values = registers.row_values(store, PAIRING, uid)
    assert {name: values[name] for name in KEPT} == KEPT
    out = tmp_path / "out.xlsx"
    export_register(store, MADE, out)
    again = plan_register(store, MADE, out)
    assert [str(line.action) for line in again.lines] == ["不变"]
    assert undo_import(store, done.batch).reversed == 1


def test_printed(store: Store, tmp_path: Path) -> None:
    pairing(store)
    path = tmp_path / "p.pdf"
    documents.write_document(store, "pairing_list", Selection(), path)
    pdf = pypdfium2.PdfDocument(path)
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    assert "12,000.00" in text
    assert NUMBER not in text
    assert "帮扶资金（元）合计" in text
    documents.write_document(store, "pairing_list", Selection(), tmp_path / "p.xlsx")


def test_exchanged_both_ways_and_erased_with_the_person(pair: Pair) -> None:
    member = make_member(pair.township, name="单某某")
    uid = make_row(pair.township, "pairing", member=member)
    make_row(pair.township, "pairing_visit", pairing=uid)
    other = make_row(pair.township, "pairing")
    pair.settle()
    assert count(pair.county, "pairing") == 2
    assert not held_rows(pair.county)
    registers.save_row(pair.county, PAIRING, other, {"money": "7"})
    pair.settle()
    assert value_of(pair.township, "pairing", other, "money") == 700
    erase(pair.county, member, "本人申请", "本人书面申请")
    pair.settle()
    for store in (pair.county, pair.township):
        assert count(store, "pairing") == 1, "what tells of the erased person is gone"
        assert count(store, "pairing_visit") == 0, "and what hung on it"


def gathering(store: Store, **more: Value) -> bytes:
    said: dict[str, Value] = {"name": "三月主题党日", "held_on": "2026-03-05", "hours": 2.0}
    return registers.save_row(store, GATHERING, None, {**said, **more}).uid


def records(store: Store) -> list[tuple[Any, ...]]:
    asked = "SELECT r.mode, r.starts_on, r.hours, m.name FROM record r JOIN member m "
    asked += "ON m.uid = r.member WHERE r.gone = 0 ORDER BY m.name"
    return [tuple(row) for row in store.database.read().execute(asked)]


def test_attendance_begins_with_nothing_and_becomes_hours_in_one_step(store: Store) -> None:
    for name, joined in (("甲", "2010-01"), ("乙", "2011-01"), ("后来的", "2026-09-01")):
        make_member(store, name=name, joined_on=joined)
    uid = gathering(store)
    assert row_marks.take_in_members(store, GATHERINGS, uid) == 2, "who joined later was not there"
    people = row_marks.people_of_row(store, GATHERINGS, uid)
    assert [row.values["mark"] for row in people] == [None, None]
    assert row_marks.give_hours(store, GATHERINGS, uid) == HoursGiven(), "nobody was said to be"
    first, second = (row.uid for row in people)
    row_marks.mark_people(store, GATHERINGS, uid, [first, second], "到会")
    assert row_marks.give_hours(store, GATHERINGS, uid).new == 2
    assert row_marks.give_hours(store, GATHERINGS, uid) == HoursGiven(), "nobody gets them twice"
    row_marks.mark_people(store, GATHERINGS, uid, [second], "请假")
    registers.save_row(store, GATHERING, uid, {"hours": 3.0})
    assert row_marks.give_hours(store, GATHERINGS, uid) == HoursGiven(changed=1, withdrawn=1)
    [name] = [row.named["member"] for row in people if row.uid == first]
    assert records(store) == [("集体学习", "2026-03-05", 3.0, name.partition("（")[0])]
    row_marks.mark_people(store, GATHERINGS, uid, [first], NO_MARK)
    with pytest.raises(InvalidInput):
        row_marks.mark_people(store, GATHERINGS, uid, [first], "在场")
    with pytest.raises(InvalidInput):
        row_marks.give_hours(store, GATHERINGS, gathering(store, name="没写学时", hours=None))


def test_participants_in_the_window(qtbot: QtBot, store: Store) -> None:
    keep_registers(store, ["gathering"])
    for name in ("甲", "乙"):
        make_member(store, name=name, joined_on="2010-01")
    uid = gathering(store)
    window = open_window(qtbot, store, "registers")
    page = window.pages["registers"]
    assert isinstance(page, RegistersPage)
    assert page.view is not None

    def mark(dialog: RowDialog) -> None:
        dialog.tabs.setCurrentWidget(dialog.people)
        assert not dialog.people.words[0].isEnabled()
        dialog.people.take_in.click()
        assert dialog.people.count.text() == "应到 2：未录入 2"
        dialog.people.list.table.selectRow(0)
        dialog.people.list.table.setFocus()
        qtbot.keyClick(dialog.people.list.table, Qt.Key.Key_1)
        assert dialog.people.count.text() == "应到 2：到会 1，未录入 1"
        dialog.people.hours.click()
        assert "新记 1 人" in dialog.notices.text.text()
        assert unnamed(dialog) == []
        screenshot(dialog, "sample_people")
        dialog.reject()

    outcome = in_dialog(qtbot, RowDialog, mark)
    page.view.edit(uid)
    assert finished(outcome)
    assert len(records(store)) == 1


def test_on_the_command_line(
    store: Store,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("XUEJI_PASSWORD", PASSWORD)
    monkeypatch.setenv("XUEJI_USER", "张三")
    store.close()

    def keys(*argv: object) -> dict[str, Any]:
        capsys.readouterr()
        assert main([str(part) for part in (*argv, "--json", "--store", store.path)]) == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    kinds = {kind["id"]: kind for kind in keys("list", "--kinds")["kinds"]}
    assert kinds["pairings"]["group"] == kinds["pairing_visits"]["group"] == "联系群众"
    said = [
        part
        for name, value in SAID.items()
        if value != NUMBER  # no ID number on a command line
        for part in ("--set", f"{PAIRING.field(name).label}={value!s}")
    ]
    uid = keys("add", "pairings", *said)["id"]
    row = keys("list", "pairings")["rows"][0]
    assert (row["id"], row["money"], row["topics"]) == (uid, 12000.0, ["助耕", "助业"])
    keys("edit", "pairings", uid, "--set", "帮扶资金（元）=7.5")
    out = tmp_path / "out.xlsx"
    keys("export", "pairings", "-o", out)
    assert keys("import", "pairings", out)["unchanged"] == 1
    keys("template", "pairings", tmp_path / "t.xlsx")
    keys("print", "pairing_list", "-o", tmp_path / "p.pdf")
    keys("remove", "pairings", uid, "--reason", "录错了")
    assert keys("list", "pairings")["rows"] == []


def test_in_the_window(qtbot: QtBot, store: Store) -> None:
    keep_registers(store, ["pairing"])
    uid = pairing(store)
    assert [made.title for made in kept_registers(store)] == ["结对帮扶"]
    window = open_window(qtbot, store, "registers")
    page = window.pages["registers"]
    assert isinstance(page, RegistersPage)
    view = page.view
    assert view is not None
    assert view.list.model.rowCount() == 1
    assert "帮扶资金（元）合计 12,000.00" in view.totals.text()
    assert unnamed(window) == []
    screenshot(window, "sample_register")
    pairing(store, name="拖着的事", next_visit="2020-01-01")
    window.workspace.changed()
    window.go("dashboard")
    qtbot.waitUntil(lambda: window.findChild(QPushButton, "to_do") is not None, timeout=20_000)
    assert child(window, "to_do").text() == "结对帮扶　走访逾期 1 对"
    screenshot(window, "sample_dashboard")
    child(window, "to_do").click()
    assert (window.page, view.list.model.rowCount()) == (page, 1)
    assert view.views.currentText() == "走访逾期"
    view.list.filter_by(VIEW, None)

    def change(dialog: RowDialog) -> None:
        assert unnamed(dialog) == []
        dialog.form.editors["state"].write("已结束")
        dialog.form.editors["result"].write("渠通了")
        dialog.try_save()

    outcome = in_dialog(qtbot, RowDialog, change)
    view.edit(uid)
    assert finished(outcome)
    assert registers.row_values(store, PAIRING, uid)["result"] == "渠通了"

    def more(dialog: RowDialog) -> None:
        assert dialog.form.editors["topics"].read() == "助耕、助业", "offered again"
        assert dialog.form.editors["code"].read() is None
        dialog.form.editors["name"].write("又一件")
        dialog.try_save()

    outcome = in_dialog(qtbot, RowDialog, more)
    view.edit(None, registers.pattern_of(store, PAIRING, uid))
    assert finished(outcome)
    outcome = in_dialog(qtbot, RowDialog, more)
    view.new.click()
    assert finished(outcome)


def photo(path: Path, size: tuple[int, int] = (4000, 3000)) -> Path:
    picture = Image.effect_noise(size, 60).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "某某相机"
    picture.save(path, exif=exif)
    return path


def with_photo(store: Store, folder: Path, **more: Value) -> tuple[bytes, Attached]:
    one = attachments.bring_in(store, photo(folder / "合影.jpg"))
    return pairing(store, papers=as_value([one]), **more), one


def kept(store: Store) -> int:
    found = store.database.read().execute("SELECT count(*) FROM attachment").fetchone()
    return int(found[0])


def test_a_photo_is_made_small_and_a_pdf_is_bounded(store: Store, tmp_path: Path) -> None:
    uid, one = with_photo(store, tmp_path)
    content = attachments.content_of(store, one)
    small = Image.open(BytesIO(content))
    assert max(small.size) <= 1600
    assert len(content) < 900_000
    assert "某某相机".encode() not in content, "nothing of the camera comes along"
    row = next(iter(register_rows(store.database.read(), PAIRING, [1])))
    assert row.words(PAIRING.field("papers")) == "合影.jpg"
    out = attachments.save_out(store, one, tmp_path / "out.jpg")
    assert out.read_bytes() == content
    for name, data in (("a.docx", b"PK\3\4..."), ("b.pdf", b"%PDF-1.4 broken"), ("c.jpg", b"")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(AppError, match=name):
            attachments.bring_in(store, tmp_path / name)
    (tmp_path / "d.pdf").write_bytes(b"%PDF" + bytes(5 << 20))
    with pytest.raises(AppError, match="4 MB"):
        attachments.bring_in(store, tmp_path / "d.pdf")
    with pytest.raises(InvalidInput):
        registers.save_row(store, PAIRING, uid, {"papers": "别的.jpg"})


def test_the_self_check_sees_what_was_exchanged_or_is_not_here(
    store: Store, tmp_path: Path
) -> None:
    with_photo(store, tmp_path)
    assert check_store(store).problems == []
    with store.database.sealed_write() as connection:
        connection.execute("UPDATE attachment SET content = x'00'")
    assert check_store(store).problems == ["1 个附件的内容和登记时不一样"]
    with store.database.sealed_write() as connection:
        connection.execute("DELETE FROM attachment")
    assert any("附件" in note for note in check_store(store).notes)


def test_it_travels_when_chosen_and_goes_with_the_person(pair: Pair, tmp_path: Path) -> None:
    member = make_member(pair.township)
    _, one = with_photo(pair.township, tmp_path, member=member)
    pair.to_county()
    assert kept(pair.county) == 0
    with pytest.raises(AppError, match="不在本机"):
        attachments.content_of(pair.county, one)
    path = tmp_path / "with.xjp"
    export_package(pair.township, peer_at(pair.township, pair.county), path, attached=True)
    receive_package(pair.county, path)
    there = attachments.content_of(pair.township, one)
    assert attachments.content_of(pair.county, one) == there
    assert check_store(pair.county).problems == []
    erase(pair.county, member, "本人申请", "本人书面申请")
    pair.settle()
    assert (kept(pair.county), kept(pair.township)) == (0, 0)


def test_what_no_row_names_is_let_go_and_an_undo_finds_it_again(
    store: Store, tmp_path: Path
) -> None:
    uid, one = with_photo(store, tmp_path)
    registers.save_row(store, PAIRING, uid, {"papers": None})
    with store.database.sealed_write() as connection:
        assert drop_unnamed(connection) == 0, "an undo would bring it back"
    last = last_action(store)
    assert last is not None
    undo_last(store, last)
    assert attachments.content_of(store, one)
    attachments.bring_in(store, photo(tmp_path / "没保存.jpg", (50, 50)))
    with store.database.sealed_write() as connection:
        assert drop_unnamed(connection) == 1


def test_attached_in_the_form(qtbot: QtBot, store: Store, tmp_path: Path) -> None:
    references = StoreReferences(store)
    box = AttachmentBox("协议和照片", references.files)
    qtbot.addWidget(box)
    box.show()
    box.take(photo(tmp_path / "合影.jpg", (300, 200)))
    (tmp_path / "a.docx").write_bytes(b"PK")
    box.take(tmp_path / "a.docx")
    assert "PDF" in box.told.text()
    [one] = attached(box.value())
    assert one.name == "合影.jpg"
    box.list.setCurrentRow(0)
    dialog = AttachmentDialog(one.name, attachments.content_of(store, one), box)
    qtbot.addWidget(dialog)
    assert (len(dialog.pages), dialog.pages[0].width()) == (1, 300)
    documents.write_document(store, "pairing_list", Selection(), tmp_path / "p.pdf")
    pages = AttachmentDialog("p.pdf", (tmp_path / "p.pdf").read_bytes(), box)
    qtbot.addWidget(pages)
    assert len(pages.pages) == 1
    assert unnamed(box) == []
    screenshot(box, "sample_attachments")
    box.away.click()
    assert box.value() is None
