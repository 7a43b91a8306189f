"""What a register's workbook leaves open: fields it has no column for, lines that may be here."""

import dataclasses
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.domain.columns_beside import PERIOD, SPAN, owned_by_person
from app.domain.entity import Field, workbook_fields
from app.domain.people.roster_plan import Action
from app.services.register_imports import RegisterPlan
from app.ui.forms.editors import References
from app.ui.forms.form import Form, Values
from app.ui.parts import button, label, row


class AskedLines(QWidget):
    """One line above the list, as long as a line of the file waits for an answer."""

    def __init__(self, answer: Callable[[bool], object]) -> None:
        super().__init__()
        self.words = label("", tone="warn", wrap=True)
        self.same = button("是同一次，不再登记", lambda: answer(True), name="same_training")
        self.another = button("是另一次，照样登记", lambda: answer(False), name="another_training")
        box = row(self.words, self.same, self.another)
        box.setContentsMargins(0, 0, 0, 0)
        box.setStretch(0, 1)
        self.setLayout(box)
        self.hide()

    def show_number(self, number: int) -> None:
        """How many lines wait."""
        self.words.setText(
            f"{number:,} 行可能已经登记过（见“说明”），先核对：选中几行再点，不选就是这些行全部。"
        )
        self.setVisible(number > 0)


def missing_fields(plan: RegisterPlan) -> list[str]:
    """Labels of what every line needs and nobody has said, where that refuses lines."""
    if plan.counts[Action.REJECTED] == 0:
        return []
    refused = {problem.column for problem in plan.rejected}
    return [f.label for f in _open_fields(plan) if f.required and f.label in refused]


def _open_fields(plan: RegisterPlan) -> list[Field]:
    """The fields without a column in any sheet of the register's own table."""
    entity = plan.register.entity
    there: set[str] = set()
    for sheet in plan.file.sheets:
        if sheet.branch_hints[0] == entity.name:
            there |= set(sheet.columns) | (set(SPAN) if PERIOD in sheet.columns else set())
    whose = {entity.owner} if owned_by_person(entity) else set()
    return [f for f in workbook_fields(entity) if f.name not in there | whose]


def common_form(plan: RegisterPlan, references: References, said: Values) -> Form:
    """Empty fields; what is left empty is said of no line."""
    fields = [
        dataclasses.replace(f, required=False, default=None, shown_when=None, required_when=None)
        for f in _open_fields(plan)
    ]
    form = Form(fields, references)
    form.show_values(said)
    return form


def said_fields(values: Values) -> Values:
    """What was filled in."""
    return {name: value for name, value in values.items() if value not in (None, "", 0)}
