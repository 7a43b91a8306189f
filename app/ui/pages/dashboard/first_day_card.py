"""第一天: what comes next, each step a button that leads there, ticked when it is done."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

from app.data.queries.first_day import Begun, begun
from app.domain.accounts.roles import Verb
from app.ui import first_day
from app.ui.duties import needs
from app.ui.finding import ShowClass, ShowImport
from app.ui.offering import offer
from app.ui.pages.review.showing import ShowEnrolment, ShowReceiving
from app.ui.parts import button, clear, label, link, row
from app.ui.workspace import Workspace

_DONE, _OPEN = "✓", "○"


@dataclass(frozen=True)
class Step:
    """One thing to do; `why_not` says what has to be done before."""

    words: str
    action: str
    go: Callable[[], object]
    done: bool
    why_not: str = ""
    verb: Verb = Verb.READ


class FirstDayCard(QFrame):
    """Goes by itself when the first paper of a class is printed or a class is closed (at the county
    also when data came and went), or when it is put away; the help fetches it back."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setAccessibleName("第一天怎么做")
        self._workspace = workspace
        self.steps: list[Step] = []
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(12)
        self._lines.setVerticalSpacing(4)
        self._lines.setColumnStretch(1, 1)
        away = link("不用了，收起", self._put_away, name="put_first_day_away")
        away.setToolTip("以后可以在“帮助”里再打开")
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 10, 16, 10)
        box.addLayout(row(label("第一天怎么做", "h2"), None, away))
        box.addLayout(self._lines)

    def reload(self) -> None:
        """Tick what is done, by what the store holds."""
        store = self._workspace.store
        chosen = first_day.choice(store)
        if chosen == "hidden":
            self.hide()
            return
        found = begun(store.database.read())
        county = self._workspace.level == "county"
        over = first_day.printed(store) or bool(found.closed)
        over = over or bool(county and found.received and found.sent)
        self.setVisible(chosen == "shown" or not over)
        self.steps = self._county(found) if county else self._township(found)
        self._show()

    def _show(self) -> None:
        clear(self._lines)
        following = next((step for step in self.steps if not step.done), None)
        for number, step in enumerate(self.steps, start=1):
            state = "已完成" if step.done else "还没有做"
            mark = label(_DONE if step.done else _OPEN, tone="ok" if step.done else "")
            mark.setAccessibleName(f"第 {number} 步{state}")
            words = label(f"{number}. {step.words}", "muted" if step.done else "", wrap=True)
            made = button(step.action, step.go, primary=step is following, name=f"first_{number}")
            made.setAccessibleDescription(state)
            needs(made, step.verb)
            if step.why_not:
                offer(made, step.why_not)
            for column, part in enumerate((mark, words, made)):
                self._lines.addWidget(part, number, column)

    def _township(self, found: Begun) -> list[Step]:
        workspace, held = self._workspace, found.newest_class
        first = "先办一个班" if held is None else ""

        def room(step: str) -> Callable[[], object]:
            return lambda: workspace.open("class_room", ShowClass(held or b"", step))

        return [
            Step(
                "把党员花名册导进来，没有的支部顺手建立（没有花名册，就在“党员”里逐个新增）",
                "导入花名册…",
                lambda: workspace.open("members", ShowImport()),
                bool(found.people),
                verb=Verb.ENTER,
            ),
            Step(
                "办第一个班：写班名、日期、地点，选参训的人",
                "办班…",
                lambda: workspace.open("classes", []),
                bool(found.classes),
                "" if found.people else "先有党员，才有人参训",
                Verb.ENTER,
            ),
            Step(
                "打印花名册和签到表，开班那天用",
                "去打印",
                room("名单"),
                first_day.printed(workspace.store),
                first,
            ),
            Step(
                "下课后照签到表录考勤，录齐了结班",
                "去录考勤",
                room("考勤"),
                bool(found.marks),
                first,
            ),
        ]

    def _county(self, found: Begun) -> list[Step]:
        workspace = self._workspace
        first = "" if found.computers else "先给乡镇开户"
        return [
            Step(
                "建立乡镇、开户：一台电脑一份开户文件，用U盘交给乡镇，电话核对校验码",
                "给乡镇开户…",
                lambda: workspace.open("townships", ShowEnrolment()),
                bool(found.computers),
                verb=Verb.ENROL,
            ),
            Step(
                "接收乡镇上报：插上乡镇送来的U盘，第一次接收时一并完成开户",
                "数据接收…",
                lambda: workspace.open("townships", ShowReceiving()),
                bool(found.received),
                verb=Verb.EXCHANGE,
            ),
            Step(
                "下发给乡镇：选中乡镇点“下发”，把县里的设置和核实结果带回去",
                "去下发",
                lambda: workspace.open("townships"),
                bool(found.sent),
                first,
            ),
            Step(
                "县里自己办的班：先导入参训的人，再办班、打印",
                "导入花名册…",
                lambda: workspace.open("members", ShowImport()),
                bool(found.classes),
                verb=Verb.ENTER,
            ),
        ]

    def _put_away(self) -> None:
        first_day.choose(self._workspace.store, "hidden")
        self.hide()
        self._workspace.notices.done("已收起。以后可以在“帮助”里再打开。", "", None)
