"""待核实: a decision is an ordinary write that supersedes everything that stood side by side."""

from contextlib import suppress

from app.data import kept_figures, site
from app.data.changes import Change
from app.data.membership_changes import TOLD_ALREADY, everything, told_with
from app.data.queries import differing_marks
from app.data.queries.attendance import marks_by_identity
from app.data.queries.cut_rows import BEYOND, cut_rows
from app.data.queries.open_questions import open_questions
from app.data.queries.review_context import standing
from app.data.queries.review_list import (
    ATTENDANCE,
    FIELD,
    REMOVED,
    SAME_CERTIFICATE,
    SAME_ID_NUMBER,
    SAME_ORGANIZATION,
    ReviewItem,
)
from app.data.queries.review_writers import Writers
from app.data.schema import to_column
from app.domain.accounts.roles import Verb
from app.domain.declarations import entity_named
from app.domain.entity import Kind, Value
from app.domain.errors import AppError, NotFound, StorageError
from app.domain.exchange.versions import GONE, Sibling, plain
from app.domain.parsing import parse
from app.domain.people.membership import DATED
from app.domain.training.codes import VOID
from app.domain.uid import uid_from_text
from app.services.organization_moving import Takeover, keep_names, take_over
from app.services.review import organization_repairs
from app.services.review.deciders import refuse_elsewhere
from app.services.store import Store

DECIDED, DECIDED_MARK = "核实", "核实考勤"
"""The actions in the audit trail, and the first word of the detail that an undo reads."""
OTHER_VALUE = "另填"
MERGED, MERGED_ORGANIZATION, VOIDED = "合并同一人", "合并同名党组织", "作废重号证书"


def open_items(store: Store) -> list[ReviewItem]:
    """Everything that waits for a decision."""
    with store.database.snapshot() as connection:
        return open_questions(connection)


def count_open_items(store: Store) -> int:
    """How many they are; the number is kept until something is written."""
    with store.database.snapshot() as connection:
        lseq = site.written(connection)
        known = kept_figures.open_questions(connection, lseq)
        if known is not None:
            return known
        differing, by_session = differing_marks.count_differing(connection)
        number = len(open_questions(connection, marks=False)) + differing
    # True all the same when the store is busy; then the next one to look counts again.
    with suppress(StorageError), store.database.sealed_write() as connection:
        if site.written(connection) == lseq:
            kept_figures.note_open_questions(connection, lseq, number)
            if by_session is not None:
                differing_marks.keep(connection, lseq, by_session)
    return number


def find_item(store: Store, item_id: str) -> ReviewItem:
    """One open question.

    Raises:
        NotFound: it was decided already, or never existed.
    """
    for item in open_items(store):
        if item.id == item_id:
            return item
    raise NotFound("没有这一条待核实，可能已经处理过。", "请重新打开“待核实”。")


def take(store: Store, item_id: str, sibling: str) -> None:
    """Keep one of the values that stand side by side.

    Raises:
        NotFound: no such question or no such value.
        AppError: a mark whose signed sheet lies at another site, or a committee of others.
    """
    item = find_item(store, item_id)
    chosen = next((c for c in item.siblings if c.id == sibling), None)
    if chosen is None:
        # Only who wrote which: the values may be ID numbers or phones.
        listed = "；".join(f"{c.id}（{c.site}）" for c in item.siblings)
        raise NotFound("没有这个选项。", f"可选：{listed}")
    refuse_elsewhere(store, item)
    if item.kind == ATTENDANCE:
        _decide_mark(store, item, str(chosen.value))
    elif item.kind == FIELD:
        field = entity_named(item.entity).field(item.field)
        _decide_field(
            store, item, to_column(field, chosen.value), f"取{_whose(store, item, sibling)}的值"
        )
    elif item.kind == REMOVED:
        _decide_removed(store, item, gone=bool(chosen.value))
    elif item.kind == SAME_ORGANIZATION:
        _same_organization(store, item, sibling)
    elif item.kind == SAME_CERTIFICATE:
        _same_number(store, item, sibling)
    elif item.kind == SAME_ID_NUMBER:
        _same_person(store, item, sibling)
    elif item.kind == BEYOND:
        _cut(store, item)
    elif item.kind in organization_repairs.KINDS:
        organization_repairs.settle(store, item, sibling)
    else:
        raise AppError("这一条要在“待核实”页里按说明处理。", "请打开“待核实”。")


def decide(store: Store, item_id: str, value: str) -> None:
    """Set a field to a value of the decider's own.

    Raises:
        NotFound: no such question.
        AppError: the question is not about a value, or the value is not acceptable.
    """
    item = find_item(store, item_id)
    refuse_elsewhere(store, item)
    if item.kind == ATTENDANCE:
        _decide_mark(store, item, value)
        return
    if item.kind != FIELD:
        raise AppError("这一条不是填值能解决的。", "请用 --take 选择保留哪一方。")
    entity = entity_named(item.entity)
    if entity.field(item.field).kind is Kind.REFERENCE:
        _decide_field(store, item, uid_from_text(value), OTHER_VALUE)
        return
    parsed = parse(entity, {item.field: value}, partial=True)
    _decide_field(store, item, parsed[item.field], OTHER_VALUE)


def _whose(store: Store, item: ReviewItem, sibling: str) -> str:
    with store.database.snapshot() as connection:
        return Writers(connection).of(item)[sibling].name


def _decide_field(store: Store, item: ReviewItem, value: Value, how: str) -> None:
    with store.change(
        DECIDED, summary=f"{item.subject} {item.label}：{how}", needs=Verb.REVIEW
    ) as change:
        settle(change, item, value)


def settle(change: Change, item: ReviewItem, value: Value) -> None:
    """Write what was decided about one field inside an action that is open, with the way back."""
    before = standing(change.connection, item.uid, item.field)
    told = everything(TOLD_ALREADY)
    entity = entity_named(item.entity)
    if item.entity == "member" and item.field in DATED:
        # A move that is not kept is not told of either.
        for lost in before:
            if plain(lost.value) != plain(value):
                _take_back_told(change, item, lost)
    change.update(entity, item.uid, {item.field: value}, since=told)
    _note(change, item, before)


def _take_back_told(change: Change, item: ReviewItem, lost: Sibling) -> None:
    entity = entity_named("membership_change")
    value = to_column(entity.field(item.field), lost.value)
    for uid in told_with(change.connection, item.uid, item.field, value, lost.dot):
        change.remove(entity, uid)


def _note(change: Change, item: ReviewItem, before: list[Sibling]) -> None:
    kept = [[plain(s.value), dict(s.over)] for s in before]
    change.details.append([DECIDED, item.entity, item.uid.hex(), item.field, kept])


def _decide_removed(store: Store, item: ReviewItem, *, gone: bool) -> None:
    words = f"{item.subject} {'删除' if gone else '保留'}"
    with store.change(DECIDED, summary=words, needs=Verb.REVIEW) as change:
        before = standing(change.connection, item.uid, GONE)
        entity = entity_named(item.entity)
        if gone:
            change.remove(entity, item.uid)
        else:
            change.restore(entity, item.uid)
        _note(change, item, before)


def _decide_mark(store: Store, item: ReviewItem, mark: str) -> None:
    entity = entity_named("attendance")
    parse(entity, {"mark": mark}, partial=True)
    summary = f"{item.subject} {item.label}：{mark}"
    with store.change(DECIDED_MARK, summary=summary, needs=Verb.REVIEW) as change:
        marks = [bytes.fromhex(choice.id) for choice in item.siblings]
        for member, superseded in marks_by_identity(change.connection, marks).items():
            values: dict[str, Value] = {
                "session": item.uid,
                "member": member,
                "mark": mark,
                "checked_by": store.operator,
                "supersedes": b"".join(superseded),
            }
            (made,) = change.add_facts(entity, [values])
            way_back = [item.uid.hex(), member.hex(), made.hex(), [uid.hex() for uid in superseded]]
            change.details.append([DECIDED_MARK, *way_back])


def _cut(store: Store, item: ReviewItem) -> None:
    # No figure changes: the row now says what the ledger counts.
    with store.change(
        "改为可计学时", summary=f"{item.subject} {item.label}", needs=Verb.REVIEW
    ) as change:
        for row in cut_rows(change.connection):
            if (row.entity, row.uid) == (item.entity, item.uid):
                change.update(entity_named(row.entity), row.uid, row.values)


def _others(item: ReviewItem, kept: str) -> list[bytes]:
    return [bytes.fromhex(choice.id) for choice in item.siblings if choice.id != kept]


def _same_person(store: Store, item: ReviewItem, kept: str) -> None:
    # The same person entered twice: the others point to the kept one, which can be undone.
    with store.change(MERGED, summary=item.subject, needs=Verb.REVIEW) as change:
        for uid in _others(item, kept):
            change.update(entity_named("member"), uid, {"merged_into": bytes.fromhex(kept)})


def part(store: Store, member: bytes) -> None:
    """Undo 合并同一人: the row stands for a person of its own again.

    Raises:
        NotFound: no such person.
    """
    with store.change("撤销合并", needs=Verb.REVIEW) as change:
        change.update(entity_named("member"), member, {"merged_into": None})


def _same_organization(store: Store, item: ReviewItem, kept: str) -> None:
    # People, branches, classes and posts move over; the emptied one is taken out of use.
    target = bytes.fromhex(kept)
    with store.change(MERGED_ORGANIZATION, summary=item.subject, needs=Verb.REVIEW) as change:
        for uid in _others(item, kept):
            # One organization entered twice: nobody moved.
            take_over(change, Takeover(uid, target))
            keep_names(change, uid, target)
            change.remove(entity_named("organization"), uid)


def _same_number(store: Store, item: ReviewItem, kept: str) -> None:
    # Two papers with one number exist: the register keeps both, one of them as void.
    with store.change(
        VOIDED, summary=item.subject, reason="证书编号重复", needs=Verb.REVIEW
    ) as change:
        for uid in _others(item, kept):
            change.update(entity_named("certificate"), uid, {"state": VOID})
