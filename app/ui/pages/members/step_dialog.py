"""发展和转正: what somebody becomes, since when, by which meeting; or 延长预备期."""

from PySide6.QtWidgets import QWidget

from app.data.queries.members import member_values
from app.services import category_steps
from app.services.category_steps import Step
from app.ui.forms.form import Form
from app.ui.forms.form_dialog import FormDialog
from app.ui.parts import label
from app.ui.references import StoreReferences
from app.ui.workspace import Workspace


class StepDialog(FormDialog):
    """`outcome` is what was done, once it is accepted."""

    outcome: Step

    def __init__(self, workspace: Workspace, member: bytes, parent: QWidget) -> None:
        store = workspace.store
        fields = category_steps.step_fields(store, member)
        form = Form(fields, StoreReferences(store))
        now = member_values(store.database.read(), member)
        super().__init__(
            f"发展和转正　{now['name']!s}",
            form,
            lambda raw: category_steps.take_step(store, member, raw),
            parent,
        )
        self.setMinimumSize(620, 330)  # 延长预备期 asks for more, and a dialog does not grow
        self.save_button.setObjectName("step_now")
        words = f"{now['name']!s}现在是{now['political_status']!s}。入党、转正的日期一并记下。"
        self.box.insertWidget(0, label(words, "muted", wrap=True))
        self.box.setStretchFactor(form, 1)


def take_step(workspace: Workspace, member: bytes, parent: QWidget) -> bool:
    """Somebody chosen goes one step on; the notice takes it back. Whether it was done."""
    dialog = workspace.attempt(lambda: StepDialog(workspace, member, parent))
    if dialog is None or not dialog.exec():
        return False
    store = workspace.store
    number = category_steps.last_step(store)
    workspace.changed()
    workspace.notices.done(
        dialog.outcome.words,
        "撤销",
        lambda: workspace.save(lambda: category_steps.take_step_back(store, number), "已撤销。"),
    )
    return True
