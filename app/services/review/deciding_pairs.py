"""One number on two people or papers, one name on two organizations: what can be done about it."""

from dataclasses import dataclass
from datetime import date

from app.data import rows
from app.data.queries.members import members_named
from app.data.queries.open_questions import BOTH_RIGHT as BOTH_RIGHT_KEY
from app.data.queries.open_questions import LEFT
from app.data.queries.review_context import Context
from app.data.queries.review_item import ReviewItem
from app.data.queries.review_writers import Writer
from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.domain.entity import Entity, Field, Value
from app.domain.errors import AppError, InvalidInput
from app.domain.known_days import earliest
from app.domain.parsing import parse
from app.domain.training.codes import VOID as VOIDED
from app.services.dated_rows import Leaving, end_posts
from app.services.review.open_items import find_item
from app.services.store import Store

NUMBER_CORRECTED, MOVED_AWAY = "更正身份证号", "登记已转出"
VOID, BOTH_RIGHT = "作废证书（编号重复）", "同名党组织都正确"
_NOT_COMPARED = {"merged_into", "content", "digest"}


@dataclass(frozen=True, slots=True)
class PairRow:
    """One of the rows that share a number or a name, with every value as stored."""

    uid: bytes
    values: dict[str, Value]
    organization: str
    township: str
    writer: Writer


@dataclass(frozen=True, slots=True)
class Pair:
    """The rows side by side, the fields compared and those that differ."""

    item: ReviewItem
    entity: Entity
    rows: tuple[PairRow, ...]
    fields: tuple[Field, ...]
    differing: frozenset[str]


def pair_of(store: Store, item_id: str) -> Pair:
    """Everything an officer compares before he decides.

    Raises:
        NotFound: it was decided already.
    """
    item = find_item(store, item_id)
    entity = entity_named(item.entity)
    with store.database.snapshot() as connection:
        context = Context(connection)
        writers = context.writers.of_rows(item)
        found = []
        for choice in item.siblings:
            uid = bytes.fromhex(choice.id)
            values = rows.values_of(connection, entity, uid) or {}
            name, township = context.place(context.owner(entity.name, uid))
            where = township.name if township else store.site.name
            found.append(PairRow(uid, values, name, where, writers[choice.id]))
    fields = tuple(f for f in entity.fields if f.name not in _NOT_COMPARED)
    differing = frozenset(f.name for f in fields if len({r.values.get(f.name) for r in found}) > 1)
    return Pair(item, entity, tuple(found), fields, differing)


def correct_number(store: Store, item_id: str, member: bytes, number: str) -> None:
    """号码录错: one person gets the right number, checked like every other.

    Raises:
        NotFound: it was decided already.
        InvalidInput: the number is wrong, the same as before, or another person's.
    """
    item = _item_with(store, item_id, "member", member)
    entity = entity_named("member")
    values = parse(entity, {"id_number": number}, partial=True)
    right = values["id_number"]
    if not right:
        raise InvalidInput({"id_number": "请填写正确的身份证号"})
    others = [r for r in members_named(store.database.read(), str(right)) if r.uid != member]
    if others or right == _value(store, entity, member, "id_number"):
        name = others[0].name if others else item.subject
        raise InvalidInput({"id_number": f"这个号码已登记在“{name}”名下，请再核对"})
    with store.change(
        NUMBER_CORRECTED, reason="号码录错", summary=item.subject, needs=Verb.REVIEW
    ) as change:
        change.update(entity, member, {"id_number": right})


def moved_away(
    store: Store, item_id: str, member: bytes, day: str, ending: Leaving | None = None
) -> None:
    """已转出: one of the two has left; the row stays with all its history under a dated status.
    `ending` are the posts that he is said to have given up with it.

    Raises:
        NotFound: it was decided already.
        InvalidInput: no date, or one that is still to come.
    """
    item = _item_with(store, item_id, "member", member)
    entity = entity_named("member")
    if not day.strip():
        raise InvalidInput({"status_on": "请填写转出日期，只知道年月也可以"})
    on = str(parse(entity, {"status_on": day}, partial=True)["status_on"])
    if earliest(on) > date.today():
        raise InvalidInput({"status_on": f"转出日期 {on} 还没有到，请核对"})
    with store.change(MOVED_AWAY, summary=item.subject, needs=Verb.REVIEW) as change:
        change.update(entity, member, {"status": LEFT, "status_on": on})
        if ending is not None:
            end_posts(change, [post.uid for post in ending.posts], on)


def both_right(store: Store, item_id: str) -> None:
    """Organizations may share a name: said once, at every site, and it does not come again.

    Raises:
        NotFound: it was decided already.
        AppError: the question is not about names.
    """
    item = find_item(store, item_id)
    if item.entity != "organization":
        raise AppError("号码不能两边都对。", "请选择同一人、号码录错或已转出。")
    if store.site.level != "county":
        raise AppError("同名的党组织由县里核实。", "请等县里下发决定。")
    values: dict[str, Value] = {
        "key": BOTH_RIGHT_KEY,
        "value": ",".join(sorted(choice.id for choice in item.siblings)),
        "from_on": date.today().isoformat(),
    }
    with store.change(BOTH_RIGHT, summary=item.subject, needs=Verb.REVIEW) as change:
        change.create(entity_named("setting"), values)


def void(store: Store, item_id: str, certificate: bytes, reason: str) -> None:
    """作废 one of two papers with one number; an issued number is never changed.

    Raises:
        NotFound: it was decided already.
        AppError: no reason was given.
    """
    item = _item_with(store, item_id, "certificate", certificate)
    if not reason.strip():
        raise AppError("作废证书要写明原因。", "例如：编号重复，已收回原件，另行补发。")
    with store.change(
        VOID, reason=reason.strip(), summary=item.subject, needs=Verb.REVIEW
    ) as change:
        change.update(entity_named("certificate"), certificate, {"state": VOIDED})


def runs_the_class(store: Store, certificate: bytes) -> bool:
    """Whether this site runs the class of a certificate and so may replace the paper at once."""
    with store.database.snapshot() as connection:
        context = Context(connection)
        values = rows.values_of(connection, entity_named("certificate"), certificate) or {}
        held = values.get("training_class")
        organization = context.owner("training_class", held) if isinstance(held, bytes) else None
        if store.site.level == "county":
            return context.place(organization)[1] is None
        return context.is_own(organization)


def _item_with(store: Store, item_id: str, entity: str, uid: bytes) -> ReviewItem:
    item = find_item(store, item_id)
    if item.entity != entity or uid.hex() not in [choice.id for choice in item.siblings]:
        raise AppError("这一条不能这样处理。", "请重新打开“待核实”。")
    return item


def _value(store: Store, entity: Entity, uid: bytes, field: str) -> Value:
    found = rows.values_of(store.database.read(), entity, uid) or {}
    return found.get(field)
