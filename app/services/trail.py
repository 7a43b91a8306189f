"""修改记录: what was done here, and whether the chain of entries still holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.data import audit, site
from app.data.clock import now_text
from app.data.exchange import audit_heads
from app.data.queries import trail
from app.data.queries.trail import DetailLine, TrailFilter, TrailRow
from app.domain.accounts.roles import Verb
from app.services.store import Store

__all__ = ["ChainState", "DetailLine", "TrailFilter", "TrailRow", "chain_state", "detail_of"]


@dataclass(frozen=True, slots=True)
class ChainState:
    """How many entries there are since when, what is wrong with them, who else keeps how far."""

    entries: int
    since: str
    checked_at: str
    problems: Sequence[str]
    kept_by: Sequence[audit_heads.KeptBy]

    @property
    def words(self) -> str:
        """In one or two sentences."""
        if self.problems:
            return f"修改记录有 {len(self.problems)} 处不连续或对不上：{self.problems[0]}"
        said = f"共 {self.entries:,} 条，自 {self.since[:10]} 起前后连续"
        said += f"（{self.checked_at[:16]} 检查）。"
        kept = "；".join(
            f"{one.name}保存到第 {one.entry} 条（{one.at[:10]}）" for one in self.kept_by
        )
        return (said + (f"{kept}。" if kept else "还没有备份或上报，别处没有保存。")).replace(
            "T", " "
        )


def chain_state(store: Store) -> ChainState:
    """Look through the whole chain; a second for a hundred thousand entries.

    Raises:
        AppError: whoever works here may not see it.
    """
    store.require(Verb.TRAIL)
    with store.database.snapshot() as connection:
        found = connection.execute("SELECT count(*), coalesce(min(at), '') FROM audit").fetchone()
        problems = [*audit.problems(connection), *audit_heads.problems(connection)]
        mine = str(site.get(connection, "incarnation"))
        kept = audit_heads.kept_by(connection, mine)
    return ChainState(int(found[0]), str(found[1]), now_text(), problems, kept)


def entries(store: Store, wanted: TrailFilter) -> Sequence[int]:
    """Numbers of the entries that fit.

    Raises:
        AppError: whoever works here may not see them.
    """
    store.require(Verb.TRAIL)
    return trail.trail_ids(store.database.read(), wanted)


def rows_of(store: Store, ids: Sequence[int]) -> Sequence[TrailRow]:
    """Entries by number."""
    return trail.trail_rows(store.database.read(), ids)


def rows_about(store: Store, entity: str, uid: bytes) -> Sequence[bytes]:
    """A row and what belongs to it, for `TrailFilter.about`."""
    return trail.rows_about(store.database.read(), entity, uid)


def who_and_what(store: Store) -> tuple[list[str], list[str]]:
    """Everybody who did something here, and every kind of action, for filters."""
    return trail.who_and_what(store.database.read())


def detail_of(store: Store, number: int) -> list[DetailLine]:
    """What one entry did, field by field, before and after.

    Raises:
        AppError: whoever works here may not see it.
    """
    store.require(Verb.TRAIL)
    with store.database.snapshot() as connection:
        return trail.detail_of(connection, number)
