"""阵地 coverage: 党员干部现代远程教育覆盖所有村、社区 (HN 一（三）), and the same of any kind."""

from dataclasses import dataclass

from app.data.queries.coverage import Covered, coverage
from app.domain.errors import NotFound
from app.domain.resources.codes import STATION, VENUE_KINDS
from app.services.store import Store

RULE = "党员干部现代远程教育覆盖所有村、社区（湖南 一（三））"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every village and community under one kind; who has none comes first."""

    kind: str
    places: tuple[Covered, ...]

    @property
    def without(self) -> int:
        """How many are covered by none."""
        return sum(not one.venues for one in self.places)

    @property
    def words(self) -> str:
        """In a sentence."""
        number = len(self.places)
        done = number - self.without
        return f"{self.kind}：{number} 个村（社区），已覆盖 {done}，没有 {self.without}"


def coverage_of(store: Store, kind: str = STATION) -> Coverage:
    """What places of a kind cover.

    Raises:
        NotFound: there is no such kind.
    """
    if kind not in VENUE_KINDS:
        raise NotFound(f"没有“{kind}”这一类阵地。", f"可选：{'、'.join(VENUE_KINDS)}。")
    return Coverage(kind, tuple(coverage(store.database.read(), kind)))
