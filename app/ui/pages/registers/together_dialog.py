"""批量修改 of a register: one field of the chosen rows, in one action that can be taken back."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from app.domain.columns_beside import owned_by_person
from app.domain.entity import workbook_fields
from app.domain.errors import AppError, InvalidInput
from app.domain.registers import Register
from app.services.registers import change_together
from app.ui.combo_box import ComboBox
from app.ui.dialog import Dialog
from app.ui.forms.form import Form
from app.ui.notice_bar import NoticeBar
from app.ui.parts import button, column, label, row
from app.ui.references import StoreReferences
from app.ui.workspace import Workspace


class TogetherRowsDialog(Dialog):
    """`outcome` is the batch that an undo takes back."""

    def __init__(
        self, workspace: Workspace, register: Register, uids: Sequence[bytes], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("批量修改")
        self.setMinimumWidth(520)
        self._workspace, self._register, self._uids = workspace, register, list(uids)
        self._references = StoreReferences(workspace.store)
        self.outcome = ""
        self.notices = NoticeBar()
        self.field = ComboBox()
        self.field.setAccessibleName("修改哪一项")
        self.field.setObjectName("rows_field")
        for made in workbook_fields(register.entity):
            if made.name not in (register.entity.title, *_whose(register)):
                self.field.addItem(made.label, made.name)
        self._place = QVBoxLayout()
        self.form = self._form()
        self.go = button("修改", self._write, primary=True, name="rows_go")
        words = f"所选 {len(self._uids):,} {register.unit}改成同一个内容；空着就是清空。可以撤销。"
        self.setLayout(
            _roomy(
                self.notices,
                label(words, wrap=True),
                row(label("修改哪一项", "muted"), self.field, None),
                self._place,
                row(None, button("取消", self.reject), self.go),
                spacing=12,
            )
        )
        self.field.currentIndexChanged.connect(lambda _n: self._turn())

    def _form(self) -> Form:
        made = self._register.entity.field(str(self.field.currentData()))
        form = Form([made], self._references, columns=1)
        self._place.addWidget(form)
        form.submitted.connect(self._write)
        return form

    def _turn(self) -> None:
        """Another field has another editor."""
        self._place.removeWidget(self.form)
        self.form.hide()
        self.form.deleteLater()
        self.form = self._form()

    def _write(self) -> None:
        name = str(self.field.currentData())
        value = self.form.values()[name]
        self.notices.put_away()
        try:
            self.outcome = change_together(
                self._workspace.store, self._register, self._uids, name, value
            )
        except InvalidInput as error:
            elsewhere = self.form.show_problems(error.problems)
            if elsewhere:
                self.notices.warn("；".join(elsewhere))
        except AppError as error:
            self.notices.refuse(error)
        else:
            self.accept()


def _whose(register: Register) -> tuple[str, ...]:
    """Nobody's row becomes another's by the dozen."""
    entity = register.entity
    return (entity.owner,) if owned_by_person(entity) else ()


def _roomy(*content: QWidget | QLayout | None, spacing: int) -> QVBoxLayout:
    made = column(*content, spacing=spacing)
    made.setContentsMargins(24, 20, 24, 16)
    return made
