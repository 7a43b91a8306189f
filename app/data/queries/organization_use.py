"""What an organization is still used for: who must go elsewhere before it can be dissolved."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from app.data.database import Connection
from app.data.references import naming, references_to
from app.domain.people.membership import NORMAL
from app.domain.training.codes import RUNNING

_HERE = {
    "member": f"r.gone = 0 AND r.merged_into IS NULL AND r.status = '{NORMAL}'",
    "organization": "r.gone = 0 AND r.dissolved_on IS NULL",
}
"""Who has left stays where he was, and so does a branch that is no more."""
_STILL_THERE = "r.gone = 0"


def living(entity: str) -> str:
    """Which rows of a kind still belong to an organization today."""
    return _HERE.get(entity, _STILL_THERE)


@dataclass(frozen=True, slots=True)
class Use:
    """How much hangs on an organization today."""

    people: int
    branches: int
    running_classes: int
    open_posts: int

    @property
    def empty(self) -> bool:
        """Whether nobody and nothing has to move."""
        return not (self.people or self.branches or self.running_classes)

    @property
    def words(self) -> str:
        """12 人、2 个下级党组织."""
        named = (
            (self.people, "名在册人员"),
            (self.branches, "个下级党组织"),
            (self.running_classes, "个没有结班的培训班"),
        )
        return "、".join(f"{number} {words}" for number, words in named if number)


def use_of(connection: Connection, uid: bytes, day: datetime.date) -> Use:
    """What an organization is used for on a day (today)."""
    found = connection.execute(
        f"""SELECT
            (SELECT count(*) FROM member r WHERE r.organization = :uid AND {_HERE["member"]}),
            (SELECT count(*) FROM organization r WHERE r.parent = :uid
                AND {_HERE["organization"]}),
            (SELECT count(*) FROM training_class r WHERE r.organization = :uid AND r.gone = 0
                AND r.state = :running),
            (SELECT count(*) FROM post r WHERE r.organization = :uid AND r.gone = 0
                AND (r.to_on IS NULL OR r.to_on >= substr(:day, 1, length(r.to_on))))""",  # noqa: S608
        {"uid": uid, "running": RUNNING, "day": day.isoformat()},
    ).fetchone()
    return Use(*found)


def used_by(connection: Connection, uid: bytes) -> Mapping[str, int]:
    """Everything that ever named an organization and is not taken back, by the word for it."""
    found: dict[str, int] = {}
    for reference in references_to("organization"):
        rows = naming(connection, reference, uid, _STILL_THERE)
        if rows:
            label = reference.entity.label
            found[label] = found.get(label, 0) + len(rows)
    return found
