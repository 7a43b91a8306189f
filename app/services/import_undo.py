"""Taking an import back: what nobody has touched or used since goes, the rest stays, named."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.data import rows
from app.data.changes import Change
from app.data.imports.batches import (
    ImportLine,
    ImportRow,
    all_batches,
    is_edited,
    lines_of,
    mark_undone,
    use_of,
)
from app.data.membership_changes import TOLD_ALREADY, everything
from app.data.queries.attendance import is_live
from app.data.queries.training_classes import participants_of
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError, NotFound
from app.domain.progress import Progress, Silent
from app.domain.training.codes import UNMARKED
from app.services import backups
from app.services.organizations import is_no_more
from app.services.store import Store

REVERSED, KEPT, ERRORED = "已撤销", "已保留", "出错"


@dataclass(frozen=True, slots=True)
class UndoLine:
    """What became of one row; `reason` says why it stayed."""

    entity: str
    uid: bytes
    name: str
    result: str
    reason: str = ""
    person: bytes = b""
    """Whose post it was."""


@dataclass(frozen=True)
class UndoOutcome:
    """The result, row by row."""

    batch: str
    lines: list[UndoLine] = field(default_factory=list)

    @property
    def reversed(self) -> int:
        """How many rows are as they were before the import."""
        return self._count(REVERSED)

    @property
    def kept(self) -> int:
        """How many rows stay because somebody changed or used them since."""
        return self._count(KEPT)

    @property
    def errored(self) -> int:
        """How many rows could not be taken back."""
        return self._count(ERRORED)

    def _count(self, result: str) -> int:
        # A branch or a post made for the people of a roster is not a row of the roster, but what
        # is all that a line brought counts for it.
        people = {line.uid for line in self.lines if line.entity == "member"}
        counted = (
            line.result
            for line in self.lines
            if line.entity not in ("organization", "membership_change")
            and (line.entity != "post" or line.person not in people)
        )
        return Counter(counted)[result]


def list_imports(store: Store) -> list[ImportRow]:
    """Every import of this store, the newest first."""
    return all_batches(store.database.read())


def undo_import(store: Store, batch: str, progress: Progress | None = None) -> UndoOutcome:
    """Take one import back in one transaction, after a verified backup.

    Raises:
        NotFound: there is no such import here.
        AppError: it was taken back already.
        Cancelled: the user stopped; nothing was changed.
    """
    about = _batch(store, batch)
    watch = progress or Silent()
    backups.automatic(store, "撤销导入前")
    outcome = UndoOutcome(batch)
    with store.change("撤销导入", summary=f"{about.kind} {about.file_name}") as change:
        lines = lines_of(change.connection, about.id)
        whole = _whole_reason(change, lines)
        # Last written, first taken back: people before the branch that was made for them.
        for done, line in enumerate(reversed(lines)):
            watch.step(done, len(lines), "正在撤销")
            outcome.lines.append(_undo(change, line, whole or _of_kept(change, line, outcome)))
        mark_undone(change.connection, about.id)
    return outcome


def _batch(store: Store, batch: str) -> ImportRow:
    wanted = batch.strip().lower()
    found = [row for row in list_imports(store) if wanted in (row.uid.hex(), str(row.id))]
    if not found:
        raise NotFound("没有找到这次导入。", "请在“导入记录”里核对批次编号。")
    if found[0].undone_at:
        raise AppError(
            f"这次导入已经在 {_moment(found[0].undone_at)} 撤销过了。",
            "不需要再撤销。",
            code="undone",
        )
    return found[0]


def _whole_reason(change: Change, lines: list[ImportLine]) -> str:
    """Why a class must stay as a whole; a class without its sessions would be nobody's."""
    made = next((line.uid for line in lines if line.entity == "training_class"), None)
    if made is None:
        return ""
    known = {line.uid for line in lines}
    if any(row.uid not in known for row in participants_of(change.connection, made)):
        return "这个班后来又加了学员，整班保留"
    for line in lines:
        if is_edited(change.connection, line.uid):
            return "导入后这个班又有改动，整班保留"
        use = use_of(change.connection, line.entity, line.uid)
        if use:
            return f"这个班{use}，整班保留"
    return ""


def _of_kept(change: Change, line: ImportLine, outcome: UndoOutcome) -> str:
    """What tells of a change stays where the change itself stays."""
    if line.entity != "membership_change":
        return ""
    told = rows.values_of(change.connection, entity_named(line.entity), line.uid) or {}
    kept = (one.uid for one in outcome.lines if one.result != REVERSED)
    return "变动所在的人员已保留" if told.get("member") in set(kept) else ""


def _undo(change: Change, line: ImportLine, whole: str) -> UndoLine:
    entity = entity_named(line.entity)
    values = rows.values_of(change.connection, entity, line.uid)
    name = str((values or {}).get("name") or entity.label)

    person = (values or {}).get("member") if line.entity == "post" else None

    def result(word: str, reason: str = "") -> UndoLine:
        of = person if isinstance(person, bytes) else b""
        return UndoLine(line.entity, line.uid, name, word, reason, of)

    if values is None:
        return result(ERRORED, "本机已经没有这一条")
    reason = whole or _changed_since(change, line, values)
    if reason:
        return result(KEPT, reason)
    try:
        if entity.facts:
            _take_mark_back(change, line.uid, values)
        elif line.before or line.after:
            # What the import told of a change is a line of its own, and goes with it.
            told = everything(TOLD_ALREADY)
            change.update(entity, line.uid, line.before, since=told)
        else:
            change.remove(entity, line.uid)
    except AppError as error:
        return result(ERRORED, error.message)
    return result(REVERSED)


def _take_mark_back(change: Change, uid: bytes, values: Mapping[str, Value]) -> None:
    """A fact is never removed: one that says 未录入 takes its place."""
    fact = {**values, "mark": UNMARKED, "supersedes": uid}
    change.add_facts(entity_named("attendance"), [fact])


def _changed_since(change: Change, line: ImportLine, values: object) -> str:
    if line.entity == "attendance":
        return "" if is_live(change.connection, line.uid) else "导入后又有人改过"
    if line.before or line.after:
        now = values if isinstance(values, dict) else {}
        if any(now.get(name) != value for name, value in line.after.items()):
            return "导入后又有人改过"
        gone = line.entity == "member" and is_no_more(
            change.connection, line.before.get("organization")
        )
        return "原来的党组织已撤销或删除，请在个人表单里核对" if gone else ""
    if is_edited(change.connection, line.uid):
        return "导入后又有人改过"
    return use_of(change.connection, line.entity, line.uid)


def _moment(text: str) -> str:
    """2026-11-21T10:57:45+08:00 as a clerk reads it."""
    return text[:16].replace("T", " ")
