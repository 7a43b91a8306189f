"""工作台: who still needs training, what is to be entered, what came in, the last backup."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout

from app.data.queries.waiting import WaitingSession
from app.ui.charts import Donut, Point
from app.ui.finding import ShowClass, ShowOrganization
from app.ui.nobody import everybody_left
from app.ui.pages.dashboard.due_card import DueCard
from app.ui.pages.dashboard.figure_card import FigureCard
from app.ui.pages.dashboard.figures import Board, Figures, board, figures, people_to_train
from app.ui.pages.dashboard.first_day_card import FirstDayCard
from app.ui.pages.dashboard.owed_card import OwedCard
from app.ui.pages.dashboard.waiting_card import WaitingCard
from app.ui.pages.page import Page
from app.ui.pages.review.showing import ShowOpenItems, ShowReturns
from app.ui.parts import Tone, card, clear, column, label, link, row
from app.ui.theme import CHART
from app.ui.today import this_year, today
from app.ui.workspace import Workspace

if TYPE_CHECKING:
    from app.services.owed import Standing

_HOURS_BASIS = "集中学习培训的学时，含非党员、已转出的人和转入前学的；年度总结把转入前的另列。"


def _unset(total: "Standing") -> list[Point]:
    """党员干部, whose figure another plan sets: without them the ring would not be everybody."""
    return [Point("口径未设置", total.unset, colour=CHART.unset)] if total.unset else []


class DashboardPage(Page):
    """The first screen; everything on it leads somewhere."""

    title = "工作台"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.owed = OwedCard()
        self.share = Donut("达标情况")
        self.owed.counted.connect(self._show_share)
        self.owed.wanted.connect(self._make_class)
        self.owed.begun.connect(lambda: workspace.open("members"))
        self.owed.opened.connect(lambda uid: workspace.open("members", ShowOrganization(uid)))
        self.first_day = FirstDayCard(workspace)
        self.waiting = WaitingCard()
        self._waiting_shown: tuple[list[WaitingSession], bool] | None = None
        self._any_class = False
        self.waiting.chosen.connect(self._enter)
        self.waiting.all_asked.connect(lambda: workspace.open("classes"))
        self.due = DueCard()
        self.due.chosen.connect(partial(workspace.open, "registers"))
        self.news = QVBoxLayout()
        self.cards: dict[str, FigureCard] = {}
        grid = QGridLayout()
        grid.setSpacing(12)
        leads = {
            "党员": lambda: workspace.open("members"),
            "本年学时": lambda: workspace.open("ledger"),
            "在办班次": lambda: workspace.open("classes"),
            "待核实": self._open_items,
        }
        above = row(spacing=12)
        for number, (title, opens) in enumerate(leads.items(), start=1):
            self.cards[title] = FigureCard(title, opens, name=f"card_{number}")
            above.addWidget(self.cards[title], 1)
        grid.addLayout(above, 0, 0, 1, 4)
        for number in range(4):
            grid.setColumnStretch(number, 1)
        grid.addWidget(self.owed, 1, 0, 1, 2)
        grid.addLayout(self._beside(), 1, 2, 1, 2)
        grid.setRowStretch(1, 1)
        self.box.addWidget(self.first_day)
        self.box.addLayout(grid, 1)

    def _beside(self) -> QVBoxLayout:
        """What waits takes the room of its rows, the news that of its lines, the ring the rest."""
        share = card(label("达标情况", "h2"), self.share, name="达标情况")
        news = card(label("收到的数据和备份", "h2"), self.news, name="收到的数据和备份")
        news.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        made = column(self.waiting, self.due, share, news, spacing=12)
        made.setStretch(0, 100)
        made.setStretch(2, 1)
        return made

    def _open_items(self) -> None:
        """The county decides on its page; a township looks at what waits there."""
        if self.workspace.level == "county":
            self.workspace.open("review")
        else:
            self.workspace.open("reporting", ShowOpenItems())

    def _make_class(self, requirement: str, branches: list[bytes]) -> None:
        """The people of the ticked branches who are to be trained; none ticked, none chosen."""
        store = self.workspace.store
        people = self.workspace.attempt(lambda: people_to_train(store, requirement, branches))
        if people is not None:
            self.workspace.open("classes", people)

    def _open_returns(self) -> None:
        page = "townships" if self.workspace.level == "county" else "reporting"
        self.workspace.open(page, ShowReturns())

    def showEvent(self, event: QShowEvent) -> None:
        """That something was printed changes no data, but may end the first day."""
        super().showEvent(event)
        self.first_day.reload()

    def reload(self) -> None:
        """Cards at once, or a county's when they are read; 应训未训 when it has been worked out."""
        store = self.workspace.store
        self.subtitle.setText(f"{this_year()} 年度　{today()}")
        self.first_day.reload()
        self.read("figures", lambda: figures(store), self._show)
        self.ask("board", lambda: board(store), self._show_board)

    def _show_share(self, total: "Standing", is_open: bool) -> None:
        """While there is time nobody is short, only behind."""
        below, rest = ("低于本年进度", "其余未到期") if is_open else ("未达标", "待核实")
        low = total.owing if is_open else total.short
        waiting = total.pending - (low if is_open else 0)
        self.share.show_points(
            [
                Point("达标", total.met, colour=CHART.done),
                Point(below, low, colour=CHART.short),
                Point(rest, waiting, colour=CHART.rest),
                Point("不作硬性要求", total.exempt, colour=CHART.apart),
                *_unset(total),
            ]
        )

    def _show_board(self, found: Board) -> None:
        self.owed.show_owed(found.owed, lambda: everybody_left(self.workspace.store))
        self._show_open_items(found.open_items)
        self._show_waiting(found.waiting)
        self.due.show_due(found.due, found.to_do)

    def _show_waiting(self, waiting: list[WaitingSession]) -> None:
        """Made anew only when it is another list: whoever is on it with the keyboard stays."""
        shown = (waiting, self._any_class)
        if shown != self._waiting_shown:
            self._waiting_shown = shown
            self.waiting.show_waiting(waiting, any_class=self._any_class)

    def _show_open_items(self, number: int) -> None:
        """A township without any has no use for the card: it never decides."""
        tone: Tone = "warn" if number else "ok"
        self.cards["待核实"].show_figure(str(number), "两边都改过的内容", tone)
        self.cards["待核实"].setVisible(number > 0 or self.workspace.level == "county")

    def _show(self, found: Figures) -> None:
        counts = found.counts
        self.cards["党员"].show_figure(f"{counts.members:,}", f"{counts.organizations} 个党组织")
        trained = f"参训 {counts.trained:,} 人"
        self.cards["本年学时"].show_figure(f"{counts.hours:,}".removesuffix(".0"), trained)
        self.cards["本年学时"].setToolTip(_HOURS_BASIS)
        self.cards["在办班次"].show_figure(
            str(counts.open_classes), f"本年共 {counts.classes_this_year} 个班"
        )
        self._show_open_items(found.open_items)
        self._any_class = counts.classes_this_year > 0
        if found.waiting is not None:
            self._show_waiting(found.waiting)
        self._show_news(found)

    def _show_news(self, found: Figures) -> None:
        clear(self.news)
        if found.returns:
            self.news.addWidget(
                link(f"退回 {found.returns} 条，等待更正", self._open_returns, name="returned")
            )
        for line in found.news or ["还没有收到过数据包。"]:
            self.news.addWidget(label(line, "muted", wrap=True))
        backup = f"上次备份：{found.last_backup}" if found.last_backup else "还没有备份过"
        self.news.addWidget(label(f"{backup}。退出时自动备份。", "muted", wrap=True))

    def _enter(self, session: WaitingSession) -> None:
        what = ShowClass(session.training_class, "考勤", session.session)
        self.workspace.open("class_room", what)
