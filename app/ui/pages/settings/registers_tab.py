"""登记册: which registers this site keeps; a township switches on what it needs."""

from PySide6.QtWidgets import QCheckBox

from app.domain.accounts.roles import Verb
from app.domain.registers import by_group
from app.services.kept_registers import keep_registers, kept_registers
from app.ui.offering import offer
from app.ui.pages.settings.tab import SettingsTab
from app.ui.parts import button, card, label, row
from app.ui.workspace import Workspace

_NOTE = (
    "勾选的登记册出现在左边“登记册”一页里。不再勾选的只是不显示，已登记的内容都在；"
    "收到的数据包照常写入。"
)


class RegistersTab(SettingsTab):
    """A box for every register, group by group."""

    title = "登记册"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.boxes: dict[str, QCheckBox] = {}
        self.box.addWidget(label(_NOTE, "muted", wrap=True))
        for group, registers in by_group().items():
            boxes = []
            for made in registers:
                box = self.boxes[made.key] = QCheckBox(made.title)
                box.setObjectName(f"keep_{made.key}")
                boxes.append(box)
            self.box.addWidget(card(label(group, "h2"), *boxes, name=group))
        self.save = button("保存", self._save, primary=True, name="save_registers")
        self.foot.addLayout(row(self.save, None))
        self.box.addStretch(1)

    def reload(self) -> None:
        """What is kept now."""
        kept = {made.key for made in kept_registers(self.workspace.store)}
        for key, box in self.boxes.items():
            box.setChecked(key in kept)
        offer(self.save, self.workspace.store.why_not(Verb.SETTINGS))

    def _save(self) -> None:
        wanted = [key for key, box in self.boxes.items() if box.isChecked()]
        store = self.workspace.store
        self.workspace.save(lambda: keep_registers(store, wanted), "已保存。")
