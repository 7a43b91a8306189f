"""Every kind of question of 待核实, in one table."""

from app.data.queries import tree_items
from app.data.queries.cut_rows import BEYOND
from app.data.queries.review_item import ReviewItem
from app.data.queries.review_list import (
    ATTENDANCE,
    FIELD,
    REMOVED,
    SAME_CERTIFICATE,
    SAME_ID_NUMBER,
    SAME_ORGANIZATION,
)
from app.services.review.field_edits import FieldEdit, Removal
from app.services.review.hours_beyond import HoursBeyond
from app.services.review.kinds import QuestionKind
from app.services.review.marks import DifferingMark
from app.services.review.organization_repairs import OrganizationRepair
from app.services.review.pair_kinds import SameCertificate, SameOrganization, SamePerson

KINDS: tuple[QuestionKind, ...] = (
    FieldEdit(FIELD, "两边都改过"),
    Removal(REMOVED, "删除与修改"),
    DifferingMark(ATTENDANCE, "考勤不一致"),
    SamePerson(SAME_ID_NUMBER, SAME_ID_NUMBER),
    SameCertificate(SAME_CERTIFICATE, SAME_CERTIFICATE),
    SameOrganization(SAME_ORGANIZATION, SAME_ORGANIZATION),
    *(OrganizationRepair(name, name) for name in tree_items.KINDS),
    HoursBeyond(BEYOND, BEYOND),
)
_BY_NAME = {kind.name: kind for kind in KINDS}


def kind_of(item: ReviewItem) -> QuestionKind:
    """What answers for one question."""
    return _BY_NAME[item.kind]
