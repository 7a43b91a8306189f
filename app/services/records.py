"""其他培训记录: one activity for many people at once; self-declared hours that a second person
approves or declines."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.data import rows
from app.data.imports.batches import ImportLine, new_batch, note_batch
from app.data.queries.branch_people import people_of_branches
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError, InvalidInput
from app.domain.field_values import Raw
from app.domain.parsing import parse
from app.domain.people.roster_plan import Action
from app.domain.training.codes import APPROVALS, APPROVED, DECLINED
from app.domain.uid import new_uid, new_uids, uid_text
from app.services import backups
from app.services.doubles import doubts_of
from app.services.keeping import refuse_kept_elsewhere
from app.services.organizations import refuse_not_ours
from app.services.store import Store

ACTIVITY, KIND = "整支部登记培训", "整支部登记"
_ENTITY = "record"
_FIGURES = ("member", "hours", "days", "starts_on", "ends_on", "self_declared")


@dataclass(frozen=True, slots=True)
class Present:
    """One person of the branches; `doubt` is what he may have of this activity already."""

    uid: bytes
    name: str
    organization: str
    doubt: str = ""


def activity_fields() -> tuple[str, ...]:
    """What is said of an activity once for all; hours that somebody reports of himself are no
    activity."""
    left_out = ("member", "self_declared")
    return tuple(
        f.name for f in entity_named(_ENTITY).fields if f.name not in left_out and not f.by_action
    )


def people_for_activity(store: Store, organizations: Sequence[bytes]) -> list[Present]:
    """Everybody in good standing in these branches and below them, in the order of their names.

    Raises:
        AppError: a branch is another site's.
    """
    for organization in organizations:
        refuse_not_ours(store, organization)
    connection = store.database.read()
    return [Present(*row) for row in people_of_branches(connection, organizations)]


def with_doubts(store: Store, people: Sequence[Present], raw: Mapping[str, Raw]) -> list[Present]:
    """The same people, each with what he may have of this activity already.

    Raises:
        InvalidInput: every problem of what was said of the activity, at once.
    """
    values = _read(raw)
    found = doubts_of(store.database.read(), [one.uid for one in people], values)
    return [Present(one.uid, one.name, one.organization, found.get(one.uid, "")) for one in people]


def _read(raw: Mapping[str, Raw]) -> dict[str, Value]:
    entity = entity_named(_ENTITY)
    values = parse(entity, {**raw, "member": bytes(16)})
    problems = {}
    if str(values["ends_on"]) < str(values["starts_on"]):
        problems["ends_on"] = "结束日期早于开始日期，请核对"
    if str(values["starts_on"]) > date.today().isoformat():
        problems["starts_on"] = "活动还没有举行，举行后再登记"
    if not values["evidence"]:
        problems["evidence"] = "请写明凭什么登记，例如签到表存放处"
    if problems:
        raise InvalidInput(problems)
    return {name: value for name, value in values.items() if name != "member"}


def record_activity(store: Store, people: Sequence[bytes], raw: Mapping[str, Raw]) -> str:
    """One record for everybody who was there, in one action; returns the batch with which
    `undo_import` takes it back.

    Raises:
        InvalidInput: every problem at once.
        AppError: nobody was there, or somebody is another site's.
    """
    values = _read(raw)
    if not people:
        raise AppError("没有勾选参加的人。", "请勾选参加的人员再登记。")
    for person in people:
        refuse_kept_elsewhere(store, person)
    backups.automatic(store, "整支部登记前")
    batch, uids = new_uid(), new_uids(len(people))
    title, counts = str(values["title"]), {str(Action.NEW): len(people)}
    with store.change(ACTIVITY, summary=f"{title}：{len(people)} 人") as change:
        many = [{**values, "member": person} for person in people]
        change.create_many(entity_named(_ENTITY), many, uids)
        about = new_batch(batch, KIND, title, store.operator, counts)
        lines = [ImportLine(_ENTITY, uid, Action.NEW) for uid in uids]
        note_batch(change.connection, about, lines)
    return uid_text(batch)


# Approving what people report of themselves


def approve(store: Store, uids: Collection[bytes]) -> int:
    """A second person says that these hours are right: from now on they count. How many.

    Raises:
        AppError: a row reports no hours of its own, was settled, or was entered by the same person.
    """
    values = {"self_declared": 0, **_said(store, APPROVED)}
    return _settle(store, uids, "认定自行申报学时", values, "")


def decline(store: Store, uids: Collection[bytes], reason: str) -> int:
    """They stay in the list and never count; the reason goes into the trail and to the note.

    Raises:
        InvalidInput: no reason was given.
        AppError: as for `approve`.
    """
    if not reason.strip():
        raise InvalidInput({"reason": "请写明不予认定的原因"})
    return _settle(store, uids, "不予认定自行申报学时", _said(store, DECLINED), reason.strip())


def _said(store: Store, approval: str) -> dict[str, Value]:
    today = date.today().isoformat()
    return {"approval": approval, "approved_by": store.operator, "approved_on": today}


def _settle(
    store: Store, uids: Collection[bytes], action: str, said: Mapping[str, Value], reason: str
) -> int:
    entity = entity_named(_ENTITY)
    with store.change(action, reason=reason, summary=f"{len(uids)} 条") as change:
        for uid in uids:
            row = change.row(entity, uid)
            _refuse(store, row)
            note = {"note": _noted(row.values["note"], reason)} if reason else {}
            change.update(entity, uid, {**said, **note})
    return len(uids)


def _noted(note: Value, reason: str) -> str:
    return f"{note!s}\n不予认定：{reason}" if note else f"不予认定：{reason}"


def _refuse(store: Store, row: rows.Row) -> None:
    """Nobody approves what he entered or figured himself."""
    title = row.values["title"]
    if row.values["approval"] in APPROVALS:
        raise AppError(f"“{title!s}”已经办过认定。", "不需要再办。", code="settled")
    if not row.values["self_declared"]:
        raise AppError(f"“{title!s}”不是自行申报的，不需要认定。", "请只选择自行申报的记录。")
    wrote = {row.stamp.operator} | {
        sibling.operator
        for name in _FIGURES
        if (versions := row.versions.get(name)) is not None
        for sibling in versions.siblings
    }
    if store.operator in wrote:
        raise AppError(
            f"“{title!s}”是“{store.operator}”自己录入的，不能自己认定。",
            "请由另一个人用自己的密码打开后认定。",
            code="second-person",
        )
