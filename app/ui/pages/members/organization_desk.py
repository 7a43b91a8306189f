"""What can be done to the organization chosen in the tree: one menu, by right click, key or button.

Each entry is one service function; what was done can be taken back from its notice.
"""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.data.queries.organizations import OrganizationRow, organization
from app.domain.accounts.roles import Verb
from app.domain.errors import AppError
from app.services import organization_actions as actions
from app.services.import_undo import undo_import
from app.services.keeping import is_kept_here, own_roots
from app.ui.asking import agreed, ask_reason
from app.ui.finding import ShowTrail
from app.ui.forms.form_dialog import FormDialog
from app.ui.pages.members import organization_dialog as dialogs
from app.ui.pages.members.election_dialog import ElectionDialog
from app.ui.pages.members.organization_tree import OrganizationTree
from app.ui.workspace import Workspace

REMOVING = "只用于建错了、还没有用过的。原因（会记入修改记录）："


class OrganizationDesk:
    """`show` is called when what the tree shows is to be another."""

    def __init__(
        self,
        workspace: Workspace,
        tree: OrganizationTree,
        page: QWidget,
        show: Callable[[], object],
    ) -> None:
        self._workspace = workspace
        self._tree = tree
        self._page = page
        self._show = show
        self.with_dissolved = False
        tree.menu_asked.connect(self.pop_up)
        tree.rename_asked.connect(self._rename)
        tree.dropped.connect(self._dropped)

    def pop_up(self, place: QPoint) -> None:
        """The menu for the chosen organization, at a place of the screen."""
        menu = self.menu()
        menu.exec(place)
        menu.deleteLater()

    def menu(self) -> QMenu:
        """What can be done to the chosen one; what cannot is shown grey."""
        found = self._chosen()
        menu = QMenu(self._tree)
        menu.setAccessibleName("党组织操作")
        own, top, there = self._allowed(found)
        entries: tuple[tuple[str, str, Callable[[], object], bool], ...] = (
            ("new", "在下面新增党组织…", self.new, own and there),
            ("rename", "改名…\tF2", self._rename, own and found is not None),
            ("edit", "编辑…", self._edit, own and found is not None),
            ("elect", "换届…", self._elect, own and there and found is not None),
            ("move", "移动到…", self._move, own and there and not top),
            ("merge", "合并到…", self._merge, own and there and not top),
            ("dissolve", "撤销（不再设置）…", self._dissolve, own and there and not top),
            ("restore", "恢复（撤销有误）", self._restore, own and found is not None and not there),
            ("remove", "删除（建错了）…", self._remove, own and there and not top),
        )
        for key, words, act, enabled in entries:
            if key in ("move", "dissolve"):
                menu.addSeparator()
            action = menu.addAction(words)
            action.setObjectName(f"organization_{key}")
            action.setEnabled(enabled)
            action.triggered.connect(lambda _checked=False, act=act: act())
        menu.addSeparator()
        told = menu.addAction("修改记录…")
        told.setObjectName("trail_of")
        told.setEnabled(found is not None)
        told.triggered.connect(lambda _checked=False: self._trail())
        shown: QAction = menu.addAction("显示已撤销的党组织")
        shown.setObjectName("organization_dissolved")
        shown.setCheckable(True)
        shown.setChecked(self.with_dissolved)
        shown.toggled.connect(self._show_dissolved)
        return menu

    def _allowed(self, found: OrganizationRow | None) -> tuple[bool, bool, bool]:
        """Whether it is ours, the top of this site, and still there; 全部 stands for the top."""
        store = self._workspace.store
        if found is None:
            return True, True, True
        top = found.uid in own_roots(store.database.read())
        return is_kept_here(store, found.uid), top, not found.dissolved_on

    def _chosen(self) -> OrganizationRow | None:
        uid = self._tree.current()
        return organization(self._workspace.store.database.read(), uid) if uid else None

    def _show_dissolved(self, on: bool) -> None:
        self.with_dissolved = on
        self._show()

    # The entries

    def new(self) -> None:
        """A new organization below the chosen one."""
        dialog = dialogs.OrganizationDialog(self._workspace, self._tree.current(), self._page)
        if dialog.exec():
            self._workspace.changed("已新增党组织。")

    def _trail(self) -> None:
        found = self._chosen()
        if found is not None:
            self._workspace.open("trail", ShowTrail("organization", found.uid, found.name))

    def _rename(self) -> None:
        found = self._chosen()
        if found is not None and not self._workspace.barred(Verb.ENTER):
            self._ask(dialogs.rename_dialog(self._workspace, found, self._page), "已改名。")

    def _edit(self) -> None:
        found = self._chosen()
        if found is not None:
            self._ask(dialogs.edit_dialog(self._workspace, found, self._page), "已保存。")

    def _elect(self) -> None:
        found = self._chosen()
        if found is None or self._workspace.barred(Verb.ENTER):
            return
        dialog = ElectionDialog(self._workspace, found, self._page)
        if dialog.exec():
            batch, store = dialog.outcome, self._workspace.store
            self._workspace.changed()
            self._workspace.notices.done(
                f"“{found.name}”已换届。",
                "撤销",
                lambda: self._workspace.save(lambda: undo_import(store, batch), "已撤销换届。"),
            )

    def _move(self) -> None:
        found = self._chosen()
        if found is not None:
            dialog = dialogs.move_dialog(self._workspace, found, self._page)
            self._ask(dialog, f"已移动“{found.name}”。")

    def _merge(self) -> None:
        found = self._chosen()
        if found is not None:
            dialog = dialogs.merge_dialog(self._workspace, found, self._page)
            self._ask(dialog, f"已合并“{found.name}”，它的名称仍可查找。")

    def _dissolve(self) -> None:
        found = self._chosen()
        if found is not None:
            dialog = dialogs.dissolve_dialog(self._workspace, found, self._page)
            self._ask(dialog, f"已撤销“{found.name}”，以前的统计不变。")

    def _restore(self) -> None:
        found = self._chosen()
        if found is not None:
            store = self._workspace.store
            self._do(
                lambda: actions.restore_organization(store, found.uid), f"已恢复“{found.name}”。"
            )

    def _remove(self) -> None:
        found = self._chosen()
        if found is None:
            return
        reason = ask_reason(self._page, f"删除“{found.name}”", REMOVING)
        if reason:
            store = self._workspace.store
            self._do(
                lambda: actions.remove_organization(store, found.uid, reason),
                f"已删除“{found.name}”。",
            )

    def _dropped(self, uid: bytes, onto: bytes) -> None:
        store = self._workspace.store
        read = store.database.read()
        moved, above = organization(read, uid), organization(read, onto)
        if moved is None or above is None or moved.parent == onto:
            return
        if self._workspace.barred(Verb.ENTER):
            return
        words = f"把“{moved.name}”连同下级移到“{above.name}”之下吗？"
        if agreed(self._page, "移动党组织", words):
            self._do(lambda: actions.move_organization(store, uid, onto), f"已移动“{moved.name}”。")

    # What follows

    def _ask(self, dialog: FormDialog, words: str) -> None:
        before = actions.last_action(self._workspace.store)
        if dialog.exec():
            self._done(words, before)

    def _do(self, act: Callable[[], object], words: str) -> None:
        before = actions.last_action(self._workspace.store)
        try:
            act()
        except AppError as error:
            self._workspace.refuse(error)
        else:
            self._done(words, before)

    def _done(self, words: str, before: int) -> None:
        number = actions.last_action(self._workspace.store)
        self._workspace.changed()
        if number != before:
            self._workspace.notices.done(words, "恢复原样", lambda: self._take_back(number))

    def _take_back(self, number: int) -> None:
        store = self._workspace.store
        self._workspace.save(lambda: actions.take_action_back(store, number), "已恢复原样。")
