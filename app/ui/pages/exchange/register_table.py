"""The register of packages: sent and received, newest first."""

from dataclasses import dataclass

from app.data.queries.package_log import LogEntry, package_register
from app.services.store import Store
from app.ui.pages.exchange.send_dialog import size_text
from app.ui.tables.query import Column, View
from app.ui.tables.search_table import SearchTable
from app.ui.tables.short_list import Numbered, ShortList
from app.ui.today import moment


@dataclass(frozen=True)
class Registered:
    """One line of the register."""

    number: int
    entry: LogEntry
    peer: str


_COLUMNS: tuple[Column[Numbered[Registered]], ...] = (
    Column("时间", lambda r: moment(r.row.entry.at), width=140, date=True),
    Column("方向", lambda r: "发出" if r.row.entry.direction == "out" else "收到", width=64),
    Column("单位", lambda r: r.row.peer, width=160),
    Column("包号", lambda r: str(r.row.entry.sequence), width=60, right=True),
    Column("条数", lambda r: f"{r.row.entry.rows:,}", width=80, right=True),
    Column("大小", lambda r: size_text(r.row.entry.bytes), width=90, right=True),
    Column("经手人", lambda r: r.row.entry.operator, width=120),
)


class RegisterTable(SearchTable[Numbered[Registered]]):
    """登记、签收."""

    def __init__(self) -> None:
        super().__init__(
            "数据包登记",
            ShortList[Registered](()),
            _COLUMNS,
            unit="次",
            placeholder="按单位、经手人查找",
        )
        self.when_empty("还没有发出或收到过数据包。", "刷新", self.reload)

    def show_store(self, store: Store) -> None:
        """Read the register."""
        rows = [Registered(*line) for line in package_register(store.database.read())]
        before = self.chosen()
        self.show_rows(ShortList(rows, _fits))
        places = [n for n, line in enumerate(rows) if before and line.number == before.number]
        if places and (shown := self.model.position(places[0])) >= 0:
            self.table.select_row(shown)

    def chosen(self) -> Registered | None:
        """The selected line."""
        found = self.selected_row()
        return found.row if found else None


def _fits(line: Registered, view: View) -> bool:
    return view.text in f"{line.peer}{line.entry.operator}"
