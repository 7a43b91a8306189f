"""批量修改: one field of many people, seen person by person before it is written, in one action
that 导入记录 takes back like an import."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.data.changes import Change
from app.data.imports.batches import ImportLine, new_batch, note_batch
from app.data.membership_changes import Since
from app.data.queries.dated_rows import holders_where_they_leave
from app.data.queries.members import member_values
from app.data.queries.organization_titles import OrganizationTitles
from app.data.rows import values_of
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError, InvalidInput
from app.domain.parsing import parse
from app.domain.people.membership import DATED, NORMAL
from app.domain.people.roster_plan import Action
from app.domain.progress import Progress, Silent
from app.domain.uid import Uid, new_uid, uid_text
from app.services import backups
from app.services.keeping import is_kept_here, refuse_kept_elsewhere
from app.services.membership import SinceAsked, read_since
from app.services.organizations import refuse_not_standing
from app.services.store import Store

KIND = "批量修改"
FIELDS = ("organization", "workplace", "education", "ethnicity", "note")
"""What many people can have in common. Categories and states begin on a day of each person's own,
which his form asks for; numbers and names nobody shares."""

NEEDS_DAY = tuple(name for name in FIELDS if name in DATED)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person: what stands there, and why it stays (`refused`), if it does."""

    uid: bytes
    name: str
    before: Value
    refused: str = ""


@dataclass(frozen=True)
class TogetherPlan:
    """What would be written: `lines` change, `same` have the value already."""

    field: str
    value: Value
    lines: tuple[PersonLine, ...]
    same: int
    refused: tuple[PersonLine, ...] = ()
    posts_left: int = 0
    """How many still hold a post in the branch they would leave; it is ended person by person."""


def plan_together(
    store: Store,
    people: Sequence[bytes],
    name: str,
    raw: Value,
    progress: Progress | None = None,
) -> TogetherPlan:
    """Decide for every person; nothing is written.

    Raises:
        InvalidInput: the value is none for this field, or the branch is no longer there.
    """
    if name not in FIELDS:
        raise InvalidInput({name: "这一项不能批量修改，请打开每个人的表单"})
    value = parse(entity_named("member"), {name: raw}, partial=True).get(name)
    _refuse_branch(store, name, value)
    watch, lines, refused, same = progress or Silent(), [], [], 0
    connection = store.database.read()
    for done, uid in enumerate(people):
        watch.step(done, len(people), "正在核对")
        values = member_values(connection, uid)
        if not values:
            continue
        why = _why_not(store, uid, name, values)
        line = PersonLine(uid, str(values["name"]), values.get(name), why)
        if why:
            refused.append(line)
        elif values.get(name) == value:
            same += 1
        else:
            lines.append(line)
    leaving = [(line.uid, line.before) for line in lines] if name == "organization" else []
    posts = holders_where_they_leave(connection, leaving, date.today())
    return TogetherPlan(name, value, tuple(lines), same, tuple(refused), posts)


def change_together(
    store: Store,
    plan: TogetherPlan,
    since: SinceAsked | None = None,
    progress: Progress | None = None,
) -> str:
    """Write exactly the plan in one transaction, after a verified backup; returns the batch with
    which `undo_import` takes it back.

    Raises:
        AppError: nothing would change, or somebody was changed since the plan was made.
        InvalidInput: a day that is none, or still to come.
        Cancelled: the user stopped; nothing was saved.
    """
    entity = entity_named("member")
    label = entity.field(plan.field).label
    if not plan.lines:
        raise AppError("没有要修改的人。", "请重新选择人员或内容。")
    days = {plan.field: read_since(since)} if since is not None else {}
    watch, total = progress or Silent(), len(plan.lines)
    backups.automatic(store, "批量修改前")
    batch, noted = new_uid(), list[ImportLine]()
    with store.change("批量修改党员", summary=f"{label}：{total} 人") as change:
        for done, line in enumerate(plan.lines):
            watch.step(done, total, "正在修改")
            noted += _write(change, plan, line, days)
        about = new_batch(batch, KIND, label, store.operator, {str(Action.UPDATED): total})
        note_batch(change.connection, about, noted)
    return uid_text(batch)


def _write(
    change: Change, plan: TogetherPlan, line: PersonLine, days: Mapping[str, Since]
) -> list[ImportLine]:
    entity, uid = entity_named("member"), Uid(line.uid)
    now = values_of(change.connection, entity, uid)
    if now is None or now.get(plan.field) != line.before:
        raise AppError(
            f"“{line.name}”在预览之后已被改动，本次没有修改。",
            "请重新预览后再改。",
            code="outdated",
        )
    told = len(change.told)
    change.update(entity, uid, {plan.field: plan.value}, since=days)
    changed = ImportLine(
        "member", uid, Action.UPDATED, {plan.field: line.before}, {plan.field: plan.value}
    )
    # Taken back last line first: what tells of the change goes before it is undone.
    return [
        changed,
        *(ImportLine("membership_change", row, Action.NEW) for row in change.told[told:]),
    ]


def _refuse_branch(store: Store, name: str, value: Value) -> None:
    if name != "organization":
        return
    if not isinstance(value, bytes):
        raise InvalidInput({name: "请选择党组织"})
    refuse_not_standing(store, name, value)
    if not is_kept_here(store, value):
        title = OrganizationTitles(store.database.read()).of(value)
        raise InvalidInput({name: f"“{title}”不归本单位管，转出请在个人表单里登记"})


def _why_not(store: Store, uid: bytes, name: str, values: Mapping[str, Value]) -> str:
    if values.get("merged_into"):
        return "已并入另一个人"
    if name == "organization" and values.get("status") != NORMAL:
        return f"党籍状态是“{values.get('status')!s}”，不再改党组织"
    try:
        refuse_kept_elsewhere(store, uid)
    except AppError as error:
        return error.message
    return ""
