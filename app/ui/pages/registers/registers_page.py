"""登记册: the registers this site keeps, group by group, and the one that is chosen."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QStackedWidget

from app.domain.registers import Register
from app.services.kept_registers import kept_registers
from app.ui.finding import ShowRow
from app.ui.pages.page import Page
from app.ui.pages.registers.own_views import view_of
from app.ui.pages.registers.register_view import RegisterView
from app.ui.parts import label, link
from app.ui.remembered import keep, recall
from app.ui.splitting import remember_splitter
from app.ui.theme import row_height
from app.ui.workspace import Workspace

_KEPT = "registers/last"
_KEY = Qt.ItemDataRole.UserRole


class RegistersPage(Page):
    """Each register is built when somebody first turns to it."""

    title = "登记册"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.menu = QListWidget()
        self.menu.setAccessibleName("登记册种类")
        self.menu.setMinimumWidth(120)
        self.stack = QStackedWidget()
        self.views: dict[str, RegisterView] = {}
        self.nothing = label("本单位还没有选用登记册。", "muted")
        self.to_settings = link(
            "到“设置 → 登记册”里勾选…", lambda: workspace.open("settings"), name="choose_registers"
        )
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.menu)
        split.addWidget(self.stack)
        split.setStretchFactor(1, 1)
        remember_splitter(split, "registers", [150])
        self.box.addWidget(self.nothing)
        self.box.addWidget(self.to_settings)
        self.split = split
        self.box.addWidget(split, 1)
        self.box.addStretch()
        self._fill()
        self.menu.currentItemChanged.connect(lambda now, _before: self._turn(now))
        self._choose(recall(_KEPT, ""))

    def _fill(self) -> None:
        """The menu: a heading per group, which cannot be chosen."""
        self.menu.clear()
        group, kept = "", kept_registers(self.workspace.store)
        for shown in (self.nothing, self.to_settings):
            shown.setVisible(not kept)
        self.split.setVisible(bool(kept))
        for made in kept:
            if made.group != group:
                group = made.group
                head = QListWidgetItem(group)
                head.setFlags(Qt.ItemFlag.NoItemFlags)
                head.setSizeHint(QSize(0, row_height()))
                self.menu.addItem(head)
            item = QListWidgetItem(f"　{made.title}")
            item.setData(_KEY, made.key)
            item.setSizeHint(QSize(0, row_height()))
            self.menu.addItem(item)

    def _registers(self) -> dict[str, Register]:
        return {made.key: made for made in kept_registers(self.workspace.store)}

    def _choose(self, key: str) -> None:
        """Turn to this register, or to the first that is kept."""
        items = [self.menu.item(n) for n in range(self.menu.count())]
        usable = [item for item in items if item.data(_KEY)]
        wanted = next((item for item in usable if item.data(_KEY) == key), None)
        if wanted is not None or usable:
            self.menu.setCurrentItem(wanted or usable[0])

    def _turn(self, item: QListWidgetItem | None) -> None:
        key = item.data(_KEY) if item is not None else None
        made = self._registers().get(str(key))
        if made is None:
            return
        keep(_KEPT, made.key)
        if made.key not in self.views:
            self.views[made.key] = view_of(self.workspace, made)
            self.stack.addWidget(self.views[made.key])
            self.part_made.emit(self.views[made.key])
        self.stack.setCurrentWidget(self.views[made.key])
        self.views[made.key].reload()

    @property
    def view(self) -> RegisterView | None:
        """The register in sight."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, RegisterView) else None

    def reload(self) -> None:
        """The menu when another choice was made, and the register in sight."""
        listed = [self.menu.item(n).data(_KEY) for n in range(self.menu.count())]
        if [key for key in listed if key] != list(self._registers()):
            chosen = self.view.register.key if self.view else ""
            self._fill()
            self._choose(chosen)
        elif self.view is not None:
            self.view.reload()

    def concerned_by(self, written: frozenset[str]) -> bool:
        """What hangs on a row is not in the list, unless one of its filters asks for it."""
        if self.view is None or not written:
            return True
        made = self.view.register
        asked = {view.without for view in made.views}
        hanging = set(made.details) - asked
        if self.isVisible() and written <= hanging:
            self.view.offer_undo()
            return False
        return True

    def show_what(self, what: object) -> None:
        """One register, one of its named filters, or one row of it."""
        if isinstance(what, ShowRow):
            self._choose(what.register)
            if what.view and self.view is not None:
                self.view.show_view(what.view)
            if what.uid is not None and self.view is not None:
                self.view.edit(what.uid)
