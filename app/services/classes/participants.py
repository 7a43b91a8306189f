"""参训名单: who takes part, with the post and organization they had then."""

from collections.abc import Mapping, Sequence

from app.data import rows
from app.data.changes import Change
from app.data.queries.members import members_of_uids
from app.data.queries.membership import branches_then
from app.data.queries.training_classes import class_values, participants_of
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import NotFound
from app.domain.parsing import parse
from app.domain.uid import Uid, new_uid
from app.services.classes.class_lookup import refuse_closed
from app.services.store import Store


def add_participants(
    change: Change, uid: bytes, members: Sequence[bytes], first_number: int
) -> None:
    """New participants inside an action that is already open."""
    entity = entity_named("enrolment")
    made: list[Mapping[str, Value]] = []
    uids: list[Uid] = []
    people = members_of_uids(change.connection, list(members))
    first_day = str(class_values(change.connection, uid)["starts_on"])
    elsewhere = branches_then(change.connection, members, first_day)
    for number, member in enumerate(dict.fromkeys(members), start=first_number):
        person = people.get(member)
        if person is None:
            raise NotFound("名单里有本机没有的人员。", "请重新选人。")
        values: Mapping[str, Value] = {
            "training_class": uid,
            "member": member,
            "number": number,
            "position_then": person.workplace or None,
            "organization_then": elsewhere.get(member, person.organization_name),
        }
        enrolment = entity.identity_of(values) or new_uid()
        if rows.values_of(change.connection, entity, enrolment) is None:
            made.append(values)
            uids.append(enrolment)
        else:  # who was taken out by an undo had been on this list before
            change.restore(entity, enrolment)
            change.update(entity, enrolment, {**values, "withdrawn": 0})
    change.create_many(entity, made, uids)


def enrol(store: Store, training_class: bytes, members: Sequence[bytes]) -> int:
    """Add participants; those enrolled already are left as they are, withdrawn ones come back.

    Returns how many were added or brought back.

    Raises:
        AppError: the class is closed.
    """
    refuse_closed(store, training_class)
    with store.change("增加学员", summary=f"{len(set(members))} 人") as change:
        fresh, back = bring_in(change, training_class, members)
    return len(fresh) + len(back)


def bring_in(
    change: Change, training_class: bytes, members: Sequence[bytes]
) -> tuple[list[bytes], list[bytes]]:
    """The same inside an action that is open: who is new on the list, and who is back on it."""
    known = {row.member: row for row in participants_of(change.connection, training_class)}
    fresh = [member for member in dict.fromkeys(members) if member not in known]
    back = [m for m in dict.fromkeys(members) if m in known and known[m].withdrawn]
    last = max((row.number for row in known.values()), default=0)
    add_participants(change, training_class, fresh, first_number=last + 1)
    for member in back:
        change.update(entity_named("enrolment"), known[member].uid, {"withdrawn": 0})
    return fresh, back


def withdraw(store: Store, training_class: bytes, members: Sequence[bytes]) -> list[bytes]:
    """Take people out of a class in one transaction; `enrol` brings them back.

    Returns who was taken out.

    Raises:
        AppError: the class is closed.
    """
    refuse_closed(store, training_class)
    wanted = set(members)
    there = participants_of(store.database.read(), training_class)
    going = [row for row in there if row.member in wanted and not row.withdrawn]
    with store.change("退出本班", summary=f"{len(going)} 人") as change:
        for row in going:
            change.update(entity_named("enrolment"), row.uid, {"withdrawn": 1})
    return [row.member for row in going]


def change_enrolment(store: Store, uid: bytes, raw: Mapping[str, Value]) -> list[str]:
    """Change 序号, 组别 or 时任单位及职务 of a participant, or take him out (`withdrawn`).

    Raises:
        InvalidInput: every problem at once.
        NotFound: this person is not on the list.
        AppError: the class is closed.
    """
    entity = entity_named("enrolment")
    known = rows.values_of(store.database.read(), entity, uid)
    if known is None:
        raise NotFound("名单里没有这个人。", "请回到上一页重新打开后再试。")
    held = known["training_class"]
    assert isinstance(held, bytes)  # a required reference
    refuse_closed(store, held)
    values = parse(entity, raw, partial=True)
    with store.change("修改参训名单") as change:
        return change.update(entity, uid, values)
