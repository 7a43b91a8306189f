"""Columns of a workbook that are no field of the table, but say one together: who, and when.

A row that belongs to a person names him; a list says it by number, phone and branch as well. A row
with a first and a last day may have both in one cell: 3月5日至7日, 2026年3月.
"""

from app.domain.entity import Entity
from app.domain.people.member_headers import MEMBER_HEADERS

NUMBER, PHONE, BRANCH, PERIOD = "*number", "*phone", "*branch", "*period"
"""How such columns are called; no field may be."""
SPAN = ("starts_on", "ends_on")
_PERIOD_WORDS = (
    *("培训时间", "培训日期", "起止时间", "起止日期", "学习时间", "学习日期", "活动时间", "时间"),
    *("日期", "月份", "学习月份", "年月", "月度", "培训起止时间", "完成时间"),
)
_LABELS = {NUMBER: "身份证号", PHONE: "联系电话", BRANCH: "所在党组织", PERIOD: "起止时间"}


def owned_by_person(entity: Entity) -> bool:
    """Whether a row of this table is somebody's."""
    return entity.belongs_to == "member"


def belongs_to_a_place(entity: Entity) -> bool:
    """Whether its rows are those of an organization, or of people, who belong to one."""
    return entity.belongs_to in ("organization", "member")


def has_span(entity: Entity) -> bool:
    """Whether a row has a first and a last day."""
    return all(entity.has(name) for name in SPAN)


def words_beside(entity: Entity) -> dict[str, str]:
    """Headers to the column or field they mean, besides the fields' own."""
    found: dict[str, str] = {}
    if owned_by_person(entity):
        found |= dict.fromkeys(("姓名", *MEMBER_HEADERS["name"]), entity.owner)
        for column, about in ((NUMBER, "id_number"), (PHONE, "phone"), (BRANCH, "organization")):
            found |= dict.fromkeys((_LABELS[column], *MEMBER_HEADERS[about]), column)
    if has_span(entity):
        found |= dict.fromkeys(_PERIOD_WORDS, PERIOD)
    return found


def label_of(entity: Entity, name: str) -> str:
    """What a column is called, whether it is a field or not."""
    return entity.field(name).label if entity.has(name) else _LABELS.get(name, name)
