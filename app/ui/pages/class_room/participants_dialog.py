"""从名单文件添加: every line of the file with what becomes of it; questions first, one save."""

from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.data.queries.people_to_match import PersonToMatch
from app.domain.masking import mask_id_number, mask_phone
from app.domain.people.membership import NORMAL
from app.services.classes.participant_lists import (
    ALREADY,
    ASKED,
    READY,
    REFUSED,
    ParticipantPlan,
    PlannedLine,
)
from app.ui.combo_box import ComboBox
from app.ui.dialog import Dialog
from app.ui.parts import Tone, button, label, row
from app.ui.tables.list_table import ListTable
from app.ui.tables.query import Column
from app.ui.tables.short_list import Numbered, ShortList

_TONES: dict[str, Tone] = {READY: "ok", ALREADY: "", ASKED: "warn", REFUSED: "bad"}
_ORDER = (ASKED, REFUSED, READY, ALREADY)
_COLUMNS: tuple[Column[Numbered[PlannedLine]], ...] = (
    Column("行", lambda r: str(r.row.number), width=60, right=True),
    Column("姓名", lambda r: r.row.written, width=150),
    Column("结果", lambda r: r.row.outcome, width=90, tone=lambda r: _TONES[r.row.outcome]),
    Column("说明", lambda r: r.row.reason, width=520),
)
_QUESTIONS_SEEN = 4


class ParticipantsDialog(Dialog):
    """`answers` says by place in the plan who is meant where several people have the name."""

    def __init__(self, plan: ParticipantPlan, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"从名单文件添加学员 — {title}")
        self.resize(900, 560)
        self.plan = plan
        self.choices: dict[int, ComboBox] = {}
        self.take = button("", self.accept, primary=True, name="take_listed")
        ordered = sorted(plan.lines, key=lambda line: _ORDER.index(line.outcome))
        self.list: ListTable[Numbered[PlannedLine]] = ListTable(
            "名单逐行结果", ShortList(ordered), _COLUMNS, unit="行", searchable=False, numbers=False
        )
        self.table, self.model = self.list.table, self.list.model
        self.list.reload()
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        box.addWidget(label(self._summary(), "h2", wrap=True))
        if plan.of(ASKED):
            box.addWidget(label("同名的人请指明是哪一位；不指明的不加入。", "muted", wrap=True))
            box.addWidget(self._questions())
        box.addWidget(self.list, 1)
        box.addLayout(row(None, button("取消", self.reject), self.take))
        self._count()

    @property
    def answers(self) -> dict[int, bytes]:
        """Place in the plan → the person chosen."""
        found = {place: combo.currentData() for place, combo in self.choices.items()}
        return {place: bytes.fromhex(text) for place, text in found.items() if text}

    def _summary(self) -> str:
        parts = [f"名单 {len(self.plan.lines)} 行"]
        for outcome in (READY, ALREADY, ASKED, REFUSED):
            if number := len(self.plan.of(outcome)):
                parts.append(f"{outcome} {number} 人")
        return "，".join(parts)

    def _questions(self) -> QWidget:
        inside = QWidget()
        inside.setObjectName("Scrolled")
        grid = QGridLayout(inside)
        grid.setColumnStretch(1, 1)
        for place, line in enumerate(self.plan.lines):
            if line.outcome != ASKED:
                continue
            combo = ComboBox()
            combo.setObjectName(f"which_{place}")
            combo.setAccessibleName(f"第 {line.number} 行 {line.written} 是哪一位")
            combo.addItem("不加入", "")
            for person in line.candidates:
                combo.addItem(_described(person), person.uid.hex())
            combo.currentIndexChanged.connect(lambda _n: self._count())
            words = label(f"第 {line.number} 行　{line.written}")
            words.setBuddy(combo)
            grid.addWidget(words, len(self.choices), 0)
            grid.addWidget(combo, len(self.choices), 1)
            self.choices[place] = combo
        scroll = QScrollArea(widgetResizable=True)
        scroll.setWidget(inside)
        seen = min(len(self.choices), _QUESTIONS_SEEN)
        scroll.setMinimumHeight(seen * (inside.sizeHint().height() // len(self.choices)) + 4)
        return scroll

    def _count(self) -> None:
        number = len({line.member for line in self.plan.of(READY)} | set(self.answers.values()))
        self.take.setText(f"加入 {number} 人")
        self.take.setEnabled(number > 0)


def _described(person: PersonToMatch) -> str:
    """Enough to tell two people of one name apart; numbers stay masked."""
    parts = [
        person.name,
        person.organization_name,
        f"{person.birth_date[:7]} 出生" if person.birth_date else "",
        mask_id_number(person.id_number) if person.id_number else "",
        mask_phone(person.phone) if person.phone else "",
        "" if person.status == NORMAL else person.status,
    ]
    return "　".join(part for part in parts if part)
