"""党课: its list, and who has not given one."""

from PySide6.QtWidgets import QWidget

from app.domain.entity import Value
from app.domain.registers import Register
from app.ui.pages.registers.lecture_owed_dialog import LectureOwedDialog
from app.ui.pages.registers.register_view import RegisterView
from app.ui.parts import button
from app.ui.workspace import Workspace


class LecturesView(RegisterView):
    """The register of 党课."""

    def __init__(self, workspace: Workspace, register: Register) -> None:
        self.owed = button("谁还没讲…", self._owed, icon_name="users", name="who_owes")
        super().__init__(workspace, register)

    def own_tools(self) -> tuple[QWidget, ...]:
        """Beside what every register has."""
        return (self.owed,)

    def _owed(self) -> None:
        dialog = LectureOwedDialog(self.workspace, self)
        if dialog.exec() and dialog.chosen_person is not None:
            one = dialog.chosen_person
            offered: dict[str, Value] = {
                "lecturer": one.member,
                "speaker": one.name,
                "organization": one.place,
            }
            self.edit(None, {**offered, "post_then": one.posts})
