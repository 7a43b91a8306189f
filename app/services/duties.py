"""落实情况 clause by clause: what the documents ask for and no figure can prove, and what was
recorded of it for one organization and year."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from app.data.queries.organizations import organization
from app.data.queries.registers import every_row
from app.domain.activities.lecturing import is_township
from app.domain.entity import REGISTRY, Value
from app.domain.errors import NotFound
from app.domain.governance.codes import MET, UNMET
from app.services.registers import save_row
from app.services.store import Store

FILE = Path(__file__).resolve().parents[2] / "resources" / "duties.toml"
DOCUMENTS = {
    "P24": "全国规划（2024—2028年）",
    "P09": "全国规划（2009—2013年）",
    "JC": "基层干部教育培训意见",
    "HN": "省级实施意见",
    "JN": "市级实施意见",
}
"""As 落实情况 calls them; HN is Hunan's and JN is Jinan's."""
TITLES = {
    "P24": "全国规划 2024—2028",
    "P09": "全国规划 2009—2013",
    "JC": "基层干部培训意见",
    "HN": "湖南 2014—2018",
    "JN": "济南 2019—2023",
}
COUNTY, TOWNSHIP, BRANCH, UNIT = "县", "乡镇", "支部", "单位"
_DUTY = "duty"
NOT_SAID = "未登记"


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that is asked for; number, clause and quotation are those of the source."""

    number: str
    document: str
    clause: str
    text: str
    hardness: str
    window: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A clause with what was recorded of it; nothing was where `uid` is None."""

    clause: Clause
    uid: bytes | None = None
    state: str = NOT_SAID
    done_on: str = ""
    person: str = ""
    evidence: str = ""


@cache
def clauses() -> tuple[Clause, ...]:
    """Every clause whose fulfilment is recorded, document by document."""
    found = [_clause(row) for row in tomllib.loads(FILE.read_text("utf-8"))["duty"]]
    places = list(DOCUMENTS)
    return tuple(sorted(found, key=lambda one: places.index(one.document)))


def _clause(row: Mapping[str, Any]) -> Clause:
    return Clause(**{**row, "levels": tuple(row["levels"])})


def level_of(store: Store, place: bytes) -> str:
    """Whom the documents would call this organization.

    Raises:
        NotFound: it is not here.
    """
    found = organization(store.database.read(), place)
    if found is None:
        raise NotFound("找不到这个党组织。", "请重新选择。")
    county = store.site.level == "county"
    if county and place == store.site.organization:
        return COUNTY
    if not county and place == store.site.organization:
        return TOWNSHIP
    below = county and found.parent == store.site.organization
    if is_township(found.kind, None, below_the_county=below):
        return TOWNSHIP
    return BRANCH if found.kind.endswith("党支部") else UNIT


def duties_of_year(
    store: Store, year: int, document: str = "P24", place: bytes | None = None
) -> list[DutyLine]:
    """Every clause of a document that binds this organization (the site's own where none is
    named), with what was recorded of it for the year.

    Raises:
        NotFound: there is no such document or organization.
    """
    if document not in DOCUMENTS:
        raise NotFound(f"没有编号为“{document}”的文件。", f"可选：{'、'.join(DOCUMENTS)}。")
    at = place or store.site.organization
    level = level_of(store, at)
    recorded = _recorded(store, year, at)
    asked = (one for one in clauses() if one.document == document and level in one.levels)
    return [recorded.get(one.number, DutyLine(one)) for one in asked]


def _recorded(store: Store, year: int, place: bytes) -> dict[str, DutyLine]:
    known = {one.number: one for one in clauses()}
    found = {}
    for row in every_row(store.database.read(), REGISTRY[_DUTY]):
        said = row.values
        number = str(said["number"])
        mine = said["organization"] == place and str(said["year"])[:4] == f"{year:04}"
        if mine and number in known:
            words = (str(said[n] or "") for n in ("done", "done_on", "person", "evidence"))
            found[number] = DutyLine(known[number], row.uid, *words)
    return found


def first_values_of(
    store: Store, clause: Clause, year: int, place: bytes | None = None
) -> dict[str, Value]:
    """What the form of a clause that nothing was recorded of begins with; whether it is done is
    not said."""
    return {
        "number": clause.number,
        "required": clause.text,
        "organization": place or store.site.organization,
        "year": str(year),
        "document": DOCUMENTS[clause.document],
    }


def record_duty(
    store: Store, number: str, year: int, said: Mapping[str, Value], place: bytes | None = None
) -> bytes:
    """Record one clause: a new row, or the one that stands for it and year is changed.

    Raises:
        NotFound: there is no clause of this number.
        InvalidInput: every problem at once.
    """
    clause = next((one for one in clauses() if one.number == number), None)
    if clause is None:
        raise NotFound(f"没有编号为“{number}”的要求。", "请先用 duty list 查出编号。")
    at = place or store.site.organization
    standing = _recorded(store, year, at).get(number)
    if standing is not None and standing.uid is not None:
        return save_row(store, REGISTRY[_DUTY], standing.uid, said).uid
    values = {**first_values_of(store, clause, year, at), **said}
    return save_row(store, REGISTRY[_DUTY], None, values).uid


def counted(lines: list[DutyLine]) -> str:
    """How many are done, not done, not recorded."""
    number = {word: sum(one.state == word for one in lines) for word in (MET, UNMET, NOT_SAID)}
    said = "，".join(f"{word} {count}" for word, count in number.items())
    return f"共 {len(lines)} 项：{said}"


def documents_recorded(store: Store, year: int, place: bytes | None) -> list[str]:
    """The plan in force, and whatever else something was recorded of."""
    known = {line.clause.document for line in _recorded(store, year, _at(store, place)).values()}
    return [one for one in DOCUMENTS if one in known or one == "P24"]


def _at(store: Store, place: bytes | None) -> bytes:
    return place or store.site.organization


def this_year() -> int:
    """The year that is asked about where none is said."""
    return date.today().year
