"""组织关系转接 as one action: branch, history, posts and the record of it; taken back as one."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.data import site
from app.data.changes import Change
from app.data.membership_changes import Since
from app.data.queries.decided_list import newest_decision
from app.data.queries.members import member_values
from app.data.queries.organization_titles import OrganizationTitles
from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError, InvalidInput
from app.domain.parsing import parse
from app.domain.people.codes import (
    LEAVES_COUNTY,
    MEMBER_STATES,
    SENT_BACK,
    TRANSFERRED,
    WAITS_FOR_COUNTY,
    WITHDRAWN,
)
from app.domain.people.membership import NORMAL
from app.domain.uid import Uid
from app.services.dated_rows import end_posts, posts_left, row_values
from app.services.keeping import is_kept_here, refuse_kept_elsewhere
from app.services.membership import SinceAsked, read_since
from app.services.organizations import refuse_not_standing
from app.services.review.undoing_decisions import TakenBack, Undoable, undo
from app.services.store import Store

KIND = "transfer"
MOVED, ASKED = "组织关系转接", "申请组织关系转接"
FINISHED, DECLINED, GIVEN_UP = "办理组织关系转接", "退回组织关系转接", "撤回组织关系转接"
ACTIONS = (MOVED, ASKED, FINISHED, DECLINED, GIVEN_UP)
_UNDOABLE = Undoable(
    ACTIONS, "撤销组织关系转接", "这次转接", "撤销", "请打开这个人，按现在的情况办理。"
)
_LEFT = MEMBER_STATES[2]  # 已转出
_DAY = "moved_on"
_ENTITY, _PERSON = entity_named(KIND), entity_named("member")


@dataclass(frozen=True, slots=True)
class Done:
    """The row that records it, and whether the person has moved: else it waits for the county."""

    uid: Uid
    moved: bool
    words: str


def transfer_person(
    store: Store, member: bytes, raw: Mapping[str, Value], *, keep_posts: bool = False
) -> Done:
    """Move somebody to another organization of this site, or out of the county; where a township
    does not keep the other side, ask the county to. Posts held in what is left end with it.

    Raises:
        InvalidInput: every problem at once: no place to go, no day, one to come.
        AppError: the person is kept by another site, or is not 正常.
    """
    store.require(Verb.ENTER)
    refuse_kept_elsewhere(store, member)
    values = _read(store, member, raw)
    target = values["target"]
    if values["kind"] == LEAVES_COUNTY:
        return _leave(store, values, keep_posts=keep_posts)
    if isinstance(target, bytes):
        refuse_not_standing(store, "target", target)
        return _move(store, values, keep_posts=keep_posts)
    if store.site.level == site.COUNTY:
        raise InvalidInput({"target": "请选择转入哪个党组织；转到县外的，“转接范围”选“转往县外”"})
    with store.change(ASKED, summary=_name(store, member)) as change:
        uid = change.create(_ENTITY, values)
    return Done(uid, moved=False, words="已登记，随下次数据上报带给县里，由县里办理转入。")


def _read(store: Store, member: bytes, raw: Mapping[str, Value]) -> dict[str, Value]:
    """What was asked for, checked; where from is where the person is."""
    now = member_values(store.database.read(), member)
    if now.get("status") != NORMAL or now.get("merged_into"):
        told = f"“{now.get('name')!s}”现在是“{now.get('status')!s}”，不能转接。"
        raise AppError(told, "请先核对党籍状态。", code="not-normal")
    known: dict[str, Value] = {"member": member, "organization": now["organization"]}
    values = parse(_ENTITY, {**raw, **known})
    problems: dict[str, str] = {}
    target = values["target"]
    if target == known["organization"]:
        problems["target"] = "他就在这个党组织，请另选"
    elif isinstance(target, bytes) and not is_kept_here(store, target):
        problems["target"] = "该党组织不归本单位管，请写在“转往何处”里，由县里办理"
    elif target is None and not values["place"]:
        which = "place" if values["kind"] == LEAVES_COUNTY else "target"
        problems[which] = "请选择或写明转往哪个党组织"
    if problems:
        raise InvalidInput(problems)
    read_since(SinceAsked(str(values[_DAY])), _DAY)
    return values


def _move(store: Store, values: dict[str, Value], *, keep_posts: bool) -> Done:
    """To an organization that this site keeps."""
    titles = OrganizationTitles(store.database.read())
    target, place = values["target"], titles.of(values["target"])
    with store.change(MOVED, summary=f"{_name(store, values['member'])} → {place}") as change:
        uid = change.create(_ENTITY, {**values, "place": place, "state": TRANSFERRED})
        moving = {"organization": target}
        _write(store, change, values, moving, _basis(titles, values), keep_posts=keep_posts)
    return Done(uid, moved=True, words=f"已转到“{place}”。")


def _leave(store: Store, values: dict[str, Value], *, keep_posts: bool) -> Done:
    """Out of the county: he stays here as 已转出, with all that he learned."""
    titles = OrganizationTitles(store.database.read())
    with store.change(MOVED, summary=f"{_name(store, values['member'])} → 县外") as change:
        uid = change.create(_ENTITY, {**values, "state": TRANSFERRED})
        leaving = {"status": _LEFT, "status_on": values[_DAY]}
        _write(store, change, values, leaving, _basis(titles, values), keep_posts=keep_posts)
    return Done(uid, moved=True, words="已登记转往县外，以前的学时都保留。")


def _write(
    store: Store,
    change: Change,
    asked: Mapping[str, Value],
    now: Mapping[str, Value],
    basis: str,
    *,
    keep_posts: bool,
) -> None:
    """The person, what tells of it, and the posts that end with it."""
    member, day = asked["member"], str(asked[_DAY])
    assert isinstance(member, bytes)  # a required reference
    since = SinceAsked(day)
    field = "organization" if "organization" in now else "status"
    leaving = None if keep_posts else posts_left(store, member, now, {field: since})
    on = read_since(since).on
    change.update(_PERSON, member, now, since={field: Since(on, basis=basis)})
    if leaving is not None:
        end_posts(change, [post.uid for post in leaving.posts], day)


def _basis(titles: OrganizationTitles, values: Mapping[str, Value]) -> str:
    """By which paper, and from where: whoever takes the person does not keep the other side."""
    letter = f"介绍信 {values['letter']!s}，" if values.get("letter") else ""
    return f"组织关系转接，{letter}原在{titles.of(values['organization'])}"


# The county's part


def finish_transfer(
    store: Store, uid: bytes, target: bytes, day: str = "", *, keep_posts: bool = False
) -> Done:
    """Move whom a township asked to be moved, to an organization of this county.

    Raises:
        AppError: it does not wait, or the person is somewhere else by now.
        InvalidInput: no day, one to come, or an organization that is no more.
    """
    store.require(Verb.ENTER)
    values = dict(_waiting(store, uid))
    member = values["member"]
    assert isinstance(member, bytes)  # a required reference
    now = member_values(store.database.read(), member)
    if now.get("organization") != values["organization"]:
        raise AppError(
            f"“{now.get('name')!s}”已不在申请时的党组织，没有办理。",
            "请核对后退回这一条，或直接在他的信息里办理。",
            code="moved-since",
        )
    asked = {**values, "target": target, _DAY: day or values[_DAY]}
    fresh = _read(store, member, {k: v for k, v in asked.items() if not _by_action(k)})
    refuse_not_standing(store, "target", target)
    titles = OrganizationTitles(store.database.read())
    place = titles.of(target)
    with store.change(FINISHED, summary=f"{now['name']!s} → {place}") as change:
        done = {"target": target, "place": place, _DAY: fresh[_DAY], "state": TRANSFERRED}
        change.update(_ENTITY, uid, done)
        moving: dict[str, Value] = {"organization": target}
        _write(store, change, fresh, moving, _basis(titles, fresh), keep_posts=keep_posts)
    return Done(Uid(uid), moved=True, words=f"已转到“{place}”。")


def decline_transfer(store: Store, uid: bytes, answer: str) -> Done:
    """Give it back with a reason; whoever asked reads it.

    Raises:
        InvalidInput: no reason.
        AppError: it does not wait.
    """
    if not answer.strip():
        raise InvalidInput({"answer": "请写明没有办理的原因"})
    said = {"state": SENT_BACK, "answer": answer.strip()}
    return _close(store, uid, DECLINED, said, "已退回，随数据下发告诉乡镇。")


def withdraw_transfer(store: Store, uid: bytes) -> Done:
    """Whoever asked does not want it any more.

    Raises:
        AppError: it does not wait, or is another site's.
    """
    return _close(store, uid, GIVEN_UP, {"state": WITHDRAWN}, "已撤回申请。")


def _close(store: Store, uid: bytes, action: str, values: Mapping[str, Value], words: str) -> Done:
    store.require(Verb.ENTER)
    asked = _waiting(store, uid)
    with store.change(action, summary=_name(store, asked["member"])) as change:
        change.update(_ENTITY, uid, values)
    return Done(Uid(uid), moved=False, words=words)


def _waiting(store: Store, uid: bytes) -> Mapping[str, Value]:
    values = row_values(store, KIND, uid)
    if values["state"] != WAITS_FOR_COUNTY:
        raise AppError(f"这一条是“{values['state']!s}”，不用再办。", "请重新打开列表。")
    return values


# Taking it back


def last_transfer(store: Store) -> int:
    """The number of the action that was just written, for the 撤销 beside its notice."""
    return newest_decision(store.database.read(), ACTIONS)


def take_transfer_back(store: Store, number: int) -> TakenBack:
    """Everything that one of these actions wrote stands as before.

    Raises:
        NotFound: there is no such action here.
        AppError: it was taken back already, or everything was changed since.
    """
    return undo(store, number, _UNDOABLE)


def _by_action(name: str) -> bool:
    return _ENTITY.field(name).by_action


def _name(store: Store, member: Value) -> str:
    assert isinstance(member, bytes)  # a required reference
    return str(member_values(store.database.read(), member).get("name") or "")
