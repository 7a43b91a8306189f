"""党组织: move, merge, dissolve, restore, remove; each one action that can be taken back."""

from dataclasses import dataclass
from datetime import date

from app.data import site
from app.data.queries.decided_list import newest_decision
from app.data.queries.organization_use import Use, use_of, used_by
from app.data.queries.organizations import OrganizationRow, organization
from app.data.queries.peer_list import all_peers
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError, InvalidInput, NotFound
from app.domain.parsing import parse
from app.services.keeping import own_roots
from app.services.organization_moving import Takeover, give_way, keep_names, not_yet, take_over
from app.services.organizations import refuse_moving, refuse_not_ours
from app.services.review.undoing_decisions import TakenBack, Undoable, undo
from app.services.store import Store

CHANGED, MOVED, JOINED = "修改党组织", "移动党组织", "合并党组织"
DISSOLVED, RESTORED, REMOVED = "撤销党组织", "恢复党组织（撤销有误）", "删除录错的党组织"
SPLIT = "拆分党组织"
ACTIONS = (CHANGED, MOVED, JOINED, SPLIT, DISSOLVED, RESTORED, REMOVED)
_UNDOABLE = Undoable(
    ACTIONS,
    "退回党组织的改动",
    "党组织的这次改动",
    "恢复",
    "请重新打开“党员”，按现在的样子办理。",
)
_ENTITY = entity_named("organization")


def move_organization(store: Store, uid: bytes, parent: bytes, reason: str = "") -> None:
    """Put an organization with everything below it under another.

    Raises:
        AppError: it is the top of a site, would stand below itself, or is another site's.
    """
    refuse_not_ours(store, uid)
    refuse_moving(store, uid, parent)
    words = f"{_found(store, uid).name} → {_found(store, parent).name}"
    with store.change(MOVED, reason=reason, summary=words) as change:
        change.update(_ENTITY, uid, {"parent": parent})


@dataclass(frozen=True, slots=True)
class Merging:
    """How one organization goes into another: on a day (撤并), or because it was one all along
    and entered twice; whether who holds a post there goes on holding it in the other."""

    day: str = ""
    twice: bool = False
    carry_posts: bool = False
    reason: str = ""


def merge_organizations(store: Store, source: bytes, target: bytes, how: Merging) -> int:
    """Everything that names the source names the target; how many rows were written. On a day the
    source stays, dissolved, as what it was until then; entered twice, it is taken out of use.

    Raises:
        InvalidInput: no day, or one that is still to come.
        AppError: the same one, one inside the other, the top of a site, or another site's.
    """
    refuse_not_ours(store, source)
    refuse_not_ours(store, target)
    _refuse_top(store, source, "合并到别的党组织")
    left, kept = _found(store, source), _found(store, target)
    if source == target:
        raise AppError("不能合并到它自己。", "请另选一个党组织。")
    if not kept.stands_on(date.today()):
        raise AppError(f"“{kept.name}”已撤销，不能并入。", "请另选一个党组织。")
    day = "" if how.twice else _day(how.day)
    with store.change(JOINED, reason=how.reason, summary=f"{left.name} → {kept.name}") as change:
        give_way(change, source, target)
        written = take_over(change, Takeover(source, target, day, how.carry_posts))
        keep_names(change, source, target)
        if how.twice:
            change.remove(_ENTITY, source)
        else:
            change.update(_ENTITY, source, {"dissolved_on": day})
        return written


def dissolve_organization(
    store: Store, uid: bytes, day: str, to: bytes | None = None, reason: str = ""
) -> int:
    """It is no more from that day on; what it was before stays in the figures. Whoever is still in
    it goes `to` another in the same action; how many rows were written besides.

    Raises:
        InvalidInput: no day, or one that is still to come.
        AppError: people, branches or running classes are left and nobody said where they go.
    """
    refuse_not_ours(store, uid)
    _refuse_top(store, uid, "撤销")
    found, on = _found(store, uid), _day(day)
    left = use_of(store.database.read(), uid, date.today())
    if to is None and not left.empty:
        raise AppError(
            f"“{found.name}”还有 {left.words}，没有撤销。",
            "请选择他们转到哪个党组织，一并办理；或先把他们转走。",
            code="in-use",
        )
    if to is not None:
        refuse_not_ours(store, to)
        if to == uid or not _found(store, to).stands_on(date.today()):
            raise AppError("人员不能转到要撤销或已撤销的党组织。", "请另选一个党组织。")
    with store.change(DISSOLVED, reason=reason, summary=found.name) as change:
        if to is not None:
            give_way(change, uid, to)
        # Without another place only what is dated is left: posts end with it.
        written = take_over(change, Takeover(uid, to or uid, on))
        change.update(_ENTITY, uid, {"dissolved_on": on})
        return written


def restore_organization(store: Store, uid: bytes, reason: str = "") -> None:
    """撤销有误: it has been there all along. Who left it is not brought back by this; the notice
    of the 撤销 itself takes back everything.

    Raises:
        AppError: it is not dissolved, or what it stands under is.
    """
    refuse_not_ours(store, uid)
    found = _found(store, uid)
    if not found.dissolved_on:
        raise AppError(f"“{found.name}”没有撤销，不用恢复。", "请重新打开“党员”。")
    above = organization(store.database.read(), found.parent) if found.parent else None
    if above is not None and above.dissolved_on:
        raise AppError(f"它的上级“{above.name}”已撤销。", "请先恢复上级，或先移到别的党组织之下。")
    with store.change(RESTORED, reason=reason, summary=found.name) as change:
        change.update(_ENTITY, uid, {"dissolved_on": None})


def remove_organization(store: Store, uid: bytes, reason: str) -> None:
    """Take out what was entered by mistake and never used.

    Raises:
        InvalidInput: no reason was given.
        AppError: something names it.
    """
    refuse_not_ours(store, uid)
    _refuse_top(store, uid, "删除")
    found = _found(store, uid)
    if not reason.strip():
        raise InvalidInput({"reason": "请写明删除的原因，例如：导入时建错了"})
    used = used_by(store.database.read(), uid)
    if used:
        told = "、".join(f"{label} {number} 条" for label, number in used.items())
        raise AppError(
            f"“{found.name}”已有{told}，不能删除。",
            "建重了请用“合并到…”，不再设置了请用“撤销…”，名称不对请改名。",
            code="in-use",
        )
    with store.change(REMOVED, reason=reason.strip(), summary=found.name) as change:
        change.remove(_ENTITY, uid)


def what_is_left(store: Store, uid: bytes) -> Use:
    """Who and what would have to go elsewhere today."""
    return use_of(store.database.read(), uid, date.today())


def last_action(store: Store) -> int:
    """The number of the action that was just written, for the 撤销 beside its notice."""
    return newest_decision(store.database.read(), ACTIONS)


def take_action_back(store: Store, number: int) -> TakenBack:
    """Everything that one of these actions wrote stands as before.

    Raises:
        NotFound: there is no such action here.
        AppError: it was taken back already, or everything was changed since.
    """
    return undo(store, number, _UNDOABLE)


def _found(store: Store, uid: bytes) -> OrganizationRow:
    found = organization(store.database.read(), uid)
    if found is None:
        raise NotFound("这个党组织已经不在了。", "请重新打开“党员”后再试。")
    return found


def _refuse_top(store: Store, uid: bytes, what: str) -> None:
    connection = store.database.read()
    if uid in own_roots(connection):
        raise AppError(f"本单位的最上级党组织不能{what}。", "请选它下面的党组织。", code="own-root")
    if store.site.level != site.COUNTY:
        return
    for peer in all_peers(connection):
        if uid in peer.scope and not peer.revoked:
            raise AppError(
                f"它是“{peer.title}”报送数据的单位，不能{what}。",
                "请先在“下辖乡镇”里停用该单位，再办理。",
                code="own-root",
            )


def _day(text: str) -> str:
    values: dict[str, Value] = parse(_ENTITY, {"dissolved_on": text}, partial=True)
    day = values["dissolved_on"]
    if not isinstance(day, str):
        raise InvalidInput({"dissolved_on": "请填写从哪一天起；只知道年月或年份也可以"})
    if not_yet(day):
        raise InvalidInput({"dissolved_on": f"{day} 还没有到，请到日再办理，或先核对日期"})
    return day
