"""落款名称 of this site; 计学时与发证规则: dated settings, the county's reach every township."""

from PySide6.QtWidgets import QFormLayout, QLineEdit

from app.domain.errors import InvalidInput
from app.domain.signing import SIGNED_AS, suggested
from app.services.settings import LABELS, change_setting, change_signature, current_settings
from app.ui.pages.settings.tab import SettingsTab
from app.ui.parts import button, card, label, row
from app.ui.workspace import Workspace


class RulesTab(SettingsTab):
    """One line per setting."""

    title = "落款与规则"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.lines: dict[str, QLineEdit] = {}
        form = QFormLayout()
        form.setSpacing(10)
        self.signed_as = self._line("signed_as", SIGNED_AS)
        here = workspace.store.site
        self.signed_as.setPlaceholderText(f"如 {suggested(here.name, here.level)}")
        form.addRow(SIGNED_AS, self.signed_as)
        for key, words in LABELS.items():
            self.lines[key] = self._line(key, words)
            form.addRow(words, self.lines[key])
        note = (
            "落款名称只用于本单位，印在表册、总结的落款处。其余各项的改动从今天起生效，"
            "以前的学时按以前的规则；县里的设置会随数据下发到各乡镇。"
        )
        self.box.addWidget(card(form, name="规则"))
        self.box.addWidget(label(note, "muted", wrap=True))
        save = button("保存", self._save, primary=True, name="save_rules")
        self.box.addLayout(row(save, None))
        self.box.addStretch(1)

    def _line(self, key: str, words: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(words)
        line.setObjectName(key)
        line.setMaximumWidth(420)
        return line

    def reload(self) -> None:
        """What is in force today."""
        self.signed_as.setText(self.workspace.store.site.signed_as)
        for key, value in current_settings(self.workspace.store).items():
            self.lines[key].setText(value)

    def _save(self) -> None:
        store = self.workspace.store
        current = current_settings(store)
        signed_as = self.signed_as.text().strip()
        try:
            if signed_as != store.site.signed_as:
                change_signature(store, signed_as)
            for key, line in self.lines.items():
                if line.text().strip() != current[key]:
                    change_setting(store, key, line.text().strip())
        except InvalidInput as error:
            self.workspace.refuse(error)
        else:
            self.workspace.changed("已保存。")
