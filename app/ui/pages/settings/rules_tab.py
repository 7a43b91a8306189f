"""计学时与发证规则: dated settings; the county's reach every township."""

from PySide6.QtWidgets import QFormLayout, QLineEdit

from app.domain.errors import InvalidInput
from app.services.settings import LABELS, change_setting, current_settings
from app.ui.pages.settings.tab import SettingsTab
from app.ui.parts import button, card, label, row
from app.ui.workspace import Workspace


class RulesTab(SettingsTab):
    """One line per setting."""

    title = "学时与证书"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.lines: dict[str, QLineEdit] = {}
        form = QFormLayout()
        form.setSpacing(10)
        for key, words in LABELS.items():
            line = QLineEdit()
            line.setAccessibleName(words)
            line.setObjectName(key)
            line.setMaximumWidth(420)
            self.lines[key] = line
            form.addRow(words, line)
        note = "改动从今天起生效，以前的学时按以前的规则。县里的设置会随数据下发到各乡镇。"
        self.box.addWidget(card(form, name="规则"))
        self.box.addWidget(label(note, "muted", wrap=True))
        save = button("保存", self._save, primary=True, name="save_rules")
        self.box.addLayout(row(save, None))
        self.box.addStretch(1)

    def reload(self) -> None:
        """What is in force today."""
        for key, value in current_settings(self.workspace.store).items():
            self.lines[key].setText(value)

    def _save(self) -> None:
        store = self.workspace.store
        current = current_settings(store)
        try:
            for key, line in self.lines.items():
                if line.text().strip() != current[key]:
                    change_setting(store, key, line.text().strip())
        except InvalidInput as error:
            self.workspace.refuse(error)
        else:
            self.workspace.changed("已保存。")
