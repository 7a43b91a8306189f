"""党员: add, change and find people; full numbers are shown with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.data.audit import AuditEntry, append
from app.data.changes import Change
from app.data.clock import now_text
from app.data.membership_changes import Since
from app.data.queries.members import MemberRow, member_values, members_named
from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import Ambiguous, InvalidInput, NotFound
from app.domain.parsing import member_warnings, parse
from app.domain.people.membership import NORMAL
from app.domain.uid import Uid
from app.services.dated_rows import Leaving, end_posts
from app.services.membership import SinceAsked, read_all, read_since
from app.services.organizations import refuse_not_standing
from app.services.store import Store


@dataclass(frozen=True, slots=True)
class SavedMember:
    """A person as saved, and what looks wrong but was kept as entered."""

    uid: bytes
    warnings: Mapping[str, str]


ARRIVED = "arrived_on"
"""转入日期 of a new person: since when he belongs to the branch; before that he was elsewhere."""


def save_member(
    store: Store,
    uid: bytes | None,
    raw: Mapping[str, Value],
    reason: str = "",
    since: Mapping[str, SinceAsked] | None = None,
    ending: Leaving | None = None,
) -> SavedMember:
    """Add a person (`uid` None; ARRIVED among the values when it is known) or change one; `since`
    says by field when a new branch, category or status began. What is not said is not known.
    `ending` are the posts that somebody who leaves is said to have given up with it.

    Raises:
        InvalidInput: every problem at once; also an ID number that another person has.
    """
    entity = entity_named("member")
    values = parse(entity, raw, partial=uid is not None)
    dated = read_all(since or {})
    arrived = read_since(SinceAsked(str(raw.get(ARRIVED) or "")), ARRIVED)
    _refuse_same_number(store, uid, values.get("id_number"))
    _refuse_branch(store, uid, values)
    with store.change("修改党员" if uid else "新增党员", reason=reason) as change:
        if uid is None:
            saved: bytes = change.create(entity, values)
            if arrived.on is not None:
                tell_arrival(change, saved, values["organization"], arrived)
        else:
            saved = uid
            change.update(entity, uid, values, since=dated)
            if ending is not None:
                end_posts(change, [post.uid for post in ending.posts], ending.day)
    return SavedMember(saved, member_warnings({**raw, **values}))


def _refuse_branch(store: Store, uid: bytes | None, values: Mapping[str, Value]) -> None:
    """Nobody comes into a branch that is no more; who has left may have been in one."""
    before = {} if uid is None else member_values(store.database.read(), uid)
    now = {**before, **values}
    if now.get("organization") == before.get("organization"):
        return
    if now.get("status", NORMAL) == NORMAL:
        refuse_not_standing(store, "organization", now.get("organization"))


def tell_arrival(change: Change, member: bytes, branch: Value, since: Since) -> Uid:
    """A new person came from outside: before that day he was in none of our branches."""
    told = {"member": member, "organization": branch, "from_on": since.on, "basis": since.basis}
    return change.create(entity_named("membership_change"), told)


def _refuse_same_number(store: Store, uid: bytes | None, number: Value) -> None:
    # A checked rule, not a constraint: packages may still bring one, and the review list shows it.
    if not number:
        return
    for other in members_named(store.database.read(), str(number)):
        if other.uid != uid:
            raise InvalidInput(
                {"id_number": f"该身份证号已登记在“{other.name}”（{other.organization_title}）名下"}
            )


def find_member(store: Store, text: str) -> MemberRow:
    """The one person of this name, identity or ID number.

    Raises:
        NotFound: there is none.
        Ambiguous: several people have this name.
    """
    found = members_named(store.database.read(), text.strip())
    if not found:
        raise NotFound("没有找到这个人。", "请检查编号或姓名；可先用“查找”查编号。")
    if len(found) > 1:
        raise Ambiguous(
            f"名为“{found[0].name}”的有 {len(found)} 人。",
            [(row.uid.hex(), f"{row.organization_title} {row.birth_date}") for row in found],
        )
    return found[0]


def log_unmasked(store: Store, what: str, reason: str) -> None:
    """Note that full ID numbers or phones were shown, printed or exported, and why.

    Raises:
        InvalidInput: no reason was given.
    """
    if not reason.strip():
        raise InvalidInput(
            {"reason": "请写明查看完整身份证号、电话的原因"}, "写明原因后再试，原因会记入修改记录。"
        )
    store.require(Verb.UNMASK)
    with store.database.sealed_write() as connection:
        append(
            connection, AuditEntry(now_text(), store.operator, "查看完整信息", reason.strip(), what)
        )
