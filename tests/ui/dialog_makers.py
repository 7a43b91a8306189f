"""Every dialog opened by itself, with a store that gives it something to show."""

import datetime
import threading
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QPixmap
from pytestqt.qtbot import QtBot

from app.data.queries.members import member_values
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError
from app.domain.progress import Progress
from app.services import erasing
from app.services.classes.class_removal import removable_class
from app.services.classes.closing import preview_close
from app.services.classes.participant_lists import plan_participants
from app.services.exchange.invitations import invite
from app.services.exchange.putting_aside import put_aside
from app.services.exchange.receiving import receive_package
from app.services.exchange.restore_points import restore_points
from app.services.exchange.sending import find_peer
from app.services.exchange.unlocking import ask
from app.services.membership import changes_to_date
from app.services.registers import register_named
from app.services.review import decisions, open_items
from app.services.store import Store
from app.ui.dialog import Dialog
from app.ui.main_window import MainWindow
from tests.builders import Pair, change_member, make_member, make_organization
from tests.register_building import make_row
from tests.ui.exchange_windows import enrolled, opened, package, quiet
from tests.ui.practice import members_of, practice_store, sign_everything, some_class

NUMBER = "110105198001010019"
Make = Callable[["Scene"], Dialog]
MAKERS: dict[str, Make] = {}
"""By what is opened: the name of the class, and after a space in which state."""


def opens(name: str) -> Callable[[Make], Make]:
    """Declare how a dialog is opened."""

    def keep(make: Make) -> Make:
        MAKERS[name] = make
        return make

    return keep


class Scene:
    """A township and its county, each with a window, made when a dialog needs them."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.folder = qtbot, folder
        self.stick = folder / "U盘"
        self.stick.mkdir()
        self.windows: list[MainWindow] = []
        self.over = threading.Event()
        """Set at the end: background work that a dialog shows waits for it."""

    @cached_property
    def mine(self) -> Store:
        """The township's store."""
        return practice_store(self.folder / "a", people=30)

    @cached_property
    def theirs(self) -> Store:
        """The county's, where the township is enrolled."""
        made = practice_store(self.folder / "b", level="county", people=0)
        enrolled(made, self.mine, self.folder)
        return made

    @cached_property
    def township(self) -> MainWindow:
        """The township's window."""
        return self.window(self.mine)

    @cached_property
    def county(self) -> MainWindow:
        """The county's window."""
        return self.window(self.theirs)

    def window(self, store: Store) -> MainWindow:
        """One more window."""
        self.windows.append(opened(self.qtbot, store))
        return self.windows[-1]

    def sent(self) -> Path:
        """A package of the township for the county on the stick."""
        return package(self.mine, self.theirs, self.stick)

    def settle(self) -> None:
        """As tests of the exchange do: there and back until nothing waits."""
        Pair(self.theirs, self.mine, self.stick).settle()

    def some_class(self, *, signed: bool = False, close: bool = False) -> bytes:
        """A class of eight people of the township."""
        held = some_class(self.mine, members_of(self.mine, 8))
        if signed or close:
            sign_everything(self.mine, held, close=close)
        return held

    def member(self) -> bytes:
        """Somebody of the township."""
        return members_of(self.mine, 6)[-1]

    def disputed(self) -> None:
        """Two telephone numbers of one person."""
        branch = make_organization(self.mine)
        who = make_member(self.mine, branch, name="王小明", phone="13900000000")
        self.settle()
        change_member(self.mine, who, phone="13900000001")
        change_member(self.theirs, who, phone="13900000002")
        self.settle()

    def end(self) -> None:
        """Nothing runs any more, everything is closed."""
        self.over.set()
        for window in self.windows:
            quiet(self.qtbot, window)
            window.close()
        for name in ("mine", "theirs"):
            if name in self.__dict__:
                self.__dict__[name].close()


def never(*_given: object) -> Any:
    """No dialog that is only walked through comes to this."""
    raise AppError("不应发生。")


@opens("ProgressDialog")
def _progress(scene: Scene) -> Dialog:
    from app.ui.jobs.progress_dialog import ProgressDialog

    def work(progress: Progress) -> None:
        while not scene.over.wait(0.02):
            progress.step(0, 1)  # raises when it is to stop

    job = scene.township.workspace.runner.start(work)
    return ProgressDialog(job, "正在排版", scene.township)


@opens("ColumnChooser")
def _columns(scene: Scene) -> Dialog:
    from app.ui.pages.members.members_page import MembersPage
    from app.ui.tables.column_chooser import ColumnChooser

    scene.township.go("members")
    page = scene.township.page
    assert isinstance(page, MembersPage)
    heads = page.list.table.heads
    labels = [item.label.replace("\n", "") for item in page.list.model.columns]
    return ColumnChooser(heads, labels, scene.township)


@opens("KeysDialog")
def _keys(scene: Scene) -> Dialog:
    from app.ui.dialogs.keys_dialog import KeysDialog

    return KeysDialog({"members": "党员"}, "members", scene.township)


@opens("CrashDialog")
def _crash(scene: Scene) -> Dialog:
    from app.ui.error_gate import CrashDialog
    from app.ui.jobs.crash import crash_of

    return CrashDialog(crash_of(ValueError("x")), scene.folder)


@opens("AttachmentDialog")
def _attachment(scene: Scene) -> Dialog:
    from app.ui.dialogs.attachment_dialog import AttachmentDialog

    shown, buffer = QPixmap(30, 20), QBuffer()
    shown.fill(Qt.GlobalColor.gray)
    assert shown.save(buffer, "PNG")
    return AttachmentDialog("现场.png", bytes(buffer.data().data()), scene.township)


@opens("FirstRun")
def _first_run(scene: Scene) -> Dialog:
    from app.ui.dialogs.first_run import FirstRun

    return FirstRun(never, scene.folder / "new.db")


@opens("FullPicture")
def _picture(scene: Scene) -> Dialog:
    from app.ui.dialogs.help_chapters import HELP
    from app.ui.dialogs.help_reader import FullPicture

    return FullPicture(next(HELP.glob("*.png")).name, scene.township)


@opens("HelpWindow")
def _help(scene: Scene) -> Dialog:
    from app.ui.dialogs.help_window import HelpWindow

    return HelpWindow(scene.township)


@opens("UnlockDialog")
def _unlock(scene: Scene) -> Dialog:
    from app.ui.dialogs.unlock_dialog import UnlockDialog

    return UnlockDialog("打开学籍通", ["林晓"], never, scene.mine.path)


@opens("PrintPreview")
def _preview(scene: Scene) -> Dialog:
    from app.services.documents import write_document
    from app.services.papers.selection import Selection
    from app.ui.dialogs.print_preview import PrintPreview

    target = scene.folder / "花名册.pdf"
    chosen = Selection(training_class=scene.some_class())
    write_document(scene.mine, "class_roster", chosen, target)
    return PrintPreview("培训班花名册", target, scene.township)


@opens("ForgottenDialog")
def _forgotten(scene: Scene) -> Dialog:
    from app.ui.dialogs.forgotten_dialog import ForgottenDialog

    return ForgottenDialog(scene.mine.path, ["林晓"], None)


@opens("RebuildDialog")
def _rebuild(scene: Scene) -> Dialog:
    from app.ui.dialogs.forgotten_dialog import RebuildDialog

    return RebuildDialog(scene.folder / "new.db", None)


@opens("SiteQuestion")
def _site(scene: Scene) -> Dialog:
    from app.ui.dialogs.site_question import SiteQuestion

    return SiteQuestion(scene.mine, "这份数据是从另一台电脑拷贝来的，请确认哪一台继续使用。")


@opens("RestoreDialog")
def _restore(scene: Scene) -> Dialog:
    from app.services import backups
    from app.ui.dialogs.restore_dialog import RestoreDialog

    backups.automatic(scene.mine, "退出时")
    return RestoreDialog(backups.list_backups(scene.mine.path), never)


@opens("CertificateNumbersDialog")
def _numbers(_scene: Scene) -> Dialog:
    from app.ui.dialogs.certificate_numbers import CertificateNumbersDialog

    return CertificateNumbersDialog(None, "")


@opens("UnmaskDialog")
def _unmask(_scene: Scene) -> Dialog:
    from app.ui.dialogs.unmask_dialog import UnmaskDialog

    return UnmaskDialog(None, "3 人")


@opens("DecidedDialog")
def _decided(scene: Scene) -> Dialog:
    from app.ui.pages.review.decided_dialog import DecidedDialog

    scene.disputed()
    [item] = open_items.open_items(scene.theirs)
    decisions.take(scene.theirs, item.id, item.siblings[0].id)
    return DecidedDialog(scene.theirs, scene.county)


@opens("BulkDialog")
def _bulk(scene: Scene) -> Dialog:
    from app.ui.pages.review.bulk_dialog import BulkDialog

    scene.disputed()
    return BulkDialog(scene.theirs, scene.county)


def _pair(scene: Scene, key: str) -> Dialog:
    from app.services.review.questions import questions
    from app.ui.pages.review.pair_dialog import PairDialog

    branch = make_organization(scene.mine)
    make_member(scene.mine, branch, name="张三", id_number=NUMBER)
    make_member(scene.mine, branch, name="张山", id_number=NUMBER)
    scene.settle()
    [question] = questions(scene.theirs)
    return PairDialog(scene.theirs, question, key, never, scene.county)


@opens("PairDialog same")
def _pair_same(scene: Scene) -> Dialog:
    from app.services.review.pair_kinds import SAME

    return _pair(scene, SAME)


@opens("PairDialog wrong")
def _pair_wrong(scene: Scene) -> Dialog:
    from app.services.review.pair_kinds import WRONG

    return _pair(scene, WRONG)


@opens("RemoveDialog")
def _remove(scene: Scene) -> Dialog:
    from app.ui.pages.class_room.remove_dialog import RemoveDialog

    return RemoveDialog(removable_class(scene.mine, scene.some_class()), scene.township)


@opens("CertificatesDialog")
def _certificates(scene: Scene) -> Dialog:
    from app.ui.pages.class_room.certificates_dialog import CertificatesDialog

    held = scene.some_class(close=True)
    return CertificatesDialog(scene.township.workspace, held, scene.township)


@opens("ParticipantsDialog")
def _participants(scene: Scene) -> Dialog:
    from app.ui.pages.class_room.participants_dialog import ParticipantsDialog

    branches = scene.mine.database.read().execute(
        "SELECT uid FROM organization WHERE kind = '党支部'"
    )
    for (uid,) in branches.fetchall()[:2]:
        make_member(scene.mine, uid, name="欧阳建国")
    book, path = Workbook(), scene.folder / "名单.xlsx"
    sheet = book.worksheets[0]
    for cells in (("姓名",), ("欧阳建国",), ("查无此人",)):
        sheet.append(cells)
    book.save(path)
    plan = plan_participants(scene.mine, scene.some_class(), path)
    return ParticipantsDialog(plan, path.name, scene.township)


@opens("CloseDialog")
def _close(scene: Scene) -> Dialog:
    from app.ui.pages.class_room.close_dialog import CloseDialog

    return CloseDialog(preview_close(scene.mine, scene.some_class(signed=True)), scene.township)


@opens("PeoplePicker")
def _picker(scene: Scene) -> Dialog:
    from app.ui.pages.class_room.people_picker import PeoplePicker

    return PeoplePicker(scene.township.workspace, scene.township)


@opens("TakeBackDialog")
def _take_back(scene: Scene) -> Dialog:
    from app.ui.pages.exchange.take_back_dialog import TakeBackDialog

    receive_package(scene.theirs, scene.sent())
    make_organization(scene.theirs)
    [point] = restore_points(scene.theirs)
    return TakeBackDialog(scene.county.workspace, point, scene.county)


@opens("ReceiveAllDialog")
def _receive_all(scene: Scene) -> Dialog:
    from app.services.exchange.stick import on_stick
    from app.ui.pages.exchange.receive_all_dialog import ReceiveAllDialog

    scene.sent()
    files = on_stick(scene.theirs, scene.stick)
    return ReceiveAllDialog(scene.county.workspace, files, scene.county, stick=True)


@opens("RevokeDialog")
def _revoke(scene: Scene) -> Dialog:
    from app.ui.pages.exchange.revoke_dialog import RevokeDialog

    peer = find_peer(scene.theirs, scene.mine.site.name)
    return RevokeDialog(scene.county.workspace, peer, scene.county)


@opens("SendDialog")
def _send(scene: Scene) -> Dialog:
    from app.ui.pages.exchange.places import chosen_place, remember
    from app.ui.pages.exchange.send_dialog import SendDialog

    peer = find_peer(scene.mine, scene.theirs.site.name)
    remember(chosen_place(scene.stick))
    made = SendDialog(scene.township.workspace, peer, "数据上报", scene.township)
    made.show()
    scene.qtbot.waitUntil(lambda: made.content.found is not None, timeout=30_000)
    return made


@opens("OpenItemsDialog")
def _open_items(scene: Scene) -> Dialog:
    from app.ui.pages.exchange.open_items_dialog import OpenItemsDialog

    scene.disputed()
    return OpenItemsDialog(scene.mine, scene.township)


@opens("StickDialog")
def _stick(scene: Scene) -> Dialog:
    from app.ui.pages.exchange.places import chosen_place, remember
    from app.ui.pages.exchange.stick_dialog import StickDialog

    scene.sent()
    remember(chosen_place(scene.stick))
    made = StickDialog(scene.county.workspace, scene.county)
    made.show()
    scene.qtbot.waitUntil(lambda: made.scanned, timeout=30_000)
    return made


@opens("JoinDialog")
def _join(scene: Scene) -> Dialog:
    from app.ui.pages.exchange.join_dialog import JoinDialog

    file = scene.folder / "开户.xjs"
    county = practice_store(scene.folder / "c", level="county", people=0)
    invite(county, "青山镇", file)
    county.close()
    return JoinDialog(scene.township.workspace, file, scene.township)


@opens("ReceiveDialog")
def _receive(scene: Scene) -> Dialog:
    from app.ui.pages.exchange.receive_dialog import ReceiveDialog

    made = ReceiveDialog(scene.county.workspace, scene.sent(), scene.county, stick=True)
    made.show()
    scene.qtbot.waitUntil(lambda: made.view is not None, timeout=30_000)
    return made


@opens("EnrolDialog")
def _enrol(scene: Scene) -> Dialog:
    from app.services.exchange.enrolment import request_enrolment
    from app.ui.pages.exchange.enrol_dialog import EnrolDialog

    county = practice_store(scene.folder / "c", level="county", people=0)
    request_enrolment(scene.mine, scene.folder / "申请.xjs")
    window = scene.window(county)
    return EnrolDialog(window.workspace, scene.folder / "申请.xjs", window)


@opens("InviteDialog")
def _invite(scene: Scene) -> Dialog:
    from app.ui.pages.exchange.invite_dialog import InviteDialog

    invite(scene.theirs, "白云镇", scene.folder / "x.xjs")
    return InviteDialog(scene.county.workspace, scene.county)


@opens("ReturnsDialog")
def _returns(scene: Scene) -> Dialog:
    from app.services.exchange.sending_back import return_rows
    from app.ui.pages.exchange.returns_dialog import ReturnsDialog

    receive_package(scene.theirs, scene.sent())
    return_rows(scene.theirs, [("member", scene.member())], "单位及职务不符")
    return ReturnsDialog(scene.county.workspace, scene.county)


@opens("HeldBackDialog")
def _held(scene: Scene) -> Dialog:
    from app.ui.pages.exchange.held_back_dialog import HeldBackDialog

    receive_package(scene.theirs, scene.sent())
    said: dict[str, Value] = {
        "name": "写错单位的人",
        "organization": scene.theirs.site.organization,
    }
    with scene.mine.change("改过的程序", bounded=False) as change:
        change.create(entity_named("member"), said)
    receive_package(scene.theirs, scene.sent())
    return HeldBackDialog(scene.county.workspace, scene.county)


@opens("PutAsideDialog")
def _waiting(scene: Scene) -> Dialog:
    from app.ui.pages.exchange.put_aside_dialog import PutAsideDialog

    put_aside(scene.theirs, scene.sent(), "等补证明材料")
    return PutAsideDialog(scene.county.workspace, scene.county)


@opens("FilePassword write")
def _file_password(scene: Scene) -> Dialog:
    from app.ui.pages.settings.keys_tab_recovery import FilePassword

    return FilePassword.to_write(scene.township)


@opens("FilePassword check")
def _file_password_check(scene: Scene) -> Dialog:
    from app.ui.pages.settings.keys_tab_recovery import FilePassword

    return FilePassword.to_check("恢复密钥.xjs", scene.township)


@opens("ChangeKeysDialog")
def _change_keys(scene: Scene) -> Dialog:
    from app.ui.pages.settings.keys_tab import ChangeKeysDialog

    return ChangeKeysDialog("county", scene.township)


@opens("AnswerUnlockDialog")
def _answer_unlock(scene: Scene) -> Dialog:
    from app.ui.pages.settings.keys_tab_recovery import AnswerUnlockDialog

    file = scene.folder / "申请.xjs"
    scene.settle()
    return AnswerUnlockDialog(scene.theirs, file, ask(scene.mine.path, file), scene.county)


@opens("SettingsPast")
def _settings_past(scene: Scene) -> Dialog:
    from app.ui.pages.settings.settings_past import SettingsPast

    return SettingsPast(scene.township.workspace, scene.township)


@opens("DeclineDialog")
def _decline(scene: Scene) -> Dialog:
    from app.ui.pages.settings.erasure_tab import DeclineDialog

    scene.settle()
    erasing.ask_erasure(scene.mine, scene.member(), "本人申请", "书面申请")
    scene.settle()
    [asked] = erasing.erasure_requests(scene.theirs)
    return DeclineDialog(scene.theirs, asked, scene.county)


@opens("TransferDialog")
def _transfer(scene: Scene) -> Dialog:
    from app.ui.pages.members.transfer_dialog import asking

    return asking(scene.township.workspace, scene.member(), scene.township)


@opens("StepDialog")
def _step(scene: Scene) -> Dialog:
    from app.services.people import save_member
    from app.ui.pages.members.step_dialog import StepDialog

    member = scene.member()
    workspace = scene.township.workspace
    save_member(workspace.store, member, {"political_status": "预备党员", "full_on": None})
    return StepDialog(workspace, member, scene.township)


@opens("ErasureRequestDialog")
def _ask_erasure(scene: Scene) -> Dialog:
    from app.ui.pages.members.erasure_request import ErasureRequestDialog

    return ErasureRequestDialog(scene.township.workspace, scene.member(), "某人", scene.township)


@opens("EraseDialog")
def _erase(scene: Scene) -> Dialog:
    from app.ui.pages.members.erasure_dialog import EraseDialog

    receive_package(scene.theirs, scene.sent())
    return EraseDialog(scene.county.workspace, scene.member(), "某人", scene.county)


@opens("ClassDialog new")
def _class_new(scene: Scene) -> Dialog:
    from app.ui.pages.classes.class_dialog import ClassDialog

    return ClassDialog(scene.township.workspace, None, members_of(scene.mine, 3), scene.township)


@opens("ClassDialog old")
def _class_old(scene: Scene) -> Dialog:
    from app.ui.pages.classes.class_dialog import ClassDialog

    return ClassDialog(scene.township.workspace, scene.some_class(), (), scene.township)


@opens("MemberDialog new")
def _member_new(scene: Scene) -> Dialog:
    from app.ui.pages.members.member_dialog import MemberDialog

    return MemberDialog(scene.township.workspace, None, None, scene.township)


@opens("MemberDialog old")
def _member_old(scene: Scene) -> Dialog:
    from app.ui.pages.members.member_dialog import MemberDialog

    return MemberDialog(scene.township.workspace, scene.member(), None, scene.township)


@opens("TogetherDialog")
def _together(scene: Scene) -> Dialog:
    from app.ui.pages.members.together_dialog import TogetherDialog

    return TogetherDialog(scene.township.workspace, members_of(scene.mine, 4), scene.township)


@opens("OrganizationDialog")
def _organization(scene: Scene) -> Dialog:
    from app.ui.pages.members.organization_dialog import OrganizationDialog

    return OrganizationDialog(scene.township.workspace, None, scene.township)


@opens("RosterDialog")
def _roster(scene: Scene) -> Dialog:
    from app.ui.pages.members.roster_dialog import RosterDialog

    return RosterDialog(scene.township.workspace, scene.township)


@opens("FullNumbers")
def _full_numbers(scene: Scene) -> Dialog:
    from app.ui.pages.members.full_numbers import FullNumbers
    from app.ui.pages.members.member_query import MemberQuery

    return FullNumbers(list(MemberQuery(scene.mine).rows([1, 2])), scene.township)


@opens("SinceDialog")
def _since(scene: Scene) -> Dialog:
    from app.ui.pages.members.since_dialog import SinceDialog

    who = scene.member()
    values = member_values(scene.mine.database.read(), who)
    other = "预备党员" if values["political_status"] == "正式党员" else "正式党员"
    asked = changes_to_date(scene.mine, who, {"political_status": other})
    return SinceDialog(asked, str, scene.township)


@opens("FormDialog")
def _form(scene: Scene) -> Dialog:
    from app.ui.forms.form import Form
    from app.ui.forms.form_dialog import FormDialog
    from app.ui.references import StoreReferences

    form = Form(entity_named("post").fields, StoreReferences(scene.mine), columns=1)
    return FormDialog("新增职务", form, never, scene.township)


@opens("ProblemsDialog")
def _problems(scene: Scene) -> Dialog:
    from app.domain.people.roster_file import RowProblem
    from app.ui.pages.classes.class_import import ProblemsDialog

    return ProblemsDialog([RowProblem("班次", 2, "B2", "名称", "", "必填")], 1, scene.township)


@opens("RowDialog")
def _row(scene: Scene) -> Dialog:
    from app.ui.pages.registers.row_dialog import RowDialog

    return RowDialog(scene.township.workspace, register_named("venue"), None, scene.township)


@opens("RowDialog of one that is there")
def _row_there(scene: Scene) -> Dialog:
    from app.ui.pages.registers.row_dialog import RowDialog

    row = make_row(scene.mine, "teacher")
    return RowDialog(scene.township.workspace, register_named("teacher"), row, scene.township)


@opens("TogetherRowsDialog")
def _rows_together(scene: Scene) -> Dialog:
    from app.ui.pages.registers.together_dialog import TogetherRowsDialog

    rows = [make_row(scene.mine, "teacher") for _ in range(2)]
    register = register_named("teacher")
    return TogetherRowsDialog(scene.township.workspace, register, rows, scene.township)


@opens("ActivityDialog")
def _activity(scene: Scene) -> Dialog:
    from app.ui.pages.registers.activity_dialog import ActivityDialog

    return ActivityDialog(scene.township.workspace, scene.township)


@opens("DoublesDialog")
def _doubles(scene: Scene) -> Dialog:
    from app.ui.pages.registers.doubles_dialog import DoublesDialog

    person = members_of(scene.mine, 1)[0]
    day = datetime.date.today().replace(month=1, day=5).isoformat()
    for title in ("主题党日", "一月主题党日"):
        make_row(scene.mine, "record", member=person, title=title, starts_on=day, ends_on=day)
    return DoublesDialog(scene.township.workspace, scene.township)


def _questionnaire(scene: Scene) -> bytes:
    uid = make_row(
        scene.mine, "questionnaire", name="下年度农村党员培训需求问卷", purpose="需求调研"
    )
    options = "种植养殖技术\n纠纷调解\n电商和手机应用"
    said: dict[str, Value] = {"questionnaire": uid, "options": options}
    make_row(scene.mine, "question", **said, number=1, text="您最希望学什么？", kind="多选", most=2)
    make_row(scene.mine, "question", **said, number=2, text="您希望怎么学？", kind="单选")
    for n, kind in ((3, "量表"), (4, "文字")):
        make_row(
            scene.mine,
            "question",
            questionnaire=uid,
            number=n,
            text="打几分？",
            kind=kind,
            highest=5,
        )
    for answers in ("1：纠纷调解\n3：4\n4：时间短一些", "1：种植养殖技术｜纠纷调解\n3：5"):
        make_row(scene.mine, "answer_sheet", questionnaire=uid, answers=answers)
    return uid


@opens("PaperEntryDialog")
def _paper_entry(scene: Scene) -> Dialog:
    from app.ui.pages.registers.paper_entry_dialog import PaperEntryDialog

    return PaperEntryDialog(scene.township.workspace, _questionnaire(scene), scene.township)


@opens("TallyDialog")
def _tally(scene: Scene) -> Dialog:
    from app.ui.pages.registers.tally_dialog import TallyDialog

    return TallyDialog(scene.township.workspace, _questionnaire(scene), scene.township)


@opens("LectureOwedDialog")
def _lecture_owed(scene: Scene) -> Dialog:
    from app.ui.pages.registers.lecture_owed_dialog import LectureOwedDialog

    branch = make_organization(scene.mine, "阿克苏哈萨克族自治乡中心学校教职工第一联合党支部")
    for name in ("李㛃", "王䶮"):
        who = make_member(scene.mine, branch, name, political_status="正式党员")
        make_row(scene.mine, "post", member=who, organization=branch, title="书记", to_on=None)
    return LectureOwedDialog(scene.township.workspace, scene.township)


@opens("DutiesDialog")
def _duties(scene: Scene) -> Dialog:
    from app.ui.pages.registers.duties_dialog import DutiesDialog

    return DutiesDialog(scene.township.workspace, scene.township)


@opens("RemoteMonthsDialog")
def _remote_months(scene: Scene) -> Dialog:
    from app.ui.pages.registers.remote_months_dialog import RemoteMonthsDialog

    day = datetime.date.today().replace(month=1, day=5).isoformat()
    make_row(scene.mine, "remote_study", held_on=day)
    return RemoteMonthsDialog(scene.township.workspace, scene.township)


@opens("FundTotalsDialog")
def _fund_totals(scene: Scene) -> Dialog:
    from app.ui.pages.registers.fund_totals_dialog import FundTotalsDialog

    year = str(datetime.date.today().year)
    for source in ("财政预算", "留存党费"):
        make_row(scene.mine, "fund", year=year, source=source, purpose="党员教育培训")
    return FundTotalsDialog(scene.township.workspace, scene.township)


@opens("CoverageDialog")
def _coverage(scene: Scene) -> Dialog:
    from app.ui.pages.registers.coverage_dialog import CoverageDialog

    return CoverageDialog(scene.township.workspace, scene.township)


@opens("SamePeopleDialog")
def _same_people(scene: Scene) -> Dialog:
    from app.ui.pages.members.same_people_dialog import SamePeopleDialog

    for _ in range(2):
        make_member(scene.mine, name="王同名", birth_date="1980-01-01")
    return SamePeopleDialog(scene.township.workspace, scene.township)


@opens("ElectionDialog")
def _election(scene: Scene) -> Dialog:
    from app.data.queries.organizations import organization
    from app.ui.pages.members.election_dialog import ElectionDialog

    found = organization(scene.mine.database.read(), make_organization(scene.mine, "新河村党支部"))
    assert found is not None
    return ElectionDialog(scene.township.workspace, found, scene.township)


@opens("RegisterImportDialog")
def _register_import(scene: Scene) -> Dialog:
    from app.ui.pages.registers.import_dialog import RegisterImportDialog

    register = register_named("teacher")
    return RegisterImportDialog(scene.township.workspace, register, scene.township)
