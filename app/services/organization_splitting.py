"""拆分: a part of an organization becomes one of its own, with the people who go along, in one
action that `organization_actions.take_action_back` takes back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.data.membership_changes import Since, everything
from app.data.queries.dated_rows import open_posts
from app.data.queries.members import member_values
from app.data.queries.organizations import organization
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError, InvalidInput, NotFound
from app.domain.known_days import earliest, latest
from app.domain.parsing import parse
from app.domain.people.membership import NORMAL
from app.domain.uid import Uid
from app.services.dated_rows import end_posts
from app.services.organization_actions import SPLIT
from app.services.organizations import refuse_not_ours, refuse_not_standing
from app.services.store import Store

_ENTITY = entity_named("organization")


@dataclass(frozen=True, slots=True)
class Splitting:
    """Since when the new organization is one, and why; `end_posts` ends what those who go hold in
    the old one."""

    day: str
    end_posts: bool = True
    reason: str = ""


def split_organization(
    store: Store, source: bytes, raw: Mapping[str, Value], people: Sequence[bytes], how: Splitting
) -> Uid:
    """A new organization beside the source (same parent, kind and sector unless `raw` says
    another), into which these people go on that day; what they learned before stays with the old.

    Raises:
        InvalidInput: no name, no day or one still to come, or nobody goes along.
        AppError: the source is no more or another site's, or somebody is not in it.
    """
    refuse_not_ours(store, source)
    refuse_not_standing(store, "organization", source)
    found = organization(store.database.read(), source)
    if found is None:
        raise NotFound("这个党组织已经不在了。", "请重新打开“党员”后再试。")
    day = _day(how.day)
    if not people:
        raise InvalidInput({"member": "请选择转到新党组织的人"})
    _refuse_others(store, source, people)
    like: dict[str, Value] = {
        "kind": found.kind,
        "parent": found.parent or source,
        "sector": found.sector,
    }
    values = parse(_ENTITY, {**like, **raw})
    words = f"{found.name} → {values['name']!s}：{len(people)} 人"
    with store.change(SPLIT, reason=how.reason, summary=words) as change:
        made = change.create(_ENTITY, values)
        for person in people:
            if how.end_posts:
                held = open_posts(change.connection, person, latest(day), source)
                end_posts(change, [post.uid for post in held], day)
            since = everything(Since(day))
            change.update(entity_named("member"), person, {"organization": made}, since=since)
        return made


def _day(text: str) -> str:
    value = parse(entity_named("membership_change"), {"from_on": text}, partial=True)["from_on"]
    if not isinstance(value, str):
        raise InvalidInput({"day": "请填写从哪一天起；只知道年月也可以"})
    if earliest(value) > date.today():
        raise InvalidInput({"day": f"{value} 还没有到，请到日再办理，或先核对日期"})
    return value


def _refuse_others(store: Store, source: bytes, people: Sequence[bytes]) -> None:
    connection = store.database.read()
    for person in people:
        values = member_values(connection, person)
        if values.get("organization") != source or values.get("status") != NORMAL:
            name = str(values.get("name") or "有一人")
            raise AppError(f"“{name}”不是这个党组织现在的人，没有改动。", "请重新选择人员。")
