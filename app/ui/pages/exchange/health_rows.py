"""交换情况 as the list shows it: one line per township, its figures filled in when they come."""

from dataclasses import dataclass
from datetime import datetime

from app.data.queries.peer_list import PeerRow
from app.domain.exchange.health import SILENT_DAYS
from app.domain.exchange.package_state import numbers_text
from app.services.exchange.exchange_health import PeerHealth
from app.ui.references import words_of
from app.ui.tables.query import Column, View
from app.ui.tables.short_list import Numbered


@dataclass(frozen=True)
class TownshipRow:
    """One enrolled computer; `health` is None until the figures have come."""

    peer: PeerRow
    health: PeerHealth | None = None

    @property
    def silent_days(self) -> int | None:
        """Days since it brought something; None when it never did."""
        return days_since(self.peer.last_received)

    @property
    def tone(self) -> str:
        """How urgent its sentence is: bad, warn, ok, muted."""
        if self.peer.revoked:
            return "muted"
        found = self.health
        if found is None:
            return ""
        if found.gaps or found.forks or found.differing or found.clock_off:
            return "bad"
        days = self.silent_days
        late = days is None or days > SILENT_DAYS
        waits = found.put_aside or found.held or found.backlog
        return "warn" if late or waits else "ok"

    @property
    def words(self) -> str:
        """What to do next."""
        if self.health is not None:
            return self.health.words
        return "已停用" if self.peer.revoked else "正在查看…"


def days_since(moment: str) -> int | None:
    """Whole days since then."""
    if not moment:
        return None
    then = datetime.fromisoformat(moment)
    return max(0, (datetime.now(then.tzinfo) - then).days)


def ago(moment: str) -> str:
    """今天、昨天、12 天前."""
    days = days_since(moment)
    if days is None:
        return "还没有"
    return {0: "今天", 1: "昨天"}.get(days, f"{days} 天前")


def _figure(row: TownshipRow, text: str) -> str:
    return text if row.health is not None else "…"


def _number(row: TownshipRow, number: int) -> str:
    return _figure(row, f"{number:,}" if number else "—")


def _confirmed(row: TownshipRow) -> str:
    found = row.health
    if found is None:
        return "…"
    return f"{found.confirmed}/{found.sent}" if found.sent else "—"


def _backlog(row: TownshipRow) -> str:
    return _number(row, row.health.backlog if row.health else 0)


def _gaps(row: TownshipRow) -> str:
    return _figure(row, numbers_text(row.health.gaps if row.health else ()) or "—")


def _gap_tone(row: TownshipRow) -> str:
    return "bad" if row.health and row.health.gaps else ""


def _waiting(row: TownshipRow) -> str:
    return _number(row, row.health.put_aside if row.health else 0)


LAST_RECEIVED = 1
"""The column with the bar."""

COLUMNS: tuple[Column[Numbered[TownshipRow]], ...] = (
    Column("乡镇", lambda r: r.row.peer.title, width=130),
    Column("最近收到", lambda r: ago(r.row.peer.last_received), width=100),
    Column("下发已确认", lambda r: _confirmed(r.row), width=92, right=True),
    Column("还差", lambda r: _backlog(r.row), width=66, right=True),
    Column("缺号", lambda r: _gaps(r.row), width=66, right=True, tone=lambda r: _gap_tone(r.row)),
    Column("暂存", lambda r: _waiting(r.row), width=56, right=True),
    Column("情况", lambda r: r.row.words, width=250, tone=lambda r: r.row.tone),
)


def fits(row: TownshipRow, view: View) -> bool:
    """Whether the searched text stands in its name, the pinyin of it, or its sentence."""
    return view.text.lower() in f"{words_of(row.peer.title)}{row.words}"
