"""Pick people from the organization tree or by search, to take them into a class."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QSplitter, QVBoxLayout, QWidget

from app.data.queries.members import MemberRow, uids_by_branch
from app.data.queries.organizations import standing_organizations
from app.ui.dialog import Dialog
from app.ui.nobody import tell_nobody
from app.ui.pages.members.member_query import COLUMNS, MemberQuery
from app.ui.pages.members.organization_tree import OrganizationTree
from app.ui.parts import button, row
from app.ui.splitting import remember_splitter
from app.ui.tables.list_table import ListTable
from app.ui.workspace import Workspace


class PeoplePicker(Dialog):
    """Ticks stay while searching and changing branches."""

    def __init__(self, workspace: Workspace, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("选择学员")
        self.resize(1060, 620)
        self._workspace = workspace
        self.tree = OrganizationTree()
        self.list: ListTable[MemberRow] = ListTable(
            "可选人员",
            MemberQuery(workspace.store),
            COLUMNS[:6],
            placeholder="姓名、拼音首字母、电话、身份证后四位",
            checkable=True,
        )
        self.take = button("加入名单", self.accept, primary=True, name="take_people")
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.tree)
        split.addWidget(self.list)
        remember_splitter(split, "people", [230])
        self.list.tools.addWidget(self.list.count)
        tell_nobody(workspace, self.list, self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 12)
        box.addWidget(split, 1)
        box.addLayout(row(None, button("取消", self.reject), self.take))
        self.tree.chosen.connect(self._show_branch)
        self.list.model.checks_changed.connect(self._show_count)
        store = workspace.store
        self.tree.show_rows(standing_organizations(store.database.read(), store.people.counted()))
        self.list.reload()
        self._show_count()

    def _show_branch(self, uid: bytes | None) -> None:
        words = f"党组织：{self.tree.title()}"
        self.list.filter_by("organization", uid, words, self.tree.choose_everything)

    def _show_count(self) -> None:
        number = self.list.model.checked_count
        self.take.setText(f"加入名单（{number:,} 人）" if number else "加入名单")
        self.take.setEnabled(number > 0)

    @classmethod
    def ask(cls, workspace: Workspace, parent: QWidget | None) -> list[bytes]:
        """The people picked; none when the clerk went back."""
        dialog = cls(workspace, parent)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return []
        return uids_by_branch(workspace.store.database.read(), dialog.list.model.checked)
