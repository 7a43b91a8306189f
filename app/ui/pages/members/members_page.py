"""党员: the organization tree, the list beside it, and everything done to people from a list."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.data.queries.members import OTHER, MemberRow, uids_by_branch, uids_of
from app.data.queries.organizations import all_organizations, standing_organizations
from app.domain.accounts.roles import Verb
from app.domain.people.codes import MEMBER_STATES, POLITICAL_STATUSES
from app.services import people
from app.services.import_undo import UndoOutcome, undo_import
from app.services.taking_over import take_over
from app.ui.dialogs.unmask_dialog import UnmaskDialog
from app.ui.finding import ShowEverybody, ShowImport, ShowMember, ShowOrganization, ShowTrail
from app.ui.fitting import hold_height
from app.ui.nobody import everybody_left
from app.ui.pages.members.full_numbers import FullNumbers
from app.ui.pages.members.member_query import COLUMNS, MemberQuery
from app.ui.pages.members.organization_desk import OrganizationDesk
from app.ui.pages.members.organization_tree import OrganizationTree
from app.ui.pages.members.person_opening import open_person
from app.ui.pages.members.roster_dialog import RosterDialog
from app.ui.pages.members.same_people_dialog import SamePeopleDialog
from app.ui.pages.members.step_dialog import take_step
from app.ui.pages.members.together_dialog import TogetherDialog
from app.ui.pages.members.transfer_dialog import transfer
from app.ui.pages.page import Page
from app.ui.parts import button, keep_room, reword
from app.ui.splitting import remember_splitter
from app.ui.tables.list_table import ListTable
from app.ui.tables.offered import MenuEntry
from app.ui.today import this_year
from app.ui.workspace import Workspace

_TOGETHER, _TO_CLASS = "批量修改这 {:,} 人…", "用这 {:,} 人办班"
_UNMASK = "查看这 {:,} 人完整信息"
_MANY = 999
"""As many are ticked at most, as a rule: the buttons have room for so many from the beginning."""


class MembersPage(Page):
    """People can be ticked and taken along to a new class."""

    title = "党员"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._to_choose: bytes | None = None
        self.tree = OrganizationTree(editable=True)
        self.desk = OrganizationDesk(workspace, self.tree, self, self.reload)
        self.list: ListTable[MemberRow] = ListTable(
            "党员列表",
            MemberQuery(workspace.store),
            COLUMNS,
            placeholder="姓名、拼音首字母、电话、身份证后四位",
            checkable=True,
        )
        self.to_class = button(
            "用这些人办班",
            self._make_class,
            icon_name="calendar-check",
            name="people_to_class",
        )
        self.unmask = button("查看完整信息", self._unmask, icon_name="eye", name="unmask_people")
        self.together = button(
            "批量修改…", self._change_together, icon_name="list-checks", name="change_together"
        )
        keep_room(self.together, _TOGETHER.format(_MANY))
        keep_room(self.to_class, _TO_CLASS.format(_MANY))
        keep_room(self.unmask, _UNMASK.format(_MANY))
        self._build()
        self.list.opened.connect(lambda row: self.edit(row.uid))
        self.list.selection_changed.connect(self._enable)
        self.list.model.checks_changed.connect(self._enable)
        self.tree.chosen.connect(self._show_branch)
        self._enable()

    def _build(self) -> None:
        self.head.insertWidget(2, self.list.count)
        new = button("新增党员", self._new, icon_name="plus", primary=True, name="new_member")
        tools = (
            button("新增党组织", self.desk.new, icon_name="network", name="new_organization"),
            button("导入花名册", self._import_roster, icon_name="upload", name="import_roster"),
            self.unmask,
            self.to_class,
            new,
        )
        self.list.offers(self.to_class, self.together, self.unmask, new=new)
        self.list.offered.entries.append(MenuEntry("组织关系转接…", "transfer", self._transfer))
        self.list.offered.entries.append(MenuEntry("发展和转正…", "step", self._step))
        self.list.offered.entries.append(MenuEntry("修改记录…", "trail_of", self._trail))
        self.list.offered.entries.append(MenuEntry("可能重复的人…", "same_people", self._twins))
        self.list.takes_rows(self.import_file, "导入花名册", self)
        for tool in tools:
            self.head.addWidget(tool)
        kinds = {"全部类别": None} | {word: word for word in (*POLITICAL_STATUSES, OTHER)}
        states = (
            {"在册": None} | {word: word for word in (*MEMBER_STATES[1:], OTHER)} | {"全部": ""}
        )
        self.list.add_filter("人员类别", "political_status", kinds)
        self.list.add_filter("党籍状态", "status", states)
        self.list.tools.addWidget(self.together)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self._tree_side())
        hold_height(self.list)
        split.addWidget(self.list)
        split.setStretchFactor(1, 1)
        remember_splitter(split, "members", [200])
        self.box.addWidget(split, 1)

    def _tree_side(self) -> QWidget:
        acts = button("党组织操作…", self._organization_menu, name="organization_menu")
        acts.setToolTip("改名、编辑、移动、合并、撤销；在树上也可以按右键")
        side = QWidget()
        box = QVBoxLayout(side)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.tree, 1)
        box.addWidget(acts)
        self.organization_acts = acts
        return side

    def _organization_menu(self) -> None:
        self.desk.pop_up(self.organization_acts.mapToGlobal(QPoint(0, 0)))

    def _twins(self) -> None:
        SamePeopleDialog(self.workspace, self).exec()
        self.workspace.changed()

    def _transfer(self) -> None:
        chosen = self.list.selected_row()
        if chosen is not None:
            transfer(self.workspace, chosen.uid, self)

    def _step(self) -> None:
        chosen = self.list.selected_row()
        if chosen is not None:
            take_step(self.workspace, chosen.uid, self)

    def _trail(self) -> None:
        chosen = self.list.selected_row()
        if chosen is not None:
            self.workspace.open("trail", ShowTrail("member", chosen.uid, chosen.name))

    def reload(self) -> None:
        """Tree and list."""
        by_hours = self.list.model.view.sort == "hours"
        self.when_people_are_known(self._show, *([this_year()] if by_hours else []))

    def _show(self) -> None:
        store = self.workspace.store
        listed = all_organizations if self.desk.with_dissolved else standing_organizations
        self.tree.show_rows(listed(store.database.read(), store.people.counted()))
        if gone := everybody_left(store):
            self.list.when_empty(gone, "看全部的人", self._show_everybody)
        else:
            self.list.when_empty("这里还没有人。", "导入花名册", self._import_roster, Verb.ENTER)
        self.list.reload()
        if self._to_choose is not None:
            wanted, self._to_choose = self._to_choose, None
            self.tree.choose(wanted)
        if store.people.behind(this_year()):  # the next order may be by hours
            self.ask("hours", lambda: take_over(store.people, this_year()), lambda _: None)

    def reading_people(self) -> None:
        """A large store's first list."""
        self.list.reading.begin()

    def _show_everybody(self) -> None:
        """Those who left, too."""
        _name, states = self.list.narrowing.combos["status"]
        states.setCurrentIndex(states.findData(""))
        self.list.filter_by("status", "")

    def show_what(self, what: object) -> None:
        """One person, or one organization."""
        if isinstance(what, ShowMember):
            self.edit(what.uid, what.why)
        elif isinstance(what, ShowOrganization):
            self._to_choose = what.uid
            self.reload()
        elif isinstance(what, ShowImport):
            self._import_roster()
        elif isinstance(what, ShowEverybody):
            self._show_everybody()

    def edit(self, uid: bytes | None, why: str = "") -> None:
        """The form of one person, with the reason for opening it; None for a new one."""
        open_person(self.workspace, uid, self, why=why, organization=self.tree.current())

    def _new(self) -> None:
        self.edit(None)

    def _show_branch(self, uid: bytes | None) -> None:
        words = f"党组织：{self.tree.title()}"
        self.list.filter_by("organization", uid, words, self.tree.choose_everything)

    def _import_roster(self) -> None:
        RosterDialog(self.workspace, self).exec()

    def import_file(self, path: Path) -> None:
        """Pasted cells, or a file dropped here: the import, with this file chosen already."""
        dialog = RosterDialog(self.workspace, self)
        QTimer.singleShot(0, dialog, lambda: dialog.open_file(path))
        dialog.exec()

    def _chosen(self) -> list[int]:
        return self.list.model.checked or self.list.selected_ids()

    def _enable(self) -> None:
        number = self.list.model.checked_count
        reword(self.together, _TOGETHER.format(number) if number else "批量修改…")
        self.together.setEnabled(bool(self._chosen()))
        reword(self.to_class, _TO_CLASS.format(number) if number else "用这些人办班")
        self.to_class.setEnabled(bool(self._chosen()))
        reword(self.unmask, _UNMASK.format(number) if number else "查看完整信息")
        self.unmask.setEnabled(bool(self._chosen()))

    def _make_class(self) -> None:
        uids = uids_by_branch(self.workspace.store.database.read(), self._chosen())
        self.list.model.set_checked(list(self.list.model.checked), on=False)
        self.workspace.open("classes", uids)

    def _change_together(self) -> None:
        uids = uids_of(self.workspace.store.database.read(), self._chosen())
        dialog = TogetherDialog(self.workspace, uids, self)
        if dialog.exec():
            batch = dialog.batch
            words = f"已修改 {dialog.changed:,} 人。"
            self.workspace.notices.done(words, "撤销", lambda: self._take_back(batch))

    def _take_back(self, batch: str) -> None:
        store = self.workspace.store
        self.workspace.run(
            "正在撤销", lambda p: undo_import(store, batch, p), self._taken_back, writes=True
        )

    def _taken_back(self, outcome: UndoOutcome) -> None:
        kept = f"，{outcome.kept:,} 人后来又改过，没有动" if outcome.kept else ""
        self.workspace.notices.done(f"已恢复 {outcome.reversed:,} 人{kept}。", "", None)

    def _unmask(self) -> None:
        ids = self._chosen()
        what = f" {len(ids):,} 人"
        reason = UnmaskDialog.ask(self, what)
        if reason is None:
            return
        people.log_unmasked(self.workspace.store, what, reason)
        rows = MemberQuery(self.workspace.store).rows(ids)
        FullNumbers(rows, self).exec()
