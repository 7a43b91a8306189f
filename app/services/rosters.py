"""花名册: plan an import, execute exactly that plan, save the refused lines, write the template."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from app.data.changes import Change
from app.data.imports.batches import ImportLine, new_batch, note_batch
from app.data.imports.known_people import (
    known_members,
    known_organizations,
    known_posts,
    members_now,
    moment,
)
from app.data.imports.learned_headers import learn_headers
from app.data.imports.reader_child import read_apart
from app.data.imports.refusals import web_page
from app.data.imports.roster import read_roster
from app.data.membership_changes import Since
from app.data.rows import values_of
from app.domain.declarations import entity_named
from app.domain.entity import Value
from app.domain.errors import AppError, NotFound
from app.domain.people.branches import Branches
from app.domain.people.roster_answers import RosterAnswers
from app.domain.people.roster_file import RosterFile
from app.domain.people.roster_headers import POST_TITLE
from app.domain.people.roster_match import KnownMember
from app.domain.people.roster_plan import (
    WRITING,
    Action,
    PlanLine,
    PlanOptions,
    RosterPlan,
    plan_roster,
)
from app.domain.people.same_person import Answers
from app.domain.progress import Progress, Silent
from app.domain.uid import Uid, new_uid, uid_text
from app.services import backups
from app.services.import_plan import ImportOutcome, ImportPlan, save_refused_lines
from app.services.organizations import find_organization
from app.services.people import tell_arrival
from app.services.resting_collector import resting_collector
from app.services.roster_answers import (
    checked_names,
    not_in_the_file,
    remembered_columns,
    with_remembered,
)
from app.services.store import Store

__all__ = [
    "ImportOutcome",
    "ImportPlan",
    "import_roster",
    "outcome",
    "plan_roster_import",
    "read_roster_file",
    "save_refused_rows",
    "write_roster_template",
]

KIND = "花名册"
_AT_ONCE = 1000


def read_roster_file(
    path: Path,
    sheet: str | None = None,
    progress: Progress | None = None,
    taught: Mapping[str, str] | None = None,
) -> RosterFile:
    """Only read the file, in a process of its own bounded in memory and time.

    `taught` is what `with_remembered` knows of columns.

    Raises:
        AppError: the file cannot be read, or no sheet has a usable header.
    """
    return read_apart(read_roster, path, sheet, taught, progress=progress)


def plan_roster_import(  # noqa: PLR0913  (each keyword is an option of the command)
    store: Store,
    source: Path | RosterFile,
    *,
    sheet: str | None = None,
    organization: str | bytes | None = None,
    create_organizations: bool = False,
    answers: Answers | None = None,
    ask: bool = False,
    said: RosterAnswers | None = None,
    progress: Progress | None = None,
) -> ImportPlan:
    """Read a file (unless it is read already) and decide every line; nothing is written.

    `organization` (name or id) takes those whose branch is not written; new branches go under it.
    `answers` says of lines that may be known people who they are; with `ask` others wait.
    `said` is what was answered about columns, categories and unknown branches.

    Raises:
        AppError: the file cannot be read, or several organizations have that name.
    """
    named = organization if isinstance(organization, str) else ""
    if isinstance(organization, str):
        organization = _known_organization(store, organization)
    root, said = store.site.organization, checked_names(said or RosterAnswers())
    options = PlanOptions(
        date.today(), root, organization, create_organizations, named, answers or {}, ask, said=said
    )
    with resting_collector():
        if isinstance(source, RosterFile):
            file = source
        else:
            file = read_roster_file(source, sheet, progress, with_remembered(store, said.columns))
        return _planned(store, file, options, progress)


def _planned(
    store: Store, file: RosterFile, options: PlanOptions, progress: Progress | None
) -> ImportPlan:
    with store.database.snapshot() as connection:
        seen = moment(connection)
        branches = Branches(known_organizations(connection))
        known = known_members(connection)
        if any(POST_TITLE in sheet.columns for sheet in file.sheets):
            options = replace(options, posts=known_posts(connection))
    plan = plan_roster(file, known, branches, options, progress)
    plan.warnings.extend(not_in_the_file(file, options.said.columns))
    _refuse_useless_page(file, plan)
    names = {made.uid: made.name for made in branches.organizations}
    names.update((branch.uid, branch.name) for branch in plan.new_organizations)
    return ImportPlan(file.path, _bare(file), plan, seen, names)


def _bare(file: RosterFile) -> RosterFile:
    # The cells are in the plan now; twice sixty thousand rows need not be kept.
    return replace(file, sheets=[replace(sheet, rows=[]) for sheet in file.sheets])


def _refuse_useless_page(file: RosterFile, plan: RosterPlan) -> None:
    # What a page leaves out cannot be added in it; to unknown branches the clerk can still agree.
    refused = plan.rejected
    useless = bool(refused) and len(refused) == len(plan.lines) and not plan.unknown_organizations
    if file.web_page and useless:
        raise web_page(f"里面的 {len(refused)} 行都不能导入：{refused[0].reason}")


def _known_organization(store: Store, name: str) -> bytes | None:
    # An unknown one is treated like an unknown branch in the file: named, created when asked.
    try:
        return find_organization(store, name).uid
    except NotFound:
        return None


def import_roster(
    store: Store, plan: ImportPlan, progress: Progress | None = None
) -> ImportOutcome:
    """Execute exactly the plan in one transaction, after a verified backup.

    Raises:
        AppError: the store changed since the plan was made; plan again.
        Cancelled: the user stopped; nothing was saved.
    """
    fresh = _unknown_so_far(store, plan)
    if not plan.writes_something:
        if fresh:
            with store.change("记住花名册的列名", summary="、".join(fresh)) as change:
                learn_headers(change.connection, fresh)
        return outcome(plan, "")
    backups.automatic(store, "导入花名册前")
    batch = new_uid()
    summary = f"{KIND} {plan.path.name}：" + "、".join(
        f"{action} {count}" for action, count in plan.counts.items() if count
    )
    with resting_collector(), store.change("导入花名册", summary=summary) as change:
        _refuse_changed_store(change, plan)
        lines = [*_create_branches(change, plan), *_write(change, plan, progress or Silent())]
        counts = {str(action): count for action, count in plan.counts.items()}
        about = new_batch(batch, KIND, plan.path.name, store.operator, counts)
        note_batch(change.connection, about, lines)
        learn_headers(change.connection, fresh)
    return outcome(plan, uid_text(batch))


def _unknown_so_far(store: Store, plan: ImportPlan) -> dict[str, str]:
    """Columns explained for this import that are to be known the next time."""
    before = remembered_columns(store)
    return {header: name for header, name in plan.file.taught.items() if before.get(header) != name}


def outcome(plan: ImportPlan, batch: str) -> ImportOutcome:
    """The counts of a plan, as executed (`batch` given) or as a dry run."""
    counts = plan.counts
    created = [branch.name for branch in plan.plan.new_organizations] if batch else []
    return ImportOutcome(
        batch=batch,
        rows=len(plan.lines),
        new=counts[Action.NEW],
        updated=counts[Action.UPDATED] + counts[Action.FILLED],
        unchanged=counts[Action.UNCHANGED],
        duplicates=counts[Action.DUPLICATE],
        rejected=plan.rejected,
        warnings=plan.warnings,
        posts=sum(len(line.posts) for line in plan.lines if line.action in WRITING),
        unknown_organizations=[name for name in plan.unknown_organizations if name not in created],
        created_organizations=created,
    )


def save_refused_rows(plan: ImportPlan, target: Path) -> Path:
    """Write the refused lines as a workbook in the user's own layout, with the reasons beside.

    Raises:
        AppError: nothing was refused, or the place cannot be written to.
    """
    return save_refused_lines(plan.rejected, plan.path, plan.file, target)


def write_roster_template(target: Path) -> Path:
    """Write an empty roster with headers, drop-downs and notes."""
    from app.reports.roster_template import write_template

    write_template(target)
    return target


def _refuse_changed_store(change: Change, plan: ImportPlan) -> None:
    # begin() has already counted this action, so the plan's moment is one less.
    n, _, lseq = plan.moment.partition("|")
    if (int(n or 0), int(lseq or 0)) == (change.stamp.n - 1, change.lseq - 1):
        return
    for branch in plan.plan.new_organizations:
        if values_of(change.connection, entity_named("organization"), branch.uid):
            raise _outdated(f"党组织“{branch.name}”在预览之后已经建立")
    planned = [line for line in plan.lines if line.action in WRITING]
    numbers = {line.found_by for line in planned} | {line.number for line in planned}
    now = members_now(change.connection, numbers)
    for line in planned:
        corrected = line.found_by != line.number and line.number in now
        if corrected or not _still_fits(line, now.get(line.found_by)):
            raise _outdated(f"“{line.sheet}”第 {line.row} 行的人在预览之后已被改动")


def _still_fits(line: PlanLine, member: KnownMember | None) -> bool:
    if line.action is Action.NEW or member is None:
        return line.action is Action.NEW and member is None
    same = (member.values.get(name) == value for name, value in line.before.items())
    return member.uid == line.uid and all(same)


def _outdated(what: str) -> AppError:
    return AppError(f"{what}，本次没有导入。", "请重新预览，核对后再导入。", code="plan-outdated")


def _create_branches(change: Change, plan: ImportPlan) -> Iterator[ImportLine]:
    entity = entity_named("organization")
    for branch in plan.plan.new_organizations:
        values: dict[str, Value] = {"name": branch.name, "kind": branch.kind}
        values["parent"] = branch.parent
        change.create(entity, values, branch.uid)
        yield ImportLine("organization", branch.uid, Action.NEW, {}, {})


def _write(change: Change, plan: ImportPlan, progress: Progress) -> Iterator[ImportLine]:
    entity = entity_named("member")
    fresh = [line for line in plan.lines if line.action is Action.NEW]
    known = [line for line in plan.lines if line.action in (Action.UPDATED, Action.FILLED)]
    total = len(fresh) + len(known)
    for start in range(0, len(fresh), _AT_ONCE):
        progress.step(start, total, "正在写入")
        part = fresh[start : start + _AT_ONCE]
        made = change.create_many(entity, [line.after for line in part])
        # Taken back last line first: what tells of somebody goes after him.
        for uid, line in zip(made, part, strict=True):
            if line.moves.arrived is not None:
                yield _tell_arrival(change, uid, line, line.moves.arrived)
            yield ImportLine("member", uid, Action.NEW)
        for uid, line in zip(made, part, strict=True):
            if line.posts:
                yield from _write_posts(change, uid, line)
    for done, line in enumerate(known, len(fresh)):
        progress.step(done, total, "正在更新")
        uid = Uid(line.uid or b"")
        if line.after:
            told = len(change.told)
            since = {name: Since(on) for name, on in line.moves.since.items()}
            change.update(entity, uid, line.after, since=since)
            for row in change.told[told:]:
                yield ImportLine("membership_change", row, Action.NEW)
            yield ImportLine("member", uid, line.action, line.before, line.after)
        yield from _write_posts(change, uid, line)
    progress.step(total, total, "正在完成")


def _tell_arrival(change: Change, member: Uid, line: PlanLine, arrived: str) -> ImportLine:
    row = tell_arrival(change, member, line.after.get("organization"), Since(arrived))
    return ImportLine("membership_change", row, Action.NEW)


def _write_posts(change: Change, member: Uid, line: PlanLine) -> Iterator[ImportLine]:
    entity = entity_named("post")
    for post in line.posts:
        if post.uid is None:
            uid = change.create(entity, {**post.after, "member": member})
            yield ImportLine("post", uid, Action.NEW)
        else:
            change.update(entity, post.uid, post.after)
            yield ImportLine("post", post.uid, Action.FILLED, post.before, post.after)
