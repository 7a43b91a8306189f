"""落款名称 of this site; 计学时与发证规则: dated settings, the county's reach every township."""

from PySide6.QtWidgets import QFormLayout, QLineEdit

from app.domain.accounts.roles import Verb
from app.domain.errors import InvalidInput
from app.domain.settings import DECLARED, SETTINGS
from app.domain.signing import suggested
from app.services.keeping import refuse_countys_settings
from app.services.settings import SIGNATURE, change_settings, current_settings
from app.services.why_not import why_not
from app.ui.duties import needs
from app.ui.offering import offer
from app.ui.pages.settings.setting_editors import SettingEditor, editor_of
from app.ui.pages.settings.settings_past import SettingsPast
from app.ui.pages.settings.tab import SettingsTab
from app.ui.parts import button, card, label, row
from app.ui.workspace import Workspace

_NOTE = (
    "落款名称只用于本单位，印在表册、总结的落款处。其余各项的改动从今天起生效，"
    "以前的学时按以前的规则；县里的设置会随数据下发到各乡镇。"
)


class RulesTab(SettingsTab):
    """One line per declared setting."""

    title = "落款与规则"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.editors: dict[str, SettingEditor] = {}
        # As the editors show it: what one cannot show is not changed by looking at it.
        self._shown: dict[str, str] = {}
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        for setting in SETTINGS:
            made = editor_of(setting)
            self.editors[setting.key] = made
            words = label(setting.label)
            words.setBuddy(made.widget)
            form.addRow(words, made.line)
        here = workspace.store.site
        self.signed_as.setPlaceholderText(f"如 {suggested(here.name, here.level)}")
        rules = card(form, name="规则")
        needs(rules, Verb.SETTINGS)
        self.box.addWidget(rules)
        self.box.addWidget(label(_NOTE, "muted", wrap=True))
        save = button("保存", self._save, primary=True, name="save_rules")
        past = button("历次改动…", self._show_past, icon_name="clock", name="settings_past")
        self.foot.addLayout(row(save, past, None))
        self.box.addStretch(1)

    @property
    def signed_as(self) -> QLineEdit:
        """Where this site's 落款名称 is typed."""
        line = self.editors[SIGNATURE].widget
        assert isinstance(line, QLineEdit)
        return line

    def _show_past(self) -> None:
        SettingsPast(self.workspace, self).exec()

    def reload(self) -> None:
        """What is in force today."""
        for key, value in current_settings(self.workspace.store).items():
            self.editors[key].write(value)
            self._shown[key] = self.editors[key].read()
        why = why_not(lambda: refuse_countys_settings(self.workspace.store))
        for key, made in self.editors.items():
            if why and not DECLARED[key].own:
                offer(made.widget, why)

    def _save(self) -> None:
        store = self.workspace.store
        typed = {key: made.read() for key, made in self.editors.items()}
        wanted = {key: value for key, value in typed.items() if value != self._shown[key]}
        try:
            change_settings(store, wanted)
        except InvalidInput as error:
            self.workspace.refuse(error)
        else:
            self.workspace.changed("已保存。")
